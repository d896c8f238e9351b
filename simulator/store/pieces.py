"""A long run in pieces, for questions that group: SQLite sorts what it groups, and a piece fits into little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.store.rows import event_key, event_span

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

EVENTS: Final = 16_384


def pieces(connection: sqlite3.Connection, run: int, first: int = 1) -> Iterator[tuple[int, int]]:
    """The first and the last primary key of one stretch of a run after the other, from event ``first`` on.

    0 begins with what is said of the run as a whole. Together they hold all there is; a run without events has one.
    What is grouped in each must be added up by whoever asks. May raise sqlite3.Error.
    """
    span = event_span(run)
    last = connection.execute("SELECT max(id) FROM events WHERE id BETWEEN ? AND ?", span).fetchone()[0] or span[0]
    start = event_key(run, first)
    while start <= last:
        yield start, min(start + EVENTS - 1, last)
        start += EVENTS
