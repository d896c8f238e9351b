"""Keeping the suspicions of a live run up to date, for those who watch its store."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from simulator.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from simulator.emulator.service import Service

EVERY = 1.0
# A look at a long run takes its time, and requests wait meanwhile: it may have a tenth of it.
_REST = 9


@contextmanager
def looking(service: Service, on_new_run: Callable[[int], object]) -> Iterator[None]:
    """Look again and again while the context lasts, and tell when another run was begun.

    ``on_new_run`` is called in a thread of its own.
    """
    stop = threading.Event()

    def look() -> None:
        run, pause = service.listener.run, EVERY
        while not stop.wait(pause):
            began = time.monotonic()
            try:
                service.on_writer(lambda listener: listener.look()).result()
            except StoreError:
                # The next commit tells it to those who must know.
                continue
            pause = max(EVERY, _REST * (time.monotonic() - began))
            if service.listener.run != run:
                run = service.listener.run
                on_new_run(run)

    thread = threading.Thread(target=look, name="looking", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
