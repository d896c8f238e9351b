"""One rule: why, source, evidence, fix, and the events it found something about."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.reports.ticket import ticket
from simulator.tui.clipboard import copy
from simulator.tui.css import beside
from simulator.tui.indexing import Index
from simulator.tui.reading import Reader
from simulator.tui.rule_text import rule_text
from simulator.tui.widgets.event_list import EventList
from simulator.tui.widgets.key_footer import KeyFooter
from simulator.views.rules_found import affected

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from simulator.filtering import Filter
    from simulator.store import Store
    from simulator.tui.app import CapisimApp
    from simulator.tui.indexing import Pieces
    from simulator.tui.rows import Rows
    from simulator.tui.widgets.rule_list import RuleRow


class RuleScreen(ModalScreen[int]):
    """A rule that found something in the open run; its result is the ``n`` of an event to show in Live, 0 for none."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back"),
        Binding("y", "copy", "Copy ticket", tooltip="Copy it as a ticket in Markdown"),
        Binding("l,right", "into_events", "Events", show=False),
        Binding("h,left", "into_text", "Text", show=False),
        Binding("tab", "app.focus_next", "Other side"),
    ]

    def __init__(self, row: RuleRow) -> None:
        super().__init__()
        self.row = row

    def compose(self) -> ComposeResult:
        """The rule, the events, the keys."""
        host = cast("CapisimApp", self.app)
        with Container(id="stage"):
            with VerticalScroll(id="text") as box:
                box.border_title = self.row.found.rule
                yield Static(rule_text(self.row), markup=False)
            with Vertical(id="affected"):
                yield EventList(host.stores)
        yield KeyFooter()

    def on_mount(self) -> None:
        host = cast("CapisimApp", self.app)
        self._run, self._where = host.current.run, host.filter
        self._reader = Reader(self, host.stores)
        self.events = self.query_one(EventList)
        self.events.following = False
        self.index = Index(self, self._reader, self._ask, self._show)
        self.index.restart()
        (self.events if self.row.found.events else self.query_one("#text")).focus()

    def on_unmount(self) -> None:
        self._reader.forget_all()

    def _ask(self) -> Callable[[Store], Pieces]:
        run, rule, where = self._run, self.row.found.rule, self._where
        return lambda store: affected(store, run, rule, where)

    def _show(self, rows: Rows) -> None:
        self.events.show_rows(self._run, 1, rows)
        box: Widget = self.query_one("#affected")
        box.border_title = f"{len(rows):,} event{'s' if len(rows) != 1 else ''}{'' if self.index.done else '…'}"
        box.border_subtitle = "enter shows it in Live" if len(rows) else "it is about the run as a whole"

    def on_event_list_opened(self, message: EventList.Opened) -> None:
        self.dismiss(message.n)

    def action_copy(self) -> None:
        """Copy what was found as a ticket."""
        copy_ticket(self, self._reader, self._run, self.row.found.rule, self._where)

    def action_into_events(self) -> None:
        """Go on in the events."""
        self.events.focus()

    def action_into_text(self) -> None:
        """Go back to the text."""
        self.query_one("#text").focus()

    def action_back(self) -> None:
        """Close."""
        self.dismiss(0)


def copy_ticket(screen: Widget, reader: Reader, run: int, rule: str, where: Filter | None) -> None:
    """Write a ticket in a thread, then copy it."""
    reader.ask(
        "ticket",
        lambda store: ticket(store, run, rule, where),
        lambda text: copy(screen, text, f"{rule}-run-{run}.md", "The ticket"),
    )
