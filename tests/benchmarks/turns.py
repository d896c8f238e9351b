"""How long the loop of an application is held up."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import NamedTuple

_SCHEDULER = Path("/proc/thread-self/schedstat")


class Turn(NamedTuple):
    """The longest turn of a loop in milliseconds.

    ``clock`` holds all that passed. ``held`` leaves out how long the system let this thread wait for a processor,
    which on a busy machine is most of it: what remains is the loop's own work, and its waiting for other threads of
    the application. ``work`` is the work alone.
    """

    clock: float = 0.0
    held: float = 0.0
    work: float = 0.0

    def __str__(self) -> str:
        return f"{self.held:.0f} ms (its own work {self.work:.0f}, by the clock {self.clock:.0f})"


def longest(turns: list[Turn]) -> Turn:
    """The worst of each."""
    return Turn(*map(max, zip(*turns, strict=True))) if turns else Turn()


def waited() -> float:
    """The milliseconds that this thread was ready to run and got no processor; 0 where the system doesn't tell."""
    try:
        return int(_SCHEDULER.read_bytes().split()[1]) / 1e6
    except (OSError, IndexError):
        return 0.0


class Beat:
    """Wakes again and again, and keeps how long the loop needed for that at the most."""

    def __init__(self) -> None:
        self._turns: list[Turn] = []
        self._task = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            since, worked, waiting = time.perf_counter(), time.thread_time(), waited()
            await asyncio.sleep(0.001)
            clock = (time.perf_counter() - since - 0.001) * 1000
            work = (time.thread_time() - worked) * 1000
            self._turns.append(Turn(clock, max(work, clock - (waited() - waiting)), work))

    def end(self) -> Turn:
        """The longest turns since it began."""
        self._task.cancel()
        return longest(self._turns)
