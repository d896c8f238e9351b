"""A store as it is at one moment, for reading beside the one who writes."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from simulator.store.connect import open_store, store_errors
from simulator.store.read import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def snapshot(store: Store) -> Iterator[Store]:
    """All that is committed now, and nothing that comes later; to be read by one other thread. May raise StoreError.

    Of a store in memory, which has one connection, it is a copy: enter it where nothing is being written.
    """
    if store.path == ":memory:":
        from sqlite_utils import Database

        connection = sqlite3.connect(":memory:", check_same_thread=False)
        with store_errors(store.path):
            store.connection.backup(connection)
        with Store(Database(connection, execute_plugins=False), store.path) as copy:
            yield copy
        return
    with open_store(store.path, readonly=True) as still:
        with store_errors(store.path):
            still.connection.execute("BEGIN")
            # Only the first reading settles which moment it is.
            still.connection.execute("SELECT 1 FROM runs LIMIT 1").fetchone()
        yield still


@contextmanager
def read_beside(store: Store) -> Iterator[Store]:
    """The store as it is now, for reading on and on while it grows. May raise StoreError.

    What a connection that still reads wants to write is refused once another process has written meanwhile. Nobody
    can while a transaction is open, or in memory: there the store itself serves.
    """
    if store.path == ":memory:" or store.connection.in_transaction:
        yield store
    else:
        with snapshot(store) as still:
            yield still
