"""Match quality: how well events can be matched, as an estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from simulator.match_quality.model import model
from simulator.match_quality.what_if import next_supposed
from simulator.tui.keeping import Kept
from simulator.tui.quality_text import NOTE, advice, headline
from simulator.tui.screens.base import RunScreen
from simulator.tui.widgets.item_list import ItemList
from simulator.tui.widgets.quality_lists import KeyList, KeyRow, NameList
from simulator.views.quality import NameQuality, quality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget

    from simulator.match_quality.what_if import Supposed
    from simulator.store import Store

_NONE = (
    "No event here can be scored.\n\nMeta scores web events that the server sends through the Conversions API, "
    "by event name, and this run has none that it would take."
)


class QualityScreen(RunScreen):
    """Per event name an estimate, what it rests on, what would raise it, and what if."""

    CSS_PATH = "quality.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "suppose", "What if", tooltip="Suppose the key on every event, then on none"),
        Binding("x", "reset", "Reset", tooltip="Suppose nothing any more"),
        Binding("l,right,enter", "into_keys", "Keys", tooltip="Go on in the match keys"),
        Binding("h,left", "into_names", "Names", tooltip="Go back to the event names"),
    ]
    mode: ClassVar[str] = "quality"
    about: ClassVar[str] = (
        f"{NOTE}\n\n━ well formed, ╍ carried but not well formed, ─ missing. worth: points for a key on every event."
    )

    def __init__(self) -> None:
        super().__init__()
        self.supposed: dict[str, Supposed] = {}

    def content(self) -> Iterable[Widget]:
        """Names above; below them the keys of the chosen one, and what would raise it."""
        yield NameList(id="names")
        yield Static(id="headline", markup=False)
        with Horizontal(id="stage"):
            yield KeyList(id="keys")
            with Vertical(id="words"):
                with VerticalScroll():
                    yield Static(id="advice", markup=False)
                yield Static(NOTE, id="note", markup=False)
        yield Static("counting…", id="none", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.names = self.query_one(NameList)
        self.keys = self.query_one(KeyList)
        self.found = Kept[list[NameQuality]](self, self.reader, "quality", self._ask, self._show)
        self.add_class("-none")
        self.names.focus()

    def on_run_changed(self) -> None:
        self.supposed.clear()
        self.found.restart()

    def on_run_grew(self) -> None:
        self.found.renew()

    def _ask(self) -> Callable[[Store], list[NameQuality]] | None:
        run = self.current.run
        return (lambda store: quality(store, run)) if run else None

    def _show(self, found: list[NameQuality]) -> None:
        self.set_class(not found, "-none")
        self.query_one("#none", Static).update(_NONE)
        self.names.show(found)
        self.focus_again()
        # The headline is as wide as it will be only after it has come into sight.
        self.call_after_refresh(self._draw)

    def on_item_list_chosen(self, message: ItemList.Chosen) -> None:
        if message.list is self.names:
            self._draw()

    def on_item_list_opened(self, message: ItemList.Opened) -> None:
        if message.list is self.names:
            self.action_into_keys()
        else:
            self.action_suppose()

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        of = self.names.chosen
        if of is None:
            return
        weights = model().weights
        self.keys.show(
            [
                KeyRow(
                    each.key,
                    each.coverage,
                    each.valid,
                    weights[each.key].likely if each.key in weights else None,
                    self.supposed.get(each.key),
                )
                for each in of.keys
            ]
        )
        head = self.query_one("#headline", Static)
        head.update(headline(of, self.supposed, head.content_size.width))
        self.query_one("#advice", Static).update(advice(of, self.supposed))

    def action_suppose(self) -> None:
        """Go round: as measured, the key on every event, on none."""
        of, row = self.names.chosen, self.keys.chosen
        if of is None or row is None:
            return
        if not self.keys.has_focus:
            self.keys.focus()
        supposed = next_supposed(of.counts, row.key, self.supposed.get(row.key))
        if supposed is None:
            self.supposed.pop(row.key, None)
        else:
            self.supposed[row.key] = supposed
        self._draw()

    def action_reset(self) -> None:
        """Suppose nothing."""
        self.supposed.clear()
        self._draw()

    def action_into_keys(self) -> None:
        """Go on in the match keys."""
        self.keys.focus()

    def action_into_names(self) -> None:
        """Go back to the event names."""
        self.names.focus()
