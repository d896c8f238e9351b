"""Being told to end from outside: the terminal is put in order first."""

from __future__ import annotations

import asyncio
import signal
import threading
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.tui.app import CapisimApp

_ENDED_BY = 128


def end_on_signals(app: CapisimApp) -> None:
    """End the application as if by its own key when the process is told to end or its terminal is gone."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            try:
                loop.add_signal_handler(number, partial(app.exit, return_code=_ENDED_BY + number))
            except NotImplementedError:
                # Windows has no handlers on the loop; there the process is ended at once.
                return
