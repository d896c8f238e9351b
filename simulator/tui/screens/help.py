"""The keys that work on the screen below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult


class HelpScreen(ModalScreen[None]):
    """Which keys work on a screen, with what they do, by the widget they belong to."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,question_mark,q", "dismiss", "Close")]

    def __init__(self, below: Screen[None]) -> None:
        super().__init__()
        self._below = below

    def compose(self) -> ComposeResult:
        """One table."""
        with VerticalScroll() as box:
            box.border_title = "Keys"
            box.border_subtitle = "esc closes"
            yield Static(self._table())

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 3, 0, 0))
        table.add_column(no_wrap=True, justify="right")
        table.add_column()
        keys: dict[str, list[str]] = {}
        for active in self._below.active_bindings.values():
            if active.binding.description and active.enabled:
                shown = self.app.get_key_display(active.binding)
                keys.setdefault(active.binding.description, []).append(shown)
        for description, shown_keys in keys.items():
            table.add_row(Text(" ".join(dict.fromkeys(shown_keys)), "bold"), Text(description))
        return table
