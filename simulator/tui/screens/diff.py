"""Two events side by side, member by member."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.masking import show_name
from simulator.reports.side_by_side import Row, Sides, sides_of
from simulator.tui.css import beside
from simulator.tui.reading import Reader
from simulator.tui.text import safe
from simulator.tui.widgets.event_columns import clock
from simulator.tui.widgets.key_footer import KeyFooter
from simulator.views.lines import EventLine, lines

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from simulator.store import Store
    from simulator.tui.app import CapisimApp

_MARKS = {"differs": "≠", "first-only": "+", "second-only": "+", "same": ""}
_COLOURS = {"differs": "warning", "first-only": "primary", "second-only": "accent", "same": "quiet"}


class _Both(NamedTuple):
    first: EventLine
    second: EventLine
    sides: Sides


class DiffScreen(ModalScreen[None]):
    """The payloads of two events of the open run; ``a`` shows also the members that are alike."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,d", "dismiss", "Back"),
        Binding("a", "alike", "Alike members"),
        Binding("j", "scroll_by(1)", "Down", show=False),
        Binding("k", "scroll_by(-1)", "Up", show=False),
    ]

    def __init__(self, first: int, second: int) -> None:
        super().__init__()
        self._numbers = (first, second)
        self._found: _Both | None = None
        self._alike = True

    def compose(self) -> ComposeResult:
        """One table."""
        with VerticalScroll() as box:
            box.border_title = "#{} beside #{}".format(*self._numbers)
            yield Static("comparing…", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        host = cast("CapisimApp", self.app)
        run, numbers = host.current.run, self._numbers
        self._reader = Reader(self, host.stores)

        def compare(store: Store) -> _Both:
            first, second = (lines(store, run, [n])[0] for n in numbers)
            return _Both(first, second, sides_of(store, run, *numbers, everything=True))

        self._reader.ask("diff", compare, self._show)
        self.query_one(VerticalScroll).focus()

    def on_unmount(self) -> None:
        self._reader.forget_all()

    def _show(self, found: _Both) -> None:
        self._found = found
        unlike = len(found.sides.rows) - found.sides.alike
        self.query_one(VerticalScroll).border_subtitle = f"{unlike} differ, {found.sides.alike} alike"
        self.query_one(Static).update(self._table(found))

    def action_alike(self) -> None:
        """Show the members that are alike too, or leave them out."""
        self._alike = not self._alike
        if self._found is not None:
            self._show(self._found)

    def action_scroll_by(self, rows: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)

    def _colour(self, name: str) -> str:
        # Rich knows no theme: the colour as the theme has it now.
        colour = self.app.theme_variables.get(name, "default")
        return colour.removeprefix("ansi_") if colour.startswith("ansi_") else colour

    def _table(self, found: _Both) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=1)
        table.add_column(ratio=2, overflow="fold")
        table.add_column(ratio=3, overflow="fold")
        table.add_column(ratio=3, overflow="fold")
        for head in self._heads(found):
            table.add_row("", *head)
        section = None
        for row in found.sides.rows:
            if row.kind == "same" and not self._alike:
                continue
            if row.section != section:
                section = row.section
                table.add_row("", Text(f"\n{safe(section, 60) or 'event'}", self._colour("primary")), "", "")
            table.add_row(*self._row(row))
        return table

    def _heads(self, found: _Both) -> list[tuple[Text, Text, Text]]:
        both = (found.first, found.second)
        quiet = self._colour("quiet")
        who = [Text(f"#{line.n} {line.channel or ''} {line.verdict}", "bold") for line in both]
        names = [Text(show_name(line.event_name or "–")) for line in both]
        times = [Text(f"{clock(line.received_at, day=True)} UTC", quiet) for line in both]
        return [
            (Text(""), who[0], who[1]),
            (Text("event name", quiet), names[0], names[1]),
            (Text("received", quiet), times[0], times[1]),
        ]

    def _row(self, row: Row) -> tuple[Text, Text, Text, Text]:
        colour = self._colour(_COLOURS.get(row.kind, "warning"))
        mark = Text(_MARKS.get(row.kind, "≠"), f"bold {colour}")
        strong = "" if row.kind != "same" else self._colour("quiet")
        values = [Text(value or "–", colour if value and row.kind != "same" else strong) for value in row[4:]]
        return mark, Text(row.name, strong), values[0], values[1]
