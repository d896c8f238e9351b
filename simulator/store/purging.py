"""Deleting runs, so that nothing of them is left in the file either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from simulator.store.connect import store_errors
from simulator.store.rows import event_key, event_span
from simulator.store.transaction import transaction

if TYPE_CHECKING:
    from collections.abc import Collection

    from simulator.store.read import Store

# What hangs on an event or a request has its key; what is found about a run as a whole is on event 0.
_OF_EVENTS: Final = (
    ("events", "id"),
    ("payloads", "id"),
    ("requests", "id"),
    ("quarantine", "id"),
    ("findings", "event"),
    ("hidden", "event"),
)
_OF_FORWARDS: Final = ("outbox", "attempts")
_OF_RUNS: Final = ("forwards", "sources", "ignored")


class Purged(NamedTuple):
    """What was deleted. ``rest`` tells that the journal beside the file could not be emptied.

    Another process that reads the store keeps it; it is emptied with the next purge, or when the last one closes.
    """

    runs: int
    events: int
    forwards: int
    rest: bool


def purge(store: Store, runs: Collection[int]) -> Purged:
    """Delete these runs with all that belongs to them, and give their pages back to the file system.

    All of them or none. Deleted pages are overwritten, the file is written anew without them, and the journal is
    emptied. Needs as much free space as the rest of the store takes. Raises StoreError.
    """
    events = forwards = 0
    connection = store.connection
    with store_errors(store.path):
        connection.execute("PRAGMA secure_delete = 1")
        with transaction(store):
            for run in runs:
                span = event_span(run)
                counted = connection.execute("SELECT count(*) FROM events WHERE id BETWEEN ? AND ?", span)
                events += counted.fetchone()[0]
                whole = (event_key(run, 0), span[1])
                for table, key in _OF_EVENTS:
                    connection.execute(f"DELETE FROM {table} WHERE {key} BETWEEN ? AND ?", whole)  # noqa: S608 - ours
                for table in _OF_FORWARDS:
                    of_run = "forward IN (SELECT id FROM forwards WHERE run = ?)"
                    connection.execute(f"DELETE FROM {table} WHERE {of_run}", (run,))  # noqa: S608 - ours
                for table in _OF_RUNS:
                    deleted = connection.execute(f"DELETE FROM {table} WHERE run = ?", (run,)).rowcount  # noqa: S608
                    forwards += deleted if table == "forwards" else 0
                connection.execute("DELETE FROM runs WHERE id = ?", (run,))
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return Purged(len(runs), events, forwards, rest=bool(busy))
