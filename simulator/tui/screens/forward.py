"""Forwarding: which events to which dataset, what exactly would be sent, and why not. Nothing is sent from here."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple, cast

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Checkbox, Input, Select, Static

from simulator.checks.settled import settled
from simulator.errors import CapisimError, UsageError
from simulator.forward.planning import Asked, plan
from simulator.forward.tokens import NoTokenError, find_token
from simulator.settings.secrets import holds_token
from simulator.tui.forward_text import DRY, plan_text
from simulator.tui.reading import Reader
from simulator.tui.screens.confirm import ConfirmScreen
from simulator.tui.screens.dialog import Dialog, field
from simulator.tui.text import plain
from simulator.tui.widgets.tick import Tick

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.timer import Timer
    from textual.widget import Widget

    from simulator.filtering import Filter
    from simulator.forward.planning import Plan
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.tui.app import CapisimApp
    from simulator.tui.sending import Parcel

_PAUSE_SECONDS = 0.15
_TICKS = (
    ("shift", "move to now"),
    ("keep", "keep ids"),
    ("captured", "real ones"),
    ("rejected", "rejected"),
    ("anew", "anew"),
)


class Choice(NamedTuple):
    """Events that may be forwarded: what they are called, and their numbers, or the filter that lets them through."""

    label: str
    only: tuple[int, ...] | None = None
    where: Filter | None = None


class _Planned(NamedTuple):
    plan: Plan
    settings: Settings


class ForwardScreen(Dialog["Parcel"]):
    """Shows what would be sent of some events of a run; its result is what was confirmed to be sent.

    Of ``choices`` the first is chosen to begin with.
    """

    CSS_PATH = "forward.tcss"
    title_text: ClassVar[str] = "Forward to Meta, as test events: dry run"
    accept_text: ClassVar[str] = "On to sending…"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d,pagedown", "page(1)", "Down", show=False),
        Binding("ctrl+u,pageup", "page(-1)", "Up", show=False),
    ]

    def __init__(self, run: int, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._run, self._choices = run, choices
        self._planned: _Planned | None = None
        self._settings: Settings | None = None
        self._timer: Timer | None = None

    def content(self) -> Iterable[Widget]:
        """Fields above, what would be sent below."""
        options = [(plain(each.label), place) for place, each in enumerate(self._choices)]
        chosen: Select[int] = Select(options, value=0, allow_blank=False, compact=True, id="events")
        yield field("Events", chosen)
        with Horizontal(classes="field"):
            yield Static("Dataset", classes="label", markup=False)
            yield Input(compact=True, id="pixel", placeholder="a dataset for tests")
            yield Static("Test code", classes="label second", markup=False)
            yield Input(compact=True, id="code", placeholder="TEST12345")
        with Horizontal(id="ticks"):
            for name, label in _TICKS:
                yield Tick(label, compact=True, id=name, value=name == "shift")
        yield Static("looking…", id="token", markup=False)
        with VerticalScroll(id="sheet"):
            yield Static("looking…", id="plan", markup=False)

    def on_mount(self) -> None:
        host = cast("CapisimApp", self.app)
        self._stores, self._readonly = host.stores, host.readonly
        self._reader = Reader(self, host.stores)
        self.query_one("#accept", Button).disabled = True
        try:
            self._settings, _ = settled({"store": host.stores.path}, os.environ, Path.cwd())
        except (CapisimError, OSError) as error:
            self.query_one("#plan", Static).update(plain(f"{error}. Set-up (6) tells where settings come from."))
            return
        forward = self._settings.forward
        self.query_one("#pixel", Input).value = forward.pixel_id or ""
        self.query_one("#code", Input).value = forward.test_code or ""
        self.query_one("#token", Static).update(self._token_text())
        self.query_one("#pixel" if not forward.pixel_id else "#events").focus()
        self._plan()

    def on_unmount(self) -> None:
        self._reader.forget_all()

    def _token_text(self) -> Content:
        """Whether there is one, and from where; the keyring is not asked before somebody wants to send."""
        try:
            found = find_token(os.environ, keyring=None)
        except NoTokenError:
            text = Content.styled("not in the environment; the next step asks for it", "$warning")
        except UsageError as error:
            text = plain(str(error), "$error")
        else:
            text = Content.styled(f"present, {found.origin}", "$success")
        return Content.assemble(("Token      ", "$quiet"), text)

    # What is asked for

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id in ("pixel", "code") and holds_token(event.value):
            # A token pasted into the wrong field is to stay on no screen.
            event.input.value = ""
            text = "That looks like an access token, which is typed nowhere: see what Token says."
            self.notify(text, severity="error", markup=False)
            return
        self._later()

    def on_select_changed(self) -> None:
        self._later()

    def on_checkbox_changed(self) -> None:
        self._later()

    def on_input_submitted(self) -> None:
        self.query_one("#sheet").focus()

    def _later(self) -> None:
        """Plan again once nothing more is typed; what is shown no longer holds."""
        if self._settings is None:
            return
        self._planned = None
        self.query_one("#accept", Button).disabled = True
        self._reader.forget("plan")
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_PAUSE_SECONDS, self._plan)

    def _plan(self) -> None:
        settings = self._settings
        if settings is None:
            return
        pixel, code = (self.query_one(f"#{name}", Input).value.strip() for name in ("pixel", "code"))
        forward = replace(settings.forward, pixel_id=pixel or None, test_code=code or None)
        settings = replace(settings, forward=forward)
        place = self.query_one("#events", Select).value
        choice = self._choices[place if isinstance(place, int) else 0]
        asked = Asked(*(self.query_one(f"#{name}", Checkbox).value for name, _ in _TICKS))
        run = self._run

        def question(store: Store) -> tuple[_Planned, Content]:
            planned = plan(store, run, choice.where, settings, asked, only=choice.only)
            return _Planned(planned, settings), plan_text(planned, forward.batch_events)

        self._reader.ask("plan", question, self._show, self._failed)

    def _show(self, told: tuple[_Planned, Content]) -> None:
        self._planned, text = told
        planned = self._planned.plan
        self.query_one("#plan", Static).update(text)
        self.query_one("#sheet").border_title = f"{len(planned.events):,} server event" + (
            "" if len(planned.events) == 1 else "s"
        )
        self.query_one("#accept", Button).disabled = bool(planned.refusals) or self._readonly
        if self._readonly:
            self.tell("Started with --readonly: this is shown, and nothing can be sent.")
        elif planned.refusals:
            many = len(planned.refusals)
            self.tell(f"Not sent for {many} reason{'' if many == 1 else 's'}, told above with what to do.")
        else:
            self.query_one("#wrong", Static).update(Content.styled(DRY, "$quiet"))

    def _failed(self, sentence: str) -> None:
        self.query_one("#plan", Static).update(plain(sentence))

    # Going on

    def accept(self) -> None:
        """Go on to the question whether to send, where nothing speaks against it."""
        if self._planned is None or self._planned.plan.refusals or self._readonly:
            return
        planned, settings = self._planned
        self.app.push_screen(ConfirmScreen(planned, settings), self._confirmed)

    def _confirmed(self, parcel: Parcel | None) -> None:
        if parcel is not None:
            self.dismiss(parcel)

    def action_page(self, pages: int) -> None:
        """Scroll what would be sent."""
        sheet = self.query_one("#sheet", VerticalScroll)
        sheet.scroll_relative(y=pages * max(sheet.size.height - 1, 1), animate=False)
