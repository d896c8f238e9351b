"""Which events a list shows: all, or those that a filter lets through, or all in another order."""

from __future__ import annotations

import time
from array import array
from typing import TYPE_CHECKING

from simulator.tui.rows import Rows
from simulator.views.selection import Order, select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.dom import DOMNode

    from simulator.filtering import Filter
    from simulator.store import Store
    from simulator.tui.current import Current
    from simulator.tui.reading import Reader

_PAUSE_SECONDS = 0.25
# A long run's pieces come faster than anybody could see them.
_SHOW_SECONDS = 0.1


class Selecting:
    """Selects in a thread, piece by piece, and goes on where it stopped when the run has grown.

    ``show`` is called with the rows whenever they have become others or more. ``done`` tells whether all were
    looked at.
    """

    def __init__(self, node: DOMNode, reader: Reader, show: Callable[[Rows], object]) -> None:
        self._node, self._reader, self._show = node, reader, show
        self._where: Filter | None = None
        self._order: Order | None = None
        self._run = self._seen = 0
        self._shown = 0.0
        self._rows = Rows()
        self._final = self._again = False
        self.done = True

    @property
    def order(self) -> Order | None:
        """The order of the rows; None for that of the input."""
        return self._order

    def begin(self, now: Current, where: Filter | None, order: Order | None) -> None:
        """Select anew; rows are shown as they are found."""
        self._where, self._order, self._run = where, order, now.run
        self._again = False
        if where is None and order is None:
            self._reader.forget("selection")
            self.done = True
            self._rows = Rows(now.last)
            self._show(self._rows)
            return
        self._select(now, at_once=True)

    def grown(self, now: Current) -> None:
        """The run has grown, or is over and its decisions are final."""
        if self._where is None and self._order is None:
            self._rows.grow(now.last)
            self._show(self._rows)
        elif not self.done:
            self._again = True
        elif self._order is None and now.running and not self._final:
            self._go_on()
        else:
            self._select(now, at_once=False)

    def _select(self, now: Current, *, at_once: bool) -> None:
        """All of it; what is shown stays until this is over unless ``at_once``."""
        self._seen = 0
        self._final = not now.running
        rows = Rows(chosen=array("I"), ascending=self._order is None)

        def piece(found: tuple[array[int], int]) -> None:
            rows.extend(found[0])
            self._seen = found[1]
            if at_once:
                self._show_some(rows)

        def done() -> None:
            self._rows = rows
            self._over()

        self._start(piece, done)

    def _go_on(self) -> None:
        """Only what has come since."""
        rows = self._rows

        def piece(found: tuple[array[int], int]) -> None:
            rows.extend(found[0])
            self._seen = found[1]
            self._show_some(rows)

        self._start(piece, self._over)

    def _start(self, piece: Callable[[tuple[array[int], int]], None], done: Callable[[], None]) -> None:
        run, where, order, after = self._run, self._where, self._order, self._seen
        self.done = False

        def question(store: Store) -> Iterator[tuple[array[int], int]]:
            # What is stored while this goes on is left to the next time, so that nothing comes twice.
            last = store.last_number(run)
            for found in select(store, run, where, order, after):
                late = order is None and len(found) and found[-1] > last
                yield (array("I", [n for n in found if n <= last]) if late else found), last
            yield array("I"), last

        self._reader.stream("selection", question, piece, done, self._failed)

    def _failed(self, sentence: str) -> None:
        self.done = True
        self._show(self._rows)
        self._node.app.notify(sentence, title="The filter can't be used", severity="error", markup=False)

    def _show_some(self, rows: Rows) -> None:
        """Show what was found so far, the first of it at once."""
        now = time.monotonic()
        if rows is not self._rows or now - self._shown >= _SHOW_SECONDS:
            self._rows, self._shown = rows, now
            self._show(rows)

    def _over(self) -> None:
        self.done = True
        self._show(self._rows)
        if self._again:
            self._again = False
            self._node.set_timer(_PAUSE_SECONDS, self._renew)

    def _renew(self) -> None:
        self.grown(self._node.app.current)  # type: ignore[attr-defined]
