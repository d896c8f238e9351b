"""Two copies of one event."""

from __future__ import annotations

from typing import NamedTuple


class Copy(NamedTuple):
    """One copy of a pair. ``received_at`` is in Unix seconds, None when nothing told it."""

    n: int
    channel: str
    place: str
    event_id: str | None
    received_at: float | None


class Pair(NamedTuple):
    """Two copies of one event: the one that counts, and one duplicate of it."""

    event_name: str
    counts: Copy
    duplicate: Copy
    key: str
    after_seconds: float
    survivor_rule: str

    @property
    def survivor_came_second(self) -> bool:
        """Whether the copy that counts was received after the duplicate."""
        first, second = self.counts, self.duplicate
        if first.received_at == second.received_at or first.received_at is None or second.received_at is None:
            return first.n > second.n
        return first.received_at > second.received_at
