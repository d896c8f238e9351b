"""The filter bar: a filter is typed, and what it finds or what is wrong with it is told while it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.highlighter import Highlighter
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from simulator.filtering import Filter, FilterError, parse
from simulator.tui.css import beside
from simulator.tui.text import plain

if TYPE_CHECKING:
    from rich.text import Text
    from textual.app import ComposeResult
    from textual.events import Key
    from textual.timer import Timer

# Long enough that a word typed at once is one filter, short enough that the answer seems to come at once.
_REST_SECONDS = 0.15
EXAMPLE = "name:Purchase & verdict:duplicate & !finding:USR"


class _Mistake(Highlighter):
    """Underlines the rest of a filter from the place of a mistake on."""

    column = 0

    def highlight(self, text: Text) -> None:
        if self.column:
            start = min(self.column - 1, max(len(text) - 1, 0))
            text.stylize("underline bold", start)


class _Field(Input):
    """Submits when enter comes, not when the application has heard of it: more may have been typed by then."""

    async def key_enter(self, event: Key) -> None:
        """Submit what was typed before it."""
        event.stop()
        event.prevent_default()
        await self.action_submit()


class FilterBar(Horizontal):
    """One line for typing a filter; ``enter`` keeps it, ``escape`` brings back the one before."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep this filter"),
        Binding("escape", "back", "Back to the one before"),
    ]

    class Changed(Message):
        """Another filter is meant; None for none."""

        def __init__(self, filter: Filter | None) -> None:  # noqa: A002 - it is one
            super().__init__()
            self.filter = filter

    class Closed(Message):
        """Typing is over."""

    def __init__(self) -> None:
        super().__init__()
        self._before: Filter | None = None
        self._waiting: Timer | None = None
        self._mistake = _Mistake()

    def compose(self) -> ComposeResult:
        """The field, and what is told of it."""
        yield Static(" / ", id="slash", markup=False)
        field = _Field(placeholder=EXAMPLE, compact=True, highlighter=self._mistake, select_on_focus=False)
        field.cursor_blink = False
        yield field
        yield Static("", id="told", markup=False)

    @property
    def is_open(self) -> bool:
        """Whether a filter is being typed."""
        return self.display

    @property
    def is_told(self) -> bool:
        """Whether what is typed has become the filter, or was found to be none."""
        return self._waiting is None

    def open(self, current: Filter | None) -> None:
        """Begin typing, with the filter there is."""
        self._before = current
        # No class for it: that would be looked at later, and what is not displayed can't have the focus.
        self.display = True
        field = self.query_one(Input)
        field.value = current.text if current else ""
        field.cursor_position = len(field.value)
        self.screen.set_focus(field)
        self.refresh_bindings()

    def tell(self, text: str) -> None:
        """Say how many events the filter finds."""
        if not self.has_class("-wrong"):
            self.query_one("#told", Static).update(plain(text))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._stop_waiting()
        if self.is_open and self._read(event.value) is not False:
            self._waiting = self.set_timer(_REST_SECONDS, self._mean)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None

    def _read(self, text: str) -> Filter | bool | None:
        """The filter of a text; False when it can't be read, which is told."""
        told = self.query_one("#told", Static)
        try:
            found = parse(text)
        except FilterError as error:
            self._mistake.column = error.column
            self.add_class("-wrong")
            told.update(plain(f"at {error.column}: {error.problem}", limit=200))
            return False
        self._mistake.column = 0
        if self.has_class("-wrong"):
            self.remove_class("-wrong")
            told.update("")
        return None if found.matches_all else found

    def _mean(self, text: str | None = None) -> bool:
        self._stop_waiting()
        found = self._read(self.query_one(Input).value if text is None else text)
        if isinstance(found, bool):
            return False
        self.post_message(self.Changed(found))
        return True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        # Not what the field holds by now: more may have been typed in the same instant.
        if self._mean(event.value):
            self._close()

    def action_keep(self) -> None:
        """Keep the filter; the field itself says that it was submitted."""

    def action_back(self) -> None:
        """Leave the filter as it was before."""
        self._stop_waiting()
        self.post_message(self.Changed(self._before))
        self._close()

    def _close(self) -> None:
        self.remove_class("-wrong")
        self.display = False
        self.post_message(self.Closed())
