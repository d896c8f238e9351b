"""Pairs: one line per action, with both of its copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from simulator.tui.indexing import Index
from simulator.tui.jumping import show_in_live
from simulator.tui.keeping import Kept
from simulator.tui.screens.pair import PairScreen
from simulator.tui.screens.sorted import SortedScreen
from simulator.tui.widgets.kind_bar import KindBar
from simulator.tui.widgets.pair_list import PairList
from simulator.views.action_kinds import Kind, count_actions, select_actions
from simulator.views.action_order import ACTION_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from textual.widget import Widget

    from simulator.store import Store
    from simulator.tui.indexing import Pieces
    from simulator.tui.rows import Rows
    from simulator.tui.widgets.event_list import EventList
    from simulator.views.columns import Order

_NONE = {
    Kind.ALL: "No event counts in this run: all were refused or could not be read. Live shows them all.",
    Kind.MISMATCHED: "Every recognised pair has one id, and nothing was found about its two copies.",
    Kind.ONE_SIDED: "Every action was reported by both channels.",
    Kind.SUSPICIOUS: "No two events look like one action that was not recognised.",
}


class PairsScreen(SortedScreen):
    """Every action with what the browser and the server reported of it; enter puts both payloads side by side."""

    CSS_PATH = "pairs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "kind(1)", "Kind", key_display="←→", tooltip="Show the next kind of actions"),
        Binding("left,h", "kind(-1)", "Kind before", show=False),
        Binding("t", "live", "In Live", tooltip="Go to the event that counts in Live"),
    ]
    mode: ClassVar[str] = "pairs"
    filters: ClassVar[bool] = True
    columns: ClassVar[Collection[str]] = ACTION_COLUMNS
    by_key: ClassVar[tuple[str, ...]] = ("gap", "finding", "verdict", "name", "key", "time")
    _order: Order | None = None
    about: ClassVar[str] = (
        "One line per action: the browser's copy, the server's, and what became of the two.\n"
        "≈: looks like the same action, but was not recognised, so both count. ×3: three copies in all.\n"
        "mismatched: recognised as one, but something is wrong about the two, or their ids did not tell.\n"
        "A filter shows an action when it lets one of its copies through. A click on a column's title sorts."
    )

    def content(self) -> Iterable[Widget]:
        """The kinds above the list."""
        yield KindBar()
        yield PairList(self.host.stores)
        yield Static(id="none", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.bar = self.query_one(KindBar)
        self.pairs = self.query_one(PairList)
        self.pairs.following = False
        self.index = Index(self, self.reader, self._ask_index, self._show_rows)
        self.counts = Kept[dict[Kind, int]](self, self.reader, "counts", self._ask_counts, self._show_counts)
        self.pairs.focus()

    def on_run_changed(self) -> None:
        self._set_order(None)
        self._anew()

    def on_run_grew(self) -> None:
        self.index.renew()
        self.counts.renew()

    def on_filter_changed(self) -> None:
        self._anew()

    def _anew(self) -> None:
        self.bar.filter_text = self.host.filter.text if self.host.filter else ""
        self.bar.counts = None
        self.index.restart()
        self.counts.restart()

    def _ask_index(self) -> Callable[[Store], Pieces] | None:
        run, kind, where, order = self.current.run, self.bar.kind, self.host.filter, self.order
        return (lambda store: select_actions(store, run, kind, where, order=order)) if run else None

    def _ask_counts(self) -> Callable[[Store], dict[Kind, int]] | None:
        run, where = self.current.run, self.host.filter
        return (lambda store: count_actions(store, run, where)) if run else None

    def _show_rows(self, rows: Rows) -> None:
        now = self.current
        self.pairs.show_rows(now.run, now.version, rows, self.order, keep=bool(len(rows)))
        self.bar.looking = not self.index.done
        nothing = self.index.done and not len(rows)
        self.set_class(nothing, "-none")
        if nothing:
            filtered = "No action matches the filter. esc clears it." if self.host.filter else _NONE[self.bar.kind]
            self.query_one("#none", Static).update(filtered)

    def _show_counts(self, counts: dict[Kind, int]) -> None:
        self.bar.counts = counts

    def on_kind_bar_picked(self, message: KindBar.Picked) -> None:
        if message.kind is not self.bar.kind:
            self.bar.kind = message.kind
            self.index.restart()
            self.pairs.cursor = 0

    @property
    def order(self) -> Order | None:
        """The order of the list."""
        return self._order

    def sort_by(self, order: Order | None) -> None:
        """Sort; the worst of it comes first into sight."""
        self._set_order(order)
        self.index.restart()
        self.pairs.action_first()

    def _set_order(self, order: Order | None) -> None:
        self._order = order
        self.index.ascending = order is None
        self.bar.order = order.told if order else ""

    def action_kind(self, by: int) -> None:
        """Show the next kind of actions, or the one before."""
        self.bar.step(by)

    def on_event_list_opened(self, message: EventList.Opened) -> None:
        self.app.push_screen(PairScreen(message.n, self._neighbour), self._back_from)

    def _neighbour(self, rows: int) -> int:
        self.pairs.action_move(rows)
        return self.pairs.chosen

    def _back_from(self, n: int | None) -> None:
        if n:
            show_in_live(self.host, n)

    def action_live(self) -> None:
        """Go to the event that counts in Live."""
        if self.pairs.chosen:
            show_in_live(self.host, self.pairs.chosen)
