"""The question before something is sent: it has to be answered in words, so that no single key can send."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Checkbox, Input, Static

from simulator.errors import UsageError
from simulator.forward.keyrings import KEYRING_EXTRA, open_keyring
from simulator.forward.resuming import Left
from simulator.forward.tokens import NoTokenError, find_token
from simulator.settings.secrets import TOKEN_VARIABLES, holds_token
from simulator.tui.forward_text import notes_text, where_text
from simulator.tui.screens.dialog import Dialog, field
from simulator.tui.screens.source import PathSuggester
from simulator.tui.sending import Parcel
from simulator.tui.text import plain
from simulator.tui.typed_path import typed_path
from simulator.tui.widgets.tick import Tick

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.widget import Widget

    from simulator.forward.planning import Plan
    from simulator.forward.tokens import Found
    from simulator.settings import Settings


class ConfirmScreen(Dialog[Parcel]):
    """Says what will be sent to where and that Meta takes it for real; its result is what to send.

    A token that is not in the environment may come from a file that is named here, or from the keyring, which is
    asked only where that is ticked.
    """

    CSS_PATH = "confirm.tcss"
    title_text: ClassVar[str] = "Send to Meta"
    accept_text: ClassVar[str] = "Send"

    def __init__(self, work: Plan | Left, settings: Settings) -> None:
        super().__init__()
        self._work, self._settings = work, settings
        self._looking = False
        many = work.events if isinstance(work, Left) else len(work.events)
        self._events = f"{many:,} event{'' if many == 1 else 's'}"
        self.words = f"send {many}"

    def content(self) -> Iterable[Widget]:
        """What is known, where the token is, and the words to type."""
        yield Static(self._what(), id="what", markup=False)
        with VerticalScroll(id="notes", can_focus=False):
            yield Static(notes_text(self._work.notes), markup=False)
        yield Static("looking…", id="token", markup=False)
        with Vertical(id="elsewhere"):
            yield field("Token file", Input(suggester=PathSuggester(), compact=True, id="file"))
            yield Tick("ask the keyring of the system", compact=True, id="keyring")
        words = Content.assemble("To send, type ", (self.words, "bold $warning"), " and press enter.")
        yield Static(words, id="say", markup=False)
        yield field("", Input(compact=True, id="typed"))

    def on_mount(self) -> None:
        self.query_one("#accept", Button).disabled = True
        found: Found | None = None
        try:
            found = find_token(os.environ, keyring=None)
        except NoTokenError:
            text = Content.styled(f"none in {' or '.join(TOKEN_VARIABLES)}", "$warning")
        except UsageError as error:
            text = plain(str(error), "$error")
        else:
            text = Content.styled(f"present, {found.origin}", "$success")
        self.query_one("#token", Static).update(Content.assemble(("Token      ", "$quiet"), text))
        self.query_one("#elsewhere").display = found is None
        self.query_one("#typed" if found is not None else "#file").focus()

    def _what(self) -> Content:
        rest = "the rest: " if isinstance(self._work, Left) else ""
        return Content.assemble((f"{rest}{self._events} ", "bold"), where_text(self._work.target))

    @property
    def _said(self) -> bool:
        return self.query_one("#typed", Input).value.strip().casefold() == self.words

    def on_input_changed(self, event: Input.Changed) -> None:
        if holds_token(event.value):
            # One that was pasted into the wrong field is to stay on no screen.
            event.input.value = ""
            self.tell("That looks like an access token: name a file that sets it, it is typed nowhere.")
            return
        if event.input.id == "typed":
            self.query_one("#accept", Button).disabled = not self._said
        if event.value:
            self.tell("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "typed":
            self.accept()
        else:
            self.query_one("#typed").focus()

    def accept(self) -> None:
        """Send, if that was typed and there is a token."""
        if not self._said:
            self.tell(f"Nothing is sent yet: type '{self.words}'.")
            self.query_one("#typed").focus()
        elif not self._looking:
            typed = self.query_one("#file", Input).value.strip()
            try:
                file = typed_path(typed) if typed else None
            except UsageError as error:
                self.tell(f"Nothing was sent: {error}.")
                return
            self._looking = True
            asks = self.query_one("#keyring", Checkbox).value
            # A keyring may ask somebody for a password, and answers when it likes.
            self.run_worker(lambda: self._look(file, keyring=asks), thread=True, group="token")

    def _look(self, file: Path | None, *, keyring: bool) -> None:
        account = self._work.target.pixel_id
        ring = open_keyring if keyring else None
        try:
            found = find_token(os.environ, env_file=file, account=account, keyring=ring)
        except NoTokenError as error:
            first = "that file sets none" if file is not None else "there is no access token"
            why = f"; {error.why}" if error.why else ""
            extra = f" The keyring needs {KEYRING_EXTRA}." if KEYRING_EXTRA in error.why else ""
            names = " or ".join(TOKEN_VARIABLES)
            told = f"Nothing was sent: {first}{why}. Name a file that sets {names}.{extra}"
            self.call_later(self._not_found, told)
        except UsageError as error:
            self.call_later(self._not_found, f"Nothing was sent: {error}.")
        except Exception as error:
            # Its traceback would be printed with all that is known there, the token for one.
            self.call_later(self._not_found, f"Nothing was sent: looking for a token failed ({type(error).__name__}).")
        else:
            self.call_later(self._found, Parcel(self._work, self._settings, found, file, keyring))

    def _found(self, parcel: Parcel) -> None:
        # What dismiss gives back must not be awaited here.
        self.dismiss(parcel)

    def _not_found(self, sentence: str) -> None:
        self._looking = False
        self.tell(sentence)
