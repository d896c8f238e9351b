"""Looking whether the store has changed, in this process or in another."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.tui.current import Current

if TYPE_CHECKING:
    from simulator.run import Run
    from simulator.store import Store
    from simulator.tui.stores import Stores


class Watcher:
    """Looks at one store again and again, from any one thread at a time, with a connection of its own."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._store: Store | None = None
        # Closing a connection that another thread is using would end the process.
        self._lock = threading.Lock()
        self._closed = False
        self._version = -1
        self._changes = 0

    def look(self, wanted: int | None, before: Current) -> Current | None:
        """How run ``wanted`` (None: the newest) stands; None when nothing has changed since ``before``.

        Raises StoreError when the store can't be read, UsageError when it has no such run.
        """
        with self._lock:
            return None if self._closed else self._look(wanted, before)

    def _look(self, wanted: int | None, before: Current) -> Current | None:
        if self._store is None:
            self._stores.make()
            from simulator.store import open_store

            self._store = open_store(self._stores.path, readonly=True)
        # Another connection's commit changes it; asking costs a few microseconds.
        version = self._store.connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version = version
            self._changes += 1
        elif before.loaded and (wanted is None or wanted == before.run):
            return None
        return self._described(self._store, wanted)

    def _described(self, store: Store, wanted: int | None) -> Current:
        about: Run | None
        try:
            about = store.run(wanted)
        except UsageError:
            if wanted is not None:
                raise
            about = None
        run = about.id if about else 0
        last = store.last_number(run) if run else 0
        return Current(self._stores.path, run, about, last, self._changes, loaded=True)

    def close(self) -> None:
        """Close its connection, after the look that is under way."""
        with self._lock:
            self._closed = True
            if self._store is not None:
                self._store.close()
