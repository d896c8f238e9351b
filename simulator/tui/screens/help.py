"""What the screen below is about, and the keys that work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from simulator.filtering.fields import FIELDS, ROOTS
from simulator.tui.css import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding

# Textual's own, of which a newcomer needs to know nothing.
_UNTOLD = frozenset(
    "scroll_left scroll_right page_left page_right copy_text screen.copy_text help_quit app.help_quit".split()  # noqa: SIM905
)
_PLACES = ("Here", "This screen", "Everywhere")


class HelpScreen(ModalScreen[None]):
    """Which keys work on a screen, by how far they reach; and what the filter understands, where there is one."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "Close"),
        Binding("j", "scroll_by(1)", "Down", show=False),
        Binding("k", "scroll_by(-1)", "Up", show=False),
    ]

    def __init__(self, below: Screen[None], *, about: str = "", filters: bool = False) -> None:
        super().__init__()
        # Later the keys of this screen would be the ones that work.
        self._active = list(below.active_bindings.values())
        self._about, self._filters = about, filters

    def compose(self) -> ComposeResult:
        """One text after the other."""
        with VerticalScroll() as box:
            box.border_title = "Help"
            box.border_subtitle = "esc closes"
            if self._about:
                yield Static(self._about, classes="text", markup=False)
            yield Static(self._keys())
            if self._filters:
                yield Static("Filter", classes="title", markup=False)
                yield Static(self._fields())

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_scroll_by(self, rows: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    def _keys(self) -> Table:
        table = _grid()
        accent = self._colour()
        for place in _PLACES:
            rows = list(self._rows(place))
            if rows:
                table.add_row("", Text(place, f"bold {accent}"))
            for keys, does in rows:
                table.add_row(Text(keys, "bold"), Text(does))
            if rows:
                table.add_row("", "")
        return table

    def _rows(self, place: str) -> Iterator[tuple[str, str]]:
        keys: dict[str, list[str]] = {}
        for active in self._active:
            if active.enabled and active.binding.description and _place_of(active) == place:
                if active.binding.action in _UNTOLD:
                    continue
                does = active.binding.tooltip or active.binding.description
                keys.setdefault(does, []).append(self.app.get_key_display(active.binding))
        for does, shown in keys.items():
            yield " ".join(dict.fromkeys(shown)), does

    def _fields(self) -> Table:
        table = _grid()
        table.add_row(Text("a:b c:d", "bold"), Text("both; | is or, ! is not, ( ) group, quotes take text as it is"))
        for name, field in FIELDS.items():
            words = f": {', '.join(field.words)}" if field.words else ""
            table.add_row(Text(name, "bold"), Text(f"{field.about}{words}"))
        table.add_row(Text("custom_data.currency", "bold"), Text(f"a member of the payload, below {', '.join(ROOTS)}"))
        return table

    def _colour(self) -> str:
        return self.app.theme_variables["primary"].removeprefix("ansi_")


def _place_of(active: ActiveBinding) -> str:
    node = active.node
    return "Everywhere" if isinstance(node, App) else "This screen" if isinstance(node, Screen) else "Here"


def _grid() -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(no_wrap=True, justify="right", min_width=12)
    table.add_column()
    return table
