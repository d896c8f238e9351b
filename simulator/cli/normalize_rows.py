"""Rows of a CSV file, one after the other, and what of it is no row.

A record is cut off at a limit, and after a quotation mark that is never closed reading goes on at
the next line, so one bad line costs no other, and memory doesn't grow with the file.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple, TextIO

from simulator.errors import UsageError

LONGEST_RECORD: Final = 65_536  # characters; a row of customer data has a few hundred
MOST_LINES: Final = 100
DELIMITERS: Final = (",", ";", "\t")
_NOT_TEXT: Final = (
    ("PK\x03\x04", "it is a spreadsheet or a zip file; export it as CSV"),
    ("\x1f\udc8b", "it is a gzip file; unpack it first"),
    ("\udcff\udcfe", "it is UTF-16; save it as UTF-8"),
    ("\udcfe\udcff", "it is UTF-16; save it as UTF-8"),
)


class Row(NamedTuple):
    """One record. ``number`` counts as a spreadsheet does: the header is 1, empty lines count too."""

    number: int
    line: int
    cells: list[str]


class Skipped(NamedTuple):
    """What could not be read as a record: the line it starts at, and why."""

    number: int
    line: int
    reason: str


class _Lines:
    """Lines of a text, which can be given back."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._waiting: deque[str | None] = deque()
        self._size = 0
        self.taken: list[str | None] = []  # None stands for a line that was too long to keep
        self.line = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._read()
        if line == "":
            raise StopIteration
        self.taken.append(line)
        if line is None:
            raise csv.Error(f"more than {LONGEST_RECORD:,} characters in one line")
        self._size += len(line)
        if len(self.taken) > 1 and (self._size > LONGEST_RECORD or len(self.taken) > MOST_LINES):
            raise csv.Error("a quotation mark is not closed")
        return line

    def _read(self) -> str | None:
        line = self._text.readline(LONGEST_RECORD + 1)
        if len(line) <= LONGEST_RECORD or line.endswith(("\n", "\r")):
            return line
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(LONGEST_RECORD)
        return None

    def release(self, count: int | None = None) -> None:
        """Be done with the first lines taken, all by default; the others come again."""
        count = len(self.taken) if count is None else count
        self.line += count
        self._waiting.extendleft(reversed(self.taken[count:]))
        self.taken, self._size = [], 0


class Table:
    """A CSV text with a header: ``header`` at once, and its rows when they are asked for.

    The text must be decoded with ``surrogateescape`` and without translating line ends. Raises
    UsageError, with ``name`` in it, when there is no header to read.
    """

    def __init__(self, text: TextIO, name: str) -> None:
        self._lines = _Lines(text)
        self._number = 0
        first = self._first_line(name)
        if first.lower().startswith("sep=") and len(first.rstrip("\r\n")) == 5:
            self.delimiter = first[4]
            self._number += 1
            self._lines.release()
            first = self._first_line(name)
        else:
            self.delimiter = max(DELIMITERS, key=lambda mark: _width(first, mark))
        self._lines.release(0)
        self._reader = csv.reader(self._lines, delimiter=self.delimiter, strict=True)
        found = next(self._records(), None)
        if not isinstance(found, Row):
            reason = found.reason if found else "it has no cells"
            raise UsageError(f"{name}: the header can't be read: {reason}")
        self.header = [cell.strip() for cell in found.cells]

    def _first_line(self, name: str) -> str:
        try:
            for line in self._lines:
                for start, problem in _NOT_TEXT:
                    if line.startswith(start):
                        raise UsageError(f"{name}: {problem}")
                if "\0" in line:
                    raise UsageError(f"{name}: it holds zero bytes, so it is no CSV file in UTF-8")
                if line.strip():
                    return line
                self._number += 1
                self._lines.release()
        except csv.Error as error:
            raise UsageError(f"{name}: its first line is no header: {error}") from None
        raise UsageError(f"{name}: it is empty; a header row is needed")

    def __iter__(self) -> Iterator[Row | Skipped]:
        for found in self._records():
            if isinstance(found, Row) and len(found.cells) != len(self.header):
                cells, width = len(found.cells), len(self.header)
                yield Skipped(found.number, found.line, f"{cells} cells where the header has {width}")
            else:
                yield found

    def _records(self) -> Iterator[Row | Skipped]:
        while True:
            line = self._lines.line
            try:
                cells = next(self._reader, None)
            except csv.Error as error:
                self._lines.release(1)
                self._number += 1
                yield Skipped(self._number, line, _reason(str(error)))
                continue
            if cells is None:
                return
            self._lines.release()
            self._number += 1
            if any("\udc80" <= c <= "\udcff" for cell in cells if not cell.isascii() for c in cell):
                yield Skipped(self._number, line, "bytes that are no UTF-8")
            elif cells:
                yield Row(self._number, line, cells)


def _width(line: str, delimiter: str) -> int:
    return len(next(csv.reader([line], delimiter=delimiter), []))


def _reason(error: str) -> str:
    if "unexpected end of data" in error:
        return "a quotation mark is not closed"
    if "expected after" in error:
        return "text behind a closing quotation mark"
    return error
