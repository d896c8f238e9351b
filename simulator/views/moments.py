"""From a moment to an event, and to the next one with a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.store.rows import event_key, event_span, number_of

if TYPE_CHECKING:
    from simulator.store import Store


def first_since(store: Store, run: int, moment: float) -> int:
    """The ``n`` of the first event, in order of the input, that came at a moment (Unix seconds) or later; 0 for none.

    An event counts by when it was received, else by its own time, as on the timeline. May raise sqlite3.Error.
    """
    row = store.connection.execute(
        "SELECT id FROM events WHERE id BETWEEN ? AND ? AND coalesce(received_at, event_time) >= ? ORDER BY id LIMIT 1",
        (*event_span(run), moment),
    ).fetchone()
    return number_of(row[0]) if row else 0


def next_finding(store: Store, run: int, n: int) -> int:
    """The ``n`` of the first event behind ``n`` with a finding, also one about two events; 0 for none.

    May raise sqlite3.Error.
    """
    # The findings lie in the order of their events, so this is one step into an index.
    row = store.connection.execute(
        "SELECT event FROM findings WHERE event BETWEEN ? AND ? ORDER BY event LIMIT 1",
        (event_key(run, n + 1), event_span(run)[1]),
    ).fetchone()
    return number_of(row[0]) if row else 0
