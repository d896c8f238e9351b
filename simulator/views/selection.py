"""Which events of a run match, piece by piece."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from simulator.finding import Severity
from simulator.store.rows import event_key, event_span, number_of
from simulator.views.columns import Order, order_by
from simulator.views.lines import WORST
from simulator.views.where import where as condition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.filtering import Filter
    from simulator.store import Store

__all__ = ["Counted", "Order", "count", "select"]

# The first piece fills a screen at once; the later ones are as long as a cancelled search may go on.
_FIRST, _LARGEST = 2_048, 32_768


def select(
    store: Store, run: int, where: Filter | None, order: Order | None = None, start_after: int = 0
) -> Iterator[array[int]]:
    """The numbers of the matching events behind ``start_after``, in pieces of type ``I``.

    In order of their numbers a piece comes for every stretch of the run that was looked through, and is empty
    when nothing there matches: whoever iterates can show progress, and stop in between. In any other order
    all is sorted before the first piece comes; ``store.connection.interrupt()`` from another thread then stops
    it. What is added after the first piece was asked for is left to the next call. Raises UsageError for an unknown
    column; may raise sqlite3.Error.
    """
    last = store.last_number(run)
    if order is None or order == Order("n"):
        yield from _in_order(store, run, where, start_after, last)
    else:
        yield from _sorted(store, run, where, order, start_after)


class Counted(NamedTuple):
    """How many events match, and the severity of the worst finding of any of them."""

    events: int
    worst: Severity | None


def count(store: Store, run: int, where: Filter | None) -> Counted:
    """Count the events that match; a second for a million. May raise sqlite3.Error."""
    sql, parameters = condition(store, run, where)
    events, rank = store.connection.execute(
        f"SELECT count(*), min({WORST}) FROM events e WHERE e.id BETWEEN ? AND ? AND {sql}",  # noqa: S608 - views.where
        (*event_span(run), *parameters),
    ).fetchone()
    return Counted(events, None if rank is None else tuple(Severity)[rank])


def _in_order(store: Store, run: int, where: Filter | None, start_after: int, last: int) -> Iterator[array[int]]:
    sql, parameters = condition(store, run, where)
    first, size = start_after + 1, _FIRST
    base = event_key(run, 0)
    while first <= last:
        end = min(first + size, last + 1)
        if sql == "1":
            yield array("I", range(first, end))
        else:
            rows = store.connection.execute(
                f"SELECT e.id - ? FROM events e WHERE e.id BETWEEN ? AND ? AND {sql} ORDER BY e.id",  # noqa: S608 - views.where
                (base, base + first, base + end - 1, *parameters),
            )
            yield array("I", (n for (n,) in rows))
        first, size = end, min(size * 2, _LARGEST)


def _sorted(store: Store, run: int, where: Filter | None, order: Order, start_after: int) -> Iterator[array[int]]:
    by = order_by(order)
    sql, parameters = condition(store, run, where)
    rows = store.connection.execute(
        f"SELECT e.id FROM events e WHERE e.id BETWEEN ? AND ? AND {sql} ORDER BY {by}",  # noqa: S608 - views.where
        (event_key(run, start_after + 1), event_span(run)[1], *parameters),
    )
    try:
        while piece := rows.fetchmany(_LARGEST):
            yield array("I", (number_of(key) for (key,) in piece))
    finally:
        # Also when it is left early: an open statement would hold back the writer's checkpoints.
        rows.close()
