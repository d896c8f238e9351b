"""One event in full, on the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from simulator.tui.css import beside
from simulator.tui.reading import Reader
from simulator.tui.widgets.inspector import Inspector
from simulator.tui.widgets.key_footer import KeyFooter
from simulator.views.detail import Detail, detail

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from simulator.tui.app import CapisimApp


class EventScreen(ModalScreen[int]):
    """An event of the open run; its result is the ``n`` of the event that was shown last."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,h", "back", "Back"),
        Binding("t", "twin", "Twin"),
        Binding("r", "reveal", "Reveal"),
    ]

    def __init__(self, n: int) -> None:
        super().__init__()
        self.n = n

    def compose(self) -> ComposeResult:
        """The inspector, and the keys."""
        yield Inspector()
        yield KeyFooter()

    def on_mount(self) -> None:
        host = cast("CapisimApp", self.app)
        self._run = host.current.run
        self._reader = Reader(self, host.stores)
        self.query_one(Inspector).focus()
        self.action_show_event(self.n)

    def on_unmount(self) -> None:
        self._reader.forget_all()

    def action_show_event(self, n: int) -> None:
        """Show another event."""
        run = self._run
        self._reader.ask("detail", lambda store: detail(store, run, n), self._show)

    def _show(self, found: Detail) -> None:
        self.n = found.line.n
        inspector = self.query_one(Inspector)
        inspector.border_title = f"Event {found.line.n}"
        inspector.show(found)

    def action_twin(self) -> None:
        """Go to the other copy."""
        found = self.query_one(Inspector).detail
        if found is None or not found.twins:
            self.notify("This event has no other copy in this run, and none is suspected.", markup=False)
        else:
            self.action_show_event(found.twins[0])

    def action_reveal(self) -> None:
        """Show the values as they were sent, or mask them again."""
        self.query_one(Inspector).toggle_reveal()

    def action_back(self) -> None:
        """Close."""
        self.dismiss(self.n)
