"""One process for the screen and for the threads that work beside it: the screen comes first."""

from __future__ import annotations

import asyncio
import ctypes
import sys
import threading
import time
from contextlib import suppress
from typing import Final

# From glibc's malloc.h.
_M_ARENA_MAX: Final = -8
# How long a thread that works in Python keeps the screen waiting; Python's own default is five times as long.
_SWITCH_SECONDS: Final = 0.001
# A loop that answers within this long has nothing to do.
_IDLE_SECONDS: Final = 0.002
_MOST_TURNS, _MOST_SECONDS = 8, 0.1


def take_short_turns() -> None:
    """Let threads that work in Python hand over to the screen soon."""
    sys.setswitchinterval(_SWITCH_SECONDS)


def share_one_heap() -> None:
    """Before the first thread starts, keep glibc from giving each one a heap of its own.

    A dozen threads that read a long run would leave as many heaps behind, half empty and of several megabytes each.
    They allocate one after the other anyway. Elsewhere this does nothing.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


class Way:
    """Lets the loop go first; made on the loop, ``give`` is called in a thread between two pieces of its work.

    Without it the two take turns at every key, which then takes twice as long.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._free = threading.Event()

    def give(self) -> None:
        """Wait until the loop has nothing to do, but not for long."""
        began = time.monotonic()
        for _ in range(_MOST_TURNS):
            asked = time.monotonic()
            self._free.clear()
            try:
                self._loop.call_soon_threadsafe(self._free.set)
            except RuntimeError:
                # The loop is closed: nobody looks any more.
                return
            self._free.wait(_MOST_SECONDS)
            now = time.monotonic()
            if now - asked < _IDLE_SECONDS or now - began > _MOST_SECONDS:
                return
