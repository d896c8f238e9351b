"""How many events came when, and how many of them have findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.finding import Severity
from simulator.store.pieces import pieces
from simulator.store.rows import event_span

if TYPE_CHECKING:
    from simulator.store import Store

_MOMENT = "coalesce(received_at, event_time)"
_SHORTEST = 0.001
# Events with a wrong clock must not flatten the others: this share may be left to the two ends.
_ASIDE = 0.01


class Bucket(NamedTuple):
    """One stretch of a run's time.

    ``start`` is in Unix seconds, ``seconds`` its length. ``browser`` and ``server`` count events, ``rejected``,
    ``error``, ``warning`` and ``note`` those of them whose worst finding is of that severity.
    """

    start: float
    seconds: float
    browser: int
    server: int
    rejected: int
    error: int
    warning: int
    note: int

    @property
    def events(self) -> int:
        """How many events came, over both channels."""
        return self.browser + self.server

    @property
    def found(self) -> dict[Severity, int]:
        """Events by their worst finding, most severe first."""
        return dict(zip(Severity, self[4:], strict=True))

    @property
    def end(self) -> float:
        """The first moment behind it, in Unix seconds."""
        return self.start + self.seconds


def timeline(store: Store, run: int, buckets: int) -> list[Bucket]:
    """The time of a run in that many equal stretches, empty ones too; none when no event has a time.

    Up to one in a hundred events may lie so far from the others that these would share one stretch; they are
    counted in the first and the last, which then stand for all before and all behind. Quarantined lines
    have no time. May raise sqlite3.Error; a second for a million events.
    """
    span = _span(store, run)
    if span is None or buckets < 1:
        return []
    first, last, count = span
    counted = _count(store, run, buckets, first, last)
    allowed = int(count * _ASIDE)
    while allowed > 0 and buckets >= 4:
        narrow = _narrowed(counted, allowed)
        inside = _span(store, run, *narrow) if narrow is not None else None
        # Without the second test, events of one moment would be narrowed down for ever.
        if inside is None or inside[1] - inside[0] >= last - first:
            break
        allowed -= count - inside[2]
        first, last, count = inside
        counted = _count(store, run, buckets, first, last)
    return counted


def _span(
    store: Store, run: int, first: float = float("-inf"), end: float = float("inf")
) -> tuple[float, float, int] | None:
    """The first and the last moment within these, and how many events lie there; None without any."""
    row = store.connection.execute(
        f"SELECT min(t), max(t), count(t) FROM (SELECT {_MOMENT} AS t FROM events"  # noqa: S608 - a constant
        " WHERE id BETWEEN ? AND ?) WHERE t >= ? AND t < ?",
        (*event_span(run), first, end),
    ).fetchone()
    return None if not row[2] else (row[0], row[1], row[2])


def _narrowed(counted: list[Bucket], allowed: int) -> tuple[float, float] | None:
    """The moments between which nearly all events lie, when that is a small part of the whole."""
    left, right, aside = 0, len(counted), 0
    while right - left > 1:
        from_left = counted[left].events <= counted[right - 1].events
        lost = counted[left if from_left else right - 1].events
        if aside + lost > allowed:
            break
        aside += lost
        left, right = (left + 1, right) if from_left else (left, right - 1)
    if right - left > max(1, len(counted) // 20):
        return None
    return (
        counted[left].start if left else float("-inf"),
        counted[right - 1].end if right < len(counted) else float("inf"),
    )


def _count(store: Store, run: int, buckets: int, first: float, last: float) -> list[Bucket]:
    seconds = max((last - first) / buckets, _SHORTEST)
    counts = [[0] * 6 for _ in range(buckets)]
    query = f"""
        SELECT max(0, min(?, CAST((t - ?) / ? AS INTEGER))), count(*) FILTER (WHERE channel = 'browser'),
            count(*) FILTER (WHERE channel = 'server'),
            count(*) FILTER (WHERE worst = 0), count(*) FILTER (WHERE worst = 1),
            count(*) FILTER (WHERE worst = 2), count(*) FILTER (WHERE worst = 3)
        FROM (SELECT {_MOMENT} AS t, channel, worst FROM events WHERE id BETWEEN ? AND ?) WHERE t IS NOT NULL GROUP BY 1
        """  # noqa: S608 - a constant
    for piece in pieces(store.connection, run):
        for place, *found in store.connection.execute(query, (buckets - 1, first, seconds, *piece)):
            counts[place] = [before + more for before, more in zip(counts[place], found, strict=True)]
    return [Bucket(first + place * seconds, seconds, *each) for place, each in enumerate(counts)]
