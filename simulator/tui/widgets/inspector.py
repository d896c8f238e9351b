"""The inspector: one event in full, scrolled."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.tui.css import beside
from simulator.tui.inspection import inspection

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from simulator.views.detail import Detail


class Inspector(VerticalScroll, can_focus=True):
    """What is known of one event. Values are masked until ``reveal`` is switched on, and again for the next event."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "scroll_up", "Up", show=False),
        Binding("j", "scroll_down", "Down", show=False),
        Binding("g", "scroll_home", "Top", show=False),
        Binding("G", "scroll_end", "End", show=False),
        Binding("ctrl+u", "page_up", "Page up", show=False),
        Binding("ctrl+d", "page_down", "Page down", show=False),
    ]

    def __init__(self, detail: Detail | None = None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.detail = detail
        self.revealed = False

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(self._text(), markup=False)

    def show(self, detail: Detail | None) -> None:
        """Show another event, or the same one as it stands now."""
        same = detail is not None and self.detail is not None and detail.line.n == self.detail.line.n
        if same and detail == self.detail:
            return
        self.detail = detail
        if not same:
            self.revealed = False
            self.scroll_home(animate=False)
        self._update()

    def toggle_reveal(self) -> None:
        """Show the values as they were sent, or mask them again."""
        self.revealed = not self.revealed
        self._update()

    def _update(self) -> None:
        self.query_one(Static).update(self._text())

    def _text(self) -> Content:
        if self.detail is None:
            return Content.styled("No event is chosen.", "$quiet")
        return inspection(self.detail, reveal=self.revealed)
