"""The list of actions: a line each, with what both channels reported of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.tui.widgets.event_list import PagedList
from simulator.tui.widgets.pair_columns import pair_columns, pair_pieces
from simulator.views.actions import Action, actions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.store import Store
    from simulator.tui.widgets.event_columns import Column, Piece


class PairList(PagedList[Action]):
    """Actions, each by the number of the event that counts."""

    def read_lines(self, store: Store, run: int, numbers: Sequence[int]) -> list[Action]:
        """The actions with these numbers."""
        return actions(store, run, numbers)

    def columns_for(self, width: int) -> tuple[Column, ...]:
        """The columns of an action."""
        return pair_columns(width)

    def pieces_of(self, line: Action, shown: tuple[Column, ...]) -> list[Piece]:
        """An action in pieces."""
        return pair_pieces(line, shown)
