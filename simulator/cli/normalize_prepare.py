"""One row of a table to the cells that tell what each profile sends of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from simulator.cli.normalize_columns import Column
from simulator.customer import Hashing, Key, Normalized, normalize
from simulator.customer.country import country_code
from simulator.errors import UsageError

# Values that have little in common, at least two of them fit for each key: a note that all of those
# get says something about the key.
_UNLIKE = """
a@example.com b.c@example.org 16505550123 1234567890123456 1985 x m us 19900131 2000-02-29 31 12 1990 94025
192.0.2.1 1.1.1.1 2001:db8::1 fb.1.1558571054389.1098115397 fb.1.1558571054390.aBc
AB3EF9C4-4FFC-4B49-9F4C-5A3F0D3A2C11 1 f 02 de ca tx 12345
"""
BY_COUNTRY: Final = frozenset({"ph", "st", "zp"})
_EMPTY = "the cell is empty"
_UNKNOWN_COUNTRY = "the cell with the country is no country: none was used"


class Prepared(NamedTuple):
    """Column name, key, one cell for each profile, note; and whether any profile sends something."""

    cells: list[str]
    sendable: bool


class Preparer:
    """Prepares the chosen columns of rows.

    ``country`` is a lower-case alpha-2 code for all rows; ``country_index`` is the column that
    holds each row's own.
    """

    def __init__(
        self, columns: Sequence[Column], profiles: Sequence[str], country: str | None, country_index: int | None
    ) -> None:
        self.columns = columns
        self.profiles = profiles
        self.country = country
        self.country_index = country_index
        self.standing = {
            (column.key.name, profile): standing_notes(column.key, profile)
            for column in columns
            for profile in profiles
        }

    def prepare(self, cells: Sequence[str]) -> list[Prepared]:
        """Each chosen column of one row, in their order."""
        country, unknown = self.country, False
        if self.country_index is not None and (text := cells[self.country_index].strip()):
            country = _code(text)
            unknown = country is None
        return [self._prepare(column, cells[column.place], country, unknown=unknown) for column in self.columns]

    def _prepare(self, column: Column, value: str, country: str | None, *, unknown: bool) -> Prepared:
        key = column.key
        if not value.strip():
            return Prepared([column.name, key.name, *[""] * len(self.profiles), _EMPTY], sendable=False)
        results = [normalize(key.name, value, profile, country) for profile in self.profiles]
        told: dict[str, list[str]] = {}
        for result in results:
            for note in self._notes(key, result):
                told.setdefault(note, []).append(result.profile)
        notes = [note if len(names) == len(results) else f"{', '.join(names)}: {note}" for note, names in told.items()]
        if unknown and key.name in BY_COUNTRY:
            notes.insert(0, _UNKNOWN_COUNTRY)
        sent = [_sent(key, result) for result in results]
        sendable = any(result.normalized is not None for result in results)
        return Prepared([column.name, key.name, *sent, " | ".join(notes)], sendable)

    def _notes(self, key: Key, result: Normalized) -> list[str]:
        standing = self.standing[key.name, result.profile]
        notes = list(dict.fromkeys(note for note in result.notes if note not in standing))
        if result.normalized is None:
            return notes or ["nothing to send"]
        if result.sha256 is None and key.hashing is not Hashing.NEVER:
            notes.append("sent in clear, so it is not repeated here")
        return notes


def _sent(key: Key, result: Normalized) -> str:
    """The hash; for a key that is never hashed, what is sent in clear."""
    if result.sha256 is not None:
        return result.sha256
    return result.normalized or "" if key.hashing is Hashing.NEVER else ""


def standing_notes(key: Key, profile: str) -> tuple[str, ...]:
    """The notes that a profile makes about the key, whatever the value."""
    results = [normalize(key.name, value, profile) for value in _UNLIKE.split()]
    first, *others = [result.notes for result in results if result.normalized is not None] or [()]
    return tuple(note for note in first if others and all(note in notes for notes in others))


@lru_cache(maxsize=512)
def _code(text: str) -> str | None:
    try:
        return country_code(text)
    except UsageError:
        return None
