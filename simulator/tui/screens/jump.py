"""Jump mode: a letter on everything that can have the focus."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen
from textual.widgets import Label

from simulator.tui.css import beside

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

_LETTERS = "asdfghjkl" + "".join(sorted(set(ascii_lowercase) - set("asdfghjkl")))


class JumpScreen(ModalScreen["Widget | None"]):
    """Letters over the widgets of the screen below; its result is the chosen widget, None for none."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Stay")]

    def __init__(self, below: Screen[None]) -> None:
        super().__init__()
        shown = [widget for widget in below.focus_chain if widget.is_on_screen]
        self._targets: dict[str, Widget] = dict(zip(_LETTERS, shown, strict=False))

    def compose(self) -> ComposeResult:
        """A label on the upper left corner of each widget."""
        for letter, widget in self._targets.items():
            label = Label(f" {letter} ", markup=False)
            label.absolute_offset = widget.region.offset
            yield label

    def on_key(self, event: events.Key) -> None:
        if event.key in self._targets:
            event.stop()
            self.dismiss(self._targets[event.key])
