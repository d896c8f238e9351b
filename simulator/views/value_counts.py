"""Counting texts of which there may be as many as there are events."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

# Most columns have a few values, which never leave memory; an id of every event would take hundreds of megabytes.
_MOST_IN_MEMORY: Final = 20_000
_CACHE_KIB: Final = 8_192


class ValueCounts:
    """Counts texts in memory, and in a file without a name where they are many; a context manager.

    May raise sqlite3.Error, as when the disk is full.
    """

    def __init__(self) -> None:
        self._few: Counter[str] = Counter()
        self._many: sqlite3.Connection | None = None

    def __enter__(self) -> ValueCounts:
        return self

    def __exit__(self, *_: object) -> None:
        if self._many is not None:
            self._many.close()

    def add(self, texts: Iterable[str], times: int) -> None:
        """Count each of these texts so many times more."""
        for text in texts:
            self._few[text] += times
        if len(self._few) > _MOST_IN_MEMORY:
            self._put_away()

    def most(self, limit: int) -> list[tuple[str, int]]:
        """The most frequent texts with their counts, equally frequent ones in order of their characters."""
        if self._many is None:
            return sorted(self._few.items(), key=lambda each: (-each[1], each[0]))[:limit]
        self._put_away()
        query = "SELECT text, times FROM counts ORDER BY times DESC, text LIMIT ?"
        return self._many.execute(query, (limit,)).fetchall()

    def __len__(self) -> int:
        """How many different texts there are."""
        if self._many is None:
            return len(self._few)
        self._put_away()
        count: int = self._many.execute("SELECT count(*) FROM counts").fetchone()[0]
        return count

    def _put_away(self) -> None:
        if self._many is None:
            self._many = sqlite3.connect("", isolation_level=None)
            self._many.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            self._many.execute("CREATE TABLE counts (text TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID")
            self._many.execute("BEGIN")
        self._many.executemany(
            "INSERT INTO counts VALUES (?, ?) ON CONFLICT (text) DO UPDATE SET times = times + excluded.times",
            sorted(self._few.items()),
        )
        self._few.clear()
