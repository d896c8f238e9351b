"""Open stores for worker threads: each borrows one, so that no two threads share a connection."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from simulator.store import Store

# How many steps of SQLite's machine lie between two looks at whether anybody still waits: about a millisecond.
_STEPS = 50_000
# Several threads read at once, each with a cache of its own; the system's cache holds the file for all of them.
_CACHE_KIB = 512


class Stores:
    """The stores that an application reads from.

    ``:memory:`` becomes a file in a folder that is gone with the application: threads and the pipeline
    need connections of their own.
    """

    def __init__(self, path: str, *, readonly: bool) -> None:
        self._folder = TemporaryDirectory(prefix="capisim-") if path == ":memory:" else None
        self.path = str(Path(self._folder.name) / "memory.db") if self._folder else path
        self.readonly = readonly and self._folder is None
        self._idle: list[Store] = []
        self._lock = threading.Lock()
        self._made = self.readonly
        self._closed = self.ending = False

    def stop(self) -> None:
        """Stop whatever is being read now or later: the application ends and waits for its threads."""
        self.ending = True

    def make(self) -> None:
        """Make or upgrade the file unless it is only read. Raises StoreError."""
        with self._lock:
            if not self._made:
                open_store(self.path).close()
                self._made = True

    @contextmanager
    def reading(self, cancelled: Callable[[], bool] | None = None) -> Iterator[Store]:
        """A store for reading; what it runs stops with sqlite3.OperationalError once ``cancelled`` is true.

        Raises StoreError when it can't be opened.
        """
        self.make()
        with self._lock:
            store = self._idle.pop() if self._idle else None
        if store is None:
            store = open_store(self.path, readonly=True)
            store.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        store.connection.set_progress_handler(lambda: self.ending or bool(cancelled and cancelled()), _STEPS)
        try:
            yield store
        finally:
            store.connection.set_progress_handler(None, 0)
            self._give_back(store)

    def _give_back(self, store: Store) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(store)
                return
        store.close()

    @contextmanager
    def writing(self) -> Iterator[Store]:
        """A store of its own for the pipeline. Raises StoreError, also when the application only reads."""
        from simulator.errors import StoreError

        if self.readonly:
            raise StoreError(f"store {self.path}: the application was started with --readonly")
        with open_store(self.path) as store:
            yield store

    def close(self) -> None:
        """Close what is idle; what is in use is closed when it is given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for store in idle:
            store.close()
        if self._folder is not None:
            self._folder.cleanup()
