"""When the next batch of a replay is taken, and how long it may be.

A replay asks its pace before it stores a batch. Without one it takes long batches and waits for nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from simulator.store.rows import EventRow

if TYPE_CHECKING:
    from simulator.pipeline.inspect import Inspected

_RECEIVED_AT = EventRow._fields.index("received_at")
_QUARANTINED = 4


class Ahead(NamedTuple):
    """What is in the batch that would be stored next.

    ``first`` and ``last`` are the receipts (Unix seconds) of its first and last event that tell one; ``found`` is
    whether anything is wrong with an event by itself. What is wrong between two events nobody knows yet.
    """

    events: int
    first: float | None
    last: float | None
    found: bool


class StoppedError(Exception):
    """A pace raises it to end a replay early. The run is then interrupted, and can be continued."""


class Pace(Protocol):
    """What decides when a replay goes on. The replay asks from its own thread, so a pace may wait.

    A replay with a pace reads and checks in this process alone.
    """

    @property
    def shared(self) -> bool:
        """Whether something else goes on in this process meanwhile, so that it must be left as it is."""

    def items(self) -> int:
        """How many lines or entries the next batch may hold; asked again after each batch."""

    def ready(self, ahead: Ahead) -> bool:
        """Wait until the batch may be stored; false has it cut again, by what ``items`` says now.

        Raises StoppedError to end the replay.
        """


class Paced:
    """Keeps the gaps between receipts, divided by the speed. ``wait`` takes seconds."""

    shared = False

    def __init__(self, speed: float, wait: Callable[[float], None]) -> None:
        self._speed = speed
        self._wait = wait
        self._from: tuple[float, float] | None = None

    def items(self) -> int:
        """One by one."""
        return 1

    def ready(self, ahead: Ahead) -> bool:
        """Wait until the first event of the batch is due."""
        if ahead.first is None:
            return True
        if self._from is None:
            self._from = (ahead.first, time.monotonic())
        first, began = self._from
        due = began + (ahead.first - first) / self._speed - time.monotonic()
        if due > 0:
            self._wait(due)
        return True


def ahead_of(inspected: Inspected) -> Ahead:
    """What a pace is told of a batch."""
    entries = inspected.entries
    read = [entry for entry in entries if len(entry) != _QUARANTINED]
    times = [at for entry in read if (at := entry[0][_RECEIVED_AT]) is not None]
    found = len(read) < len(entries) or any(entry[4] for entry in read)
    return Ahead(len(entries), times[0] if times else None, times[-1] if times else None, found)
