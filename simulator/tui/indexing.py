"""Rows that a thread finds piece by piece, and finds anew when the run has grown."""

from __future__ import annotations

import time
from array import array
from typing import TYPE_CHECKING, TypeAlias

from simulator.tui.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.dom import DOMNode

    from simulator.store import Store
    from simulator.tui.reading import Reader

Pieces: TypeAlias = "Iterator[array[int]]"
_PAUSE_SECONDS = 0.25
# A long run's pieces come faster than anybody could see them.
_SHOW_SECONDS = 0.1


class Index:
    """The numbers that a question gives in pieces, as the rows of a list.

    ``show`` is called on the loop with the rows, each time there are more of them; ``done`` tells whether all are
    there. After ``restart`` the rows fill up from nothing. After ``renew`` the old ones stay until the new ones are
    all there: what was decided before may have been decided anew. ``problem`` gets a sentence when the
    store can't be read.
    """

    def __init__(
        self,
        node: DOMNode,
        reader: Reader,
        question: Callable[[], Callable[[Store], Pieces] | None],
        show: Callable[[Rows], object],
    ) -> None:
        self._node, self._reader = node, reader
        self._question, self._show = question, show
        self._again = False
        self._since = self._shown = 0.0
        self.done = True
        # False when the question gives the numbers in another order.
        self.ascending = True
        self.rows = self._none()

    def restart(self) -> None:
        """Find all rows anew, because something else is asked; the old ones are gone."""
        self.rows = self._none()
        self._begin(self.rows)
        self._show(self.rows)

    def renew(self) -> None:
        """Find all rows anew, as soon as those that are being found have been found."""
        if self.done:
            self._begin(self._none())
        else:
            self._again = True

    def _none(self) -> Rows:
        return Rows(chosen=array("I"), ascending=self.ascending)

    def _begin(self, rows: Rows) -> None:
        self._again = False
        question = self._question()
        self.done = question is None
        if question is None:
            self._reader.forget("index")
            return
        self._since = time.monotonic()
        self._reader.stream(
            "index", question, lambda piece: self._piece(rows, piece), lambda: self._end(rows), self._failed
        )

    def _piece(self, rows: Rows, piece: array[int]) -> None:
        rows.extend(piece)
        now = time.monotonic()
        if rows is self.rows and piece and (len(rows) == len(piece) or now - self._shown >= _SHOW_SECONDS):
            self._shown = now
            self._show(rows)

    def _end(self, rows: Rows) -> None:
        self.rows = rows
        self.done = True
        self._show(rows)
        if self._again:
            # A run that takes long to look through is looked through less often.
            self._node.set_timer(max(_PAUSE_SECONDS, time.monotonic() - self._since), self.renew)

    def _failed(self, sentence: str) -> None:
        self.done = True
        self._node.app.notify(sentence, title="The store can't be read", severity="error", markup=False)
