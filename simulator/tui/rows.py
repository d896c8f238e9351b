"""Which event each row of a list shows, and the lines of the rows that were looked at lately."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

Line = TypeVar("Line")
PAGE = 128
_MOST_PAGES = 24


class Rows:
    """The ``n`` of each row: every event of a run, or those that a selection gave, in its order.

    Every event of a run needs no list at all: row 0 shows ``n`` 1.
    """

    def __init__(self, last: int = 0, chosen: array[int] | None = None, *, ascending: bool = True) -> None:
        self._last = last
        self._chosen = chosen
        self._ascending = ascending

    @property
    def whole(self) -> bool:
        """Whether every event of the run has a row, in input order."""
        return self._chosen is None

    def __len__(self) -> int:
        return self._last if self._chosen is None else len(self._chosen)

    def number(self, row: int) -> int:
        """The ``n`` of the event that a row shows."""
        return row + 1 if self._chosen is None else self._chosen[row]

    def row_of(self, n: int) -> int | None:
        """The row that shows event ``n``, or None."""
        if self._chosen is None:
            return n - 1 if 1 <= n <= self._last else None
        if self._ascending:
            row = bisect_left(self._chosen, n)
            return row if row < len(self._chosen) and self._chosen[row] == n else None
        try:
            return self._chosen.index(n)
        except ValueError:
            return None

    def grow(self, last: int) -> None:
        """Every event up to ``last`` is there now; only for ``whole`` rows."""
        self._last = last

    def extend(self, chosen: Iterable[int]) -> None:
        """More events behind those that are there; not for ``whole`` rows."""
        if self._chosen is None:
            self._chosen = array("I")
        self._chosen.extend(chosen)

    def numbers(self, page: int) -> list[int]:
        """The ``n`` of each row of a page."""
        first = page * PAGE
        return [self.number(row) for row in range(first, min(first + PAGE, len(self)))]


class Pages(Generic[Line]):
    """The lines of a few pages, least recently used ones forgotten.

    A page is stale when it was read before the newest ``version``; it is shown until it was read again.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[int, tuple[int, list[Line]]] = OrderedDict()

    def line(self, row: int) -> Line | None:
        """The line of a row; None when its page is not here."""
        page = self._pages.get(row // PAGE)
        if page is None:
            return None
        lines = page[1]
        return lines[row % PAGE] if row % PAGE < len(lines) else None

    def put(self, page: int, version: int, lines: list[Line]) -> None:
        """Keep a page."""
        self._pages[page] = (version, lines)
        self._pages.move_to_end(page)
        while len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)

    def missing(self, first: int, last: int, version: int) -> list[int]:
        """The pages between two rows, both included, that are not here or stale."""
        pages = range(first // PAGE, last // PAGE + 1)
        return [page for page in pages if page not in self._pages or self._pages[page][0] != version]

    def clear(self) -> None:
        """Forget everything: rows mean other events now."""
        self._pages.clear()
