"""Set-up: what the open run says of itself, settings with their origin, paths, versions, limits."""

from __future__ import annotations

import os
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from simulator.settings.secrets import SECRET_VARIABLES
from simulator.tui.forward_setup_text import forwarding_text
from simulator.tui.screens.base import RunScreen
from simulator.tui.setup_text import doctor_text, run_text
from simulator.views.environment import Surroundings, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from simulator.forward.past import Past
    from simulator.store import Store
    from simulator.tui.sending import Sending


class SetupScreen(RunScreen):
    """The doctor of ``capisim doctor``, and the datasets and test event codes of the open run."""

    CSS_PATH = "setup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("R", "look_again", "Look again", tooltip="Look at settings, paths and versions again"),
        Binding("O", "app.forwards", "Forwards", tooltip="What was forwarded, and what Meta said"),
        Binding("k", "scroll_by(-1)", "Up", show=False),
        Binding("j", "scroll_by(1)", "Down", show=False),
        Binding("g", "scroll_to_end(False)", "Top", show=False),
        Binding("G", "scroll_to_end(True)", "End", show=False),
    ]
    mode: ClassVar[str] = "setup"
    needs_run: ClassVar[bool] = False
    about: ClassVar[str] = (
        "What a command depends on, each setting with where it comes from. Of an access token only its presence is "
        "told. Options go before environment variables, these before the project's file, that before the user's."
    )

    def content(self) -> Iterable[Widget]:
        """Three texts, scrolled as one."""
        with VerticalScroll(id="sheet"):
            yield Static(id="run", markup=False)
            yield Static(id="forwarding", markup=False)
            yield Static("looking…", id="doctor", markup=False)

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#sheet").focus()
        self._document: dict[str, Any] | None = None
        self._past: list[Past] | None = None
        self._show_run(None)
        self.watch(self.host, "sending", self._sending_changed, init=False)
        self.action_look_again()

    def action_look_again(self) -> None:
        """Diagnose anew."""
        self.run_worker(partial(self._diagnose, self.host.stores.path), thread=True, group="doctor", exclusive=True)

    def _diagnose(self, store: str) -> None:
        from simulator.diagnosis import diagnose

        try:
            document = diagnose({"store": store}, os.environ, Path.cwd()).document
        except FileNotFoundError:
            self.call_later(self._failed, "The current folder has been deleted; start capisim in another one.")
            return
        self.call_later(self._show_doctor, document)

    def _failed(self, sentence: str) -> None:
        self.query_one("#doctor", Static).update(sentence)

    def _show_doctor(self, document: dict[str, Any]) -> None:
        self._document = document
        self._draw_doctor()
        self._show_forwarding()
        self._ask_past()

    def _draw_doctor(self) -> None:
        if self._document is not None:
            width = self.query_one("#sheet").scrollable_content_region.width
            self.query_one("#doctor", Static).update(doctor_text(self._document, width, self.host.listening))

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw_doctor)

    # Forwarding

    def _sending_changed(self, before: Sending | None, now: Sending | None) -> None:
        if (before is None) != (now is None):
            self._ask_past()

    def _ask_past(self) -> None:
        def question(store: Store) -> list[Past]:
            # Late, since it brings the client with it that can connect.
            from simulator.forward.past import past_forwards

            return past_forwards(store)

        # Without a store there is nothing to read, and none is made by looking.
        if self.current.run:
            self.reader.ask("forwards", question, self._show_past)
        else:
            self._show_past([])

    def _show_past(self, found: list[Past]) -> None:
        self._past = found
        self._show_forwarding()

    def _show_forwarding(self) -> None:
        if self._document is None:
            return
        secrets = [name for name in SECRET_VARIABLES if os.environ.get(name)]
        text = forwarding_text(
            self._document,
            secrets,
            self._past,
            keyring=find_spec("keyring") is not None,
            readonly=self.host.readonly,
        )
        self.query_one("#forwarding", Static).update(text)

    def action_open_forward(self, number: int) -> None:
        """Show one forward with its events."""
        from simulator.tui.screens.sent import SentScreen

        self.app.push_screen(SentScreen(number))

    def on_run_changed(self) -> None:
        run = self.current.run
        if run:
            self.reader.ask("surroundings", lambda store: surroundings(store, run), self._show_run)
        else:
            self._show_run(None)

        if self._document is not None:
            self._ask_past()

    def on_run_grew(self) -> None:
        self.on_run_changed()

    def _show_run(self, found: Surroundings | None) -> None:
        self.query_one("#run", Static).update(run_text(self.current, found))

    def action_scroll_by(self, rows: int) -> None:
        """Scroll."""
        self.query_one("#sheet", VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_scroll_to_end(self, end: bool) -> None:
        """Go to the top or the end."""
        sheet = self.query_one("#sheet", VerticalScroll)
        if end:
            sheet.scroll_end(animate=False)
        else:
            sheet.scroll_home(animate=False)
