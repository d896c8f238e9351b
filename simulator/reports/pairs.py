"""Which two copies were one event, which of them counts, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from simulator.event import Origin
from simulator.store.rows import event_span, number_of

if TYPE_CHECKING:
    from simulator.store import Store

_SAME = {
    "event_id": "Same event name and event_id",
    "order_id": "The same offline sale: same order_id",
    "user_data": "The same offline sale: same customer information",
}


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


def pairs(store: Store, number: int, limit: int) -> Iterator[Pair]:
    """Up to ``limit`` pairs of a run in input order, so chosen that every kind there is comes first."""
    paths = [source.path for source in store.run(number).sources]
    rows = store.connection.execute(
        """
        WITH kinds AS (
            SELECT d.id AS duplicate, k.id AS kept, row_number() OVER (
                PARTITION BY d.event_name, d.key, d.survivor_rule, d.channel, k.channel ORDER BY d.id
            ) AS rank
            FROM events d JOIN events k ON k.id = d.id - d.id % 4294967296 + d.duplicate_of
            WHERE d.id BETWEEN ? AND ? AND d.verdict = 'duplicate'
        ), chosen AS (SELECT duplicate, kept FROM kinds ORDER BY rank, duplicate LIMIT ?)
        SELECT d.event_name, d.key, d.after_seconds, d.survivor_rule,
            k.id, k.channel, k.source, k.line, k.item, k.event_id, k.received_at,
            d.id, d.channel, d.source, d.line, d.item, d.event_id, d.received_at
        FROM chosen c JOIN events d ON d.id = c.duplicate JOIN events k ON k.id = c.kept ORDER BY d.id
        """,
        (*event_span(number), limit),
    )
    for name, key, after, rule, *copies in rows:
        kept, duplicate = (
            Copy(number_of(id_), channel, str(Origin(paths[source], line, item)), event_id, received)
            for id_, channel, source, line, item, event_id, received in (copies[:7], copies[7:])
        )
        yield Pair(name, kept, duplicate, key, after, rule)


def why(pair: Pair) -> str:
    """One sentence: what made the copies one event, and why this copy counts."""
    return f"{_same(pair)}: {_rule(pair)}."


def _same(pair: Pair) -> str:
    if pair.key in _SAME:
        return _SAME[pair.key]
    differ = pair.counts.event_id is not None and pair.duplicate.event_id is not None
    return f"{'The ids differ' if differ else 'No event_id to compare'}, but the same event name and {pair.key}"


def _rule(pair: Pair) -> str:
    channel = pair.counts.channel
    if channel == pair.duplicate.channel:
        which = "the copy that counts is another" if pair.survivor_came_second else "the first one counts"
        return f"a repeat on the {channel} channel, and {which}"
    match pair.survivor_rule:
        case "browser-within-5-minutes":
            late = ", although it came second" if pair.survivor_came_second else ""
            return f"both came within 5 minutes, so the browser's copy counts{late}"
        case "browser-first":
            return "the browser's copy came first and the server's followed, so the browser's counts"
    return f"the {channel}'s copy came first, so it counts"
