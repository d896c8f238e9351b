"""A screen whose list can be sorted: by keys round the columns, by a click on a column's title."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from simulator.tui.screens.base import RunScreen
from simulator.tui.widgets.event_list import EventList
from simulator.views.columns import Order

if TYPE_CHECKING:
    from collections.abc import Collection


class SortedScreen(RunScreen):
    """A subclass gives ``order``, ``sort_by``, in ``columns`` what there is to sort by, and in ``by_key`` what keys do.

    Both have the names that the list's columns have; ``n`` is the order of the input.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", "Sort", tooltip="Sort by the next column"),
        Binding("S", "reverse", "Reverse", show=False, tooltip="Sort the other way round"),
    ]
    columns: ClassVar[Collection[str]] = ()
    by_key: ClassVar[tuple[str, ...]] = ()
    # Those of which the most come first.
    most_first: ClassVar[Collection[str]] = ()

    @property
    def order(self) -> Order | None:
        """The order of the list; None for that of the input."""
        raise NotImplementedError

    def sort_by(self, order: Order | None) -> None:
        """Show the list in another order."""
        raise NotImplementedError

    def action_sort(self) -> None:
        """Sort by the next column; behind the last one comes the order of the input again."""
        order, columns = self.order, self.by_key
        place = columns.index(order.column) + 1 if order and order.column in columns else 0
        if place < len(columns):
            self._sort(Order(columns[place], descending=columns[place] in self.most_first))
        else:
            self._sort(None)

    def action_reverse(self) -> None:
        """Turn the order round."""
        order = self.order or Order("n")
        self._sort(order._replace(descending=not order.descending))

    def on_event_list_sort_asked(self, message: EventList.SortAsked) -> None:
        order = self.order
        if message.column not in self.columns:
            return
        if order is None or order.column != message.column:
            # In order of their numbers they are without being asked.
            self._sort(Order(message.column, descending=message.column == "n"))
        else:
            self._sort(None if order.descending else order._replace(descending=True))

    def _sort(self, order: Order | None) -> None:
        self.sort_by(None if order == Order("n") else order)
