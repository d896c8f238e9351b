"""One forward: how sending gets on, and Meta's answers beside our verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.forward.past import outcome_of
from simulator.forward.sending import target_of
from simulator.tui.css import beside
from simulator.tui.forward_text import answer_text_in_full, forward_text
from simulator.tui.reading import Reader
from simulator.tui.text import plain
from simulator.tui.widgets.answer_list import AnswerList
from simulator.tui.widgets.key_footer import KeyFooter
from simulator.tui.widgets.sending_bar import SendingBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from simulator.forward.sending import Outcome
    from simulator.tui.app import CapisimApp
    from simulator.tui.sending import Sending

_ABOUT = "Sending: what is under way goes on when this is closed. x stops before the next request."


class SentScreen(ModalScreen[None]):
    """A forward of the store, or the one that is being sent now (None); what it has left can be continued."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "back", "Back"),
        Binding("x", "stop", "Stop", tooltip="Stop sending before the next request"),
        Binding("c", "go_on", "Continue", tooltip="Send what is left"),
        Binding("n", "next", "Next ≠", tooltip="Go to the next event of which Meta said something else than we"),
    ]

    def __init__(self, number: int | None = None) -> None:
        super().__init__()
        self.number = number
        self.outcome: Outcome | None = None

    def compose(self) -> ComposeResult:
        """What it is, its events, the chosen one in full."""
        yield Static(id="head", markup=False)
        yield SendingBar()
        yield AnswerList()
        yield Static(id="answer", markup=False)
        yield KeyFooter(compact=True)

    @property
    def host(self) -> CapisimApp:
        """The application, by its own type."""
        return cast("CapisimApp", self.app)

    def on_mount(self) -> None:
        self._reader = Reader(self, self.host.stores)
        self.query_one(AnswerList).focus()
        self.query_one("#head", Static).update(plain(_ABOUT, "$quiet") if self.number is None else "looking…")
        self.watch(self.host, "sending", self._sending_changed)

    def on_unmount(self) -> None:
        self._reader.forget_all()

    def _sending_changed(self, now: Sending | None) -> None:
        # It may be over before this is on the screen.
        if now is None:
            if self.number is None:
                self.number = self.host.last_sent
            if self.number is None:
                self.query_one("#head", Static).update(plain("Nothing was sent.", "$error"))
            self._ask()
        self.refresh_bindings()

    def _ask(self) -> None:
        number = self.number
        if number is not None:
            self._reader.ask("forward", lambda store: outcome_of(store, number), self._show)

    def _show(self, found: Outcome) -> None:
        self.outcome = found
        self.query_one("#head", Static).update(forward_text(found.forward, found))
        answers = self.query_one(AnswerList)
        answers.who = target_of(found.forward).who
        answers.border_title = f"Forward {found.forward.id}"
        answers.show(found.results)
        self.refresh_bindings()

    def on_item_list_chosen(self) -> None:
        chosen = self.query_one(AnswerList).chosen
        self.query_one("#answer", Static).update("" if chosen is None else answer_text_in_full(chosen))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are there where they can do something."""
        found = self.outcome
        if action == "stop":
            return self.host.sending is not None
        if action == "go_on":
            left = found is not None and found.forward.state in ("sending", "interrupted")
            return left and self.host.sending is None and not self.host.readonly
        if action == "next":
            return found is not None and any(each.disagrees for each in found.results)
        return super().check_action(action, parameters)

    def action_stop(self) -> None:
        """Stop in order."""
        self.host.action_stop_sending()

    def action_go_on(self) -> None:
        """Send what is left, after the question."""
        if self.outcome is not None:
            self.dismiss(None)
            self.host.resume_forward(self.outcome.forward.id)

    def action_next(self) -> None:
        """Go to the next disagreement, round at the end."""
        answers = self.query_one(AnswerList)
        some = [at for at, each in enumerate(answers.items) if each.disagrees]
        if some:
            answers.cursor = next((at for at in some if at > answers.cursor), some[0])

    def action_back(self) -> None:
        """Close; sending goes on."""
        self.dismiss(None)
