"""Every forward of the store; one to look at again, an unfinished one to continue."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.forward.past import Past, past_forwards
from simulator.forward.refusals import REAL
from simulator.forward.sending import target_of
from simulator.tui.css import beside
from simulator.tui.forward_text import where_text
from simulator.tui.reading import Reader
from simulator.tui.screens.sent import SentScreen
from simulator.tui.text import plain
from simulator.tui.widgets.answer_list import PastList
from simulator.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from simulator.tui.app import CapisimApp
    from simulator.tui.sending import Sending

_NONE = (
    "Nothing was forwarded from this store.\n\n"
    "f on Live, Pairs or Set-up shows what would be sent to Meta's real API as test events, and sends it once you say "
    f"so. {REAL}"
)


class ForwardsScreen(ModalScreen[None]):
    """The forwards in a list, the newest first, and where the chosen one went."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back"),
        Binding("enter", "open", "Open", tooltip="Show its events and Meta's answers"),
        Binding("c", "go_on", "Continue", tooltip="Send what is left"),
    ]

    def compose(self) -> ComposeResult:
        """The list, and a text."""
        yield PastList()
        yield Static("looking…", id="about", markup=False)
        yield KeyFooter(compact=True)

    @property
    def host(self) -> CapisimApp:
        """The application, by its own type."""
        return cast("CapisimApp", self.app)

    def on_mount(self) -> None:
        self._reader = Reader(self, self.host.stores)
        self.past = self.query_one(PastList)
        self.past.border_title = "Forwards"
        self.past.focus()
        self.watch(self.host, "sending", self._sending_changed, init=False)
        self._ask()

    def on_unmount(self) -> None:
        self._reader.forget_all()

    def on_screen_resume(self) -> None:
        self._ask()

    def _sending_changed(self, before: Sending | None, now: Sending | None) -> None:
        if (before is None) != (now is None):
            self._ask()

    def _ask(self) -> None:
        self._reader.ask("forwards", past_forwards, self._show)

    def _show(self, found: list[Past]) -> None:
        self.past.show(found)
        self.set_class(not found, "-none")
        if not found:
            self.query_one("#about", Static).update(plain(_NONE))
        self.refresh_bindings()

    def on_item_list_chosen(self) -> None:
        chosen = self.past.chosen
        if chosen is not None:
            self.query_one("#about", Static).update(where_text(target_of(chosen.forward)))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there where they can do something."""
        chosen = self.past.chosen if self.is_mounted else None
        if action == "open":
            return chosen is not None
        if action == "go_on":
            free = self.host.sending is None and not self.host.readonly
            return chosen is not None and chosen.is_unfinished and free
        return super().check_action(action, parameters)

    def on_item_list_opened(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Show one with its events."""
        if self.past.chosen is not None:
            self.app.push_screen(SentScreen(self.past.chosen.forward.id))

    def action_go_on(self) -> None:
        """Send what is left, after the question."""
        if self.past.chosen is not None:
            number = self.past.chosen.forward.id
            self.dismiss(None)
            self.host.resume_forward(number)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
