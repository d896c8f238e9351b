"""Which actions of a run there are: the numbers of the events that count, by what is the matter with the pair."""

from __future__ import annotations

from array import array
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from simulator.store.rows import event_key, event_span, number_of
from simulator.views.action_order import action_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.filtering import Filter
    from simulator.store import Store
    from simulator.views.columns import Order

# The first piece fills a screen at once; the later ones are as long as a cancelled search may go on.
_FIRST, _LARGEST = 2_048, 32_768
_COPY = "SELECT 1 FROM events d WHERE d.duplicate_of = k.id % 4294967296 AND d.id BETWEEN {first} AND {last}"
_ABOUT_TWO = "f.twin IS NOT NULL AND f.confidence IS NULL"
_TOLD = (
    f"EXISTS (SELECT 1 FROM findings f WHERE f.event = k.id AND {_ABOUT_TWO})"  # noqa: S608 - constants
    f" OR EXISTS ({_COPY} AND EXISTS (SELECT 1 FROM findings f WHERE f.event = d.id AND {_ABOUT_TWO}))"
)
_LET_THROUGH = """
    EXISTS (SELECT 1 FROM events e WHERE e.id = k.id AND {sql})
    OR EXISTS (SELECT 1 FROM events e
        WHERE e.duplicate_of = k.id % 4294967296 AND e.id BETWEEN {first} AND {last} AND {sql})
"""


class Kind(StrEnum):
    """Which actions to show."""

    ALL = "all"
    MISMATCHED = "mismatched"
    """Recognised as one event, but a finding is about the two copies, or it was not their ids that told."""
    ONE_SIDED = "one-sided"
    """Reported by one channel alone, as far as deduplication saw."""
    SUSPICIOUS = "suspicious"
    """Counts, and so does an event that looks like the same action."""


_OF_KIND = {
    Kind.ALL: "k.verdict IN ('kept', 'rejected')",
    Kind.MISMATCHED: f"k.verdict = 'kept' AND EXISTS ({_COPY})"
    f" AND (EXISTS ({_COPY} AND d.key <> 'event_id') OR {_TOLD})",
    Kind.ONE_SIDED: f"k.verdict IN ('kept', 'rejected') AND NOT EXISTS ({_COPY} AND d.channel <> k.channel)",
    # The finding lies on one of the two, so that each two have one line.
    Kind.SUSPICIOUS: """
        k.verdict = 'kept' AND EXISTS (SELECT 1 FROM findings f
            JOIN events o ON o.id = f.event - f.event % 4294967296 + f.twin
            WHERE f.event = k.id AND f.confidence IS NOT NULL AND o.verdict = 'kept')
    """,
}


def select_actions(
    store: Store,
    run: int,
    kind: Kind = Kind.ALL,
    where: Filter | None = None,
    start_after: int = 0,
    order: Order | None = None,
) -> Iterator[array[int]]:
    """The numbers of the events that actions are numbered by, in pieces of type ``I``.

    A filter lets an action through when it lets one of its copies through. A piece comes for every stretch of the
    run that was looked through and may be empty, so that whoever iterates can stop in between. In another order than
    that of their numbers all are sorted before the first piece comes. Raises UsageError for an unknown column (see
    ``views.action_order``); may raise sqlite3.Error.
    """
    last, base = store.last_number(run), event_key(run, 0)
    query, parameters = _query(store, run, kind, where, order)
    if order is not None:
        yield from _sorted(store, query, (base + start_after + 1, base + last, *parameters))
        return
    first, size = start_after + 1, _FIRST
    while first <= last:
        end = min(first + size, last + 1)
        rows = store.connection.execute(query, (base + first, base + end - 1, *parameters))
        yield array("I", (key - base for (key,) in rows))
        first, size = end, min(size * 2, _LARGEST)


def _sorted(store: Store, query: str, parameters: tuple[Any, ...]) -> Iterator[array[int]]:
    rows = store.connection.execute(query, parameters)
    try:
        while piece := rows.fetchmany(_LARGEST):
            yield array("I", (number_of(key) for (key,) in piece))
    finally:
        # Also when it is left early: an open statement would hold back the writer's checkpoints.
        rows.close()


def count_actions(store: Store, run: int, where: Filter | None = None) -> dict[Kind, int]:
    """How many actions there are of each kind; a few seconds for a million events. May raise sqlite3.Error."""
    span = event_span(run)
    condition, parameters = _let_through(store, run, where)
    sums = ", ".join(f"count(*) FILTER (WHERE {_of_kind(run, kind)})" for kind in Kind)
    # One pass without a row for Python: it would take turns with the screen.
    query = f"SELECT {sums} FROM events k WHERE k.id BETWEEN ? AND ? AND {condition}"  # noqa: S608 - constants, views.where
    return dict(zip(Kind, store.connection.execute(query, (*span, *parameters)).fetchone(), strict=True))


def _query(store: Store, run: int, kind: Kind, by: Filter | None, order: Order | None) -> tuple[str, tuple[Any, ...]]:
    condition, parameters = _let_through(store, run, by)
    query = (
        f"SELECT k.id FROM events k WHERE k.id BETWEEN ? AND ? AND {_of_kind(run, kind)} AND {condition}"  # noqa: S608
        f" ORDER BY {action_order(run, order)}"
    )
    return query, parameters


def _of_kind(run: int, kind: Kind) -> str:
    first, last = event_span(run)
    return f"({_OF_KIND[kind].format(first=first, last=last)})"


def _let_through(store: Store, run: int, by: Filter | None) -> tuple[str, tuple[Any, ...]]:
    if by is None:
        return "1", ()
    # Late: only a filter needs the grammar.
    from simulator.views.where import where

    first, last = event_span(run)
    sql, parameters = where(store, run, by)
    return f"({_LET_THROUGH.format(first=first, last=last, sql=sql)})", (*parameters, *parameters)
