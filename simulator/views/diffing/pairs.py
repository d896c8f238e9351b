"""Pairs that broke: an event that both channels reported as one before, and that one alone or two apart tell of now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from simulator.store.rows import event_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.store import Store

MOST_EXAMPLES: Final = 200
"""How many pairs of each kind are named; all of them are counted."""

_IN_PAIR = """
    SELECT e.event_name, e.event_id, max(CASE e.verdict
        WHEN 'kept' THEN EXISTS (SELECT 1 FROM events d WHERE d.duplicate_of = e.id % 4294967296
            AND d.id BETWEEN ? AND ? AND d.channel <> e.channel)
        ELSE EXISTS (SELECT 1 FROM events k WHERE k.id = e.id - e.id % 4294967296 + e.duplicate_of
            AND k.channel <> e.channel) END)
    FROM events e WHERE e.id BETWEEN ? AND ? AND e.verdict IN ('kept', 'duplicate')
        AND e.event_name IS NOT NULL AND e.event_id IS NOT NULL
    GROUP BY 1, 2 ORDER BY 1, 2
"""
Named: TypeAlias = tuple[str, str]
"""An event name and an event ID, as they were sent."""


class PairChanges(NamedTuple):
    """Events with an ID that are in both runs: pairs in the first alone (``broken``), in the second (``mended``).

    The lists hold the first of each, in the order of name and id; the counts count all. What has no ID can't be
    found again in another run; event coverage tells of it.
    """

    broken: list[Named]
    mended: list[Named]
    broken_count: int
    mended_count: int


def pair_changes(before: tuple[Store, int], after: tuple[Store, int]) -> PairChanges:
    """Compare the pairs of two runs. Memory doesn't grow with them. May raise sqlite3.Error."""
    broken: list[Named] = []
    mended: list[Named] = []
    counts = [0, 0]
    for named, was, is_now in _both(_pairs(*before), _pairs(*after)):
        if was == is_now:
            continue
        place = int(is_now)
        counts[place] += 1
        examples = mended if is_now else broken
        if len(examples) < MOST_EXAMPLES:
            examples.append(named)
    return PairChanges(broken, mended, *counts)


def _pairs(store: Store, run: int) -> Iterator[tuple[Named, bool]]:
    """Every name and id of a run in order, and whether it is in a pair; SQLite sorts outside of our memory."""
    span = event_span(run)
    for name, event_id, paired in store.connection.execute(_IN_PAIR, (*span, *span)):
        yield (name, event_id), bool(paired)


def _both(
    before: Iterator[tuple[Named, bool]], after: Iterator[tuple[Named, bool]]
) -> Iterator[tuple[Named, bool, bool]]:
    """Those that are on both sides."""
    one, two = next(before, None), next(after, None)
    while one is not None and two is not None:
        # SQLite sorts text by its bytes, which is Python's order of code points.
        if one[0] == two[0]:
            yield one[0], one[1], two[1]
        first, second = one[0] <= two[0], two[0] <= one[0]
        one = next(before, None) if first else one
        two = next(after, None) if second else two
