"""Two runs compared: what appeared, what vanished, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.tui.comparison_text import comparison_text
from simulator.tui.css import beside
from simulator.tui.reading import Reader
from simulator.tui.text import safe_lines
from simulator.tui.widgets.key_footer import KeyFooter
from simulator.views.comparing import Comparison, compare

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from simulator.tui.app import CapisimApp


class ComparisonScreen(ModalScreen[None]):
    """Run ``before`` against run ``after``, on the whole screen."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,d", "back", "Back"),
        Binding("k", "scroll_by(-1)", "Up", show=False),
        Binding("j", "scroll_by(1)", "Down", show=False),
        Binding("x", "turn", "Turn round", tooltip="Compare the other way round"),
    ]

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.before, self.after = before, after
        self.comparison: Comparison | None = None

    def compose(self) -> ComposeResult:
        """One text, and the keys."""
        with VerticalScroll():
            yield Static(id="text", markup=False)
        yield KeyFooter(compact=True)

    def on_mount(self) -> None:
        self._reader = Reader(self, cast("CapisimApp", self.app).stores)
        self.query_one(VerticalScroll).focus()
        self._ask()

    def on_unmount(self) -> None:
        self._reader.forget_all()

    def _ask(self) -> None:
        before, after = self.before, self.after
        self.query_one(VerticalScroll).border_title = f"Run {before} → run {after}"
        self.query_one("#text", Static).update("comparing…")
        self._reader.ask("comparison", lambda store: compare(store, before, after), self._show, self._failed)

    def _show(self, found: Comparison) -> None:
        self.comparison = found
        self.query_one("#text", Static).update(comparison_text(found))

    def _failed(self, sentence: str) -> None:
        self.query_one("#text", Static).update(safe_lines(f"These runs can't be compared: {sentence}"))

    def action_turn(self) -> None:
        """The other way round."""
        self.before, self.after = self.after, self.before
        self._ask()

    def action_scroll_by(self, rows: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
