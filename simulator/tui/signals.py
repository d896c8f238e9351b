"""Being told to end from outside: the terminal is put in order first, where there still is one."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.tui.app import CapisimApp

_ENDED_BY = 128
HUNG_UP = _ENDED_BY + 1
"""The exit code of a process whose terminal is gone: that of SIGHUP, which not every system has."""
# Whoever writes to a terminal that is gone waits for ever, and with it the loop that should end everything. What is
# stored is whole at any moment, so the process may go.
_GRACE_SECONDS = 5.0


class End:
    """Ends the application, once; after a while the process, unless the application has ended by then."""

    def __init__(self, app: CapisimApp, loop: asyncio.AbstractEventLoop) -> None:
        self._app = app
        self._loop = loop
        self._begun = threading.Lock()
        self._last: threading.Timer | None = None
        self.handled: list[signal.Signals] = []

    def __call__(self, number: int, _frame: object = None) -> None:
        if not self._begun.acquire(blocking=False):
            return
        code = _ENDED_BY + number
        self._last = threading.Timer(_GRACE_SECONDS, os._exit, [code])
        self._last.daemon = True
        self._last.start()
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(lambda: self._app.exit(return_code=code))

    def done(self) -> None:
        """The application has ended; what its caller still does may take as long as it takes."""
        self._begun.acquire(blocking=False)
        for number in self.handled:
            signal.signal(number, signal.SIG_DFL)
        if self._last is not None:
            self._last.cancel()


def terminal_is_gone() -> bool:
    """Whether this process had a terminal that nobody holds any more."""
    terminal = sys.__stdout__
    if terminal is None or not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(terminal.fileno(), 0)
    return any(what & (select.POLLHUP | select.POLLERR) for _, what in poll.poll(0))


def end_on_signals(app: CapisimApp) -> End | None:
    """End the application as if by its own key when the process is told to end or its terminal is gone."""
    if threading.current_thread() is not threading.main_thread():
        return None
    end = End(app, asyncio.get_running_loop())
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            # Not a handler of the loop: that would wait with it.
            signal.signal(number, end)
            end.handled.append(number)
    terminal = sys.__stdout__
    if terminal is not None and terminal.isatty() and hasattr(select, "poll") and hasattr(signal, "SIGHUP"):
        threading.Thread(target=_watch, args=(terminal.fileno(), end), daemon=True, name="terminal-gone").start()
    return end


def _watch(terminal: int, end: End) -> None:
    """Wait until a terminal is gone; only its own session is told of that by a signal."""
    poll = select.poll()
    poll.register(terminal, 0)
    poll.poll()
    end(signal.SIGHUP)
