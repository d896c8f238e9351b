"""What dialogs have in common: a box in the middle, a line for what is wrong, escape."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Checkbox, Label, Select, Static

from simulator.tui.css import beside
from simulator.tui.text import plain
from simulator.tui.transport import SPEEDS, Speed
from simulator.tui.widgets.tick import Tick
from simulator.tui.widgets.transport_bar import speed_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.widget import Widget

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A dialog. A subclass gives ``title_text``, ``content``, and ``accept``, which is called for its main button."""

    DEFAULT_CSS = beside(__file__)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("ctrl+s", "accept", "Go", show=False),
        # With priority, so that the next field has the focus before the next key is looked at.
        Binding("tab", "app.focus_next", "Next field", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "Field before", show=False, priority=True),
    ]
    title_text: ClassVar[str] = ""
    accept_text: ClassVar[str] = "Replay"

    def content(self) -> Iterable[Widget]:
        """The fields."""
        return ()

    def compose(self) -> ComposeResult:
        """Fields, what is wrong, buttons."""
        with Vertical(id="box") as box:
            box.border_title = self.title_text
            box.border_subtitle = "tab goes on · ctrl+s goes · esc cancels"
            yield from self.content()
            yield Static(id="wrong", markup=False)
            with Horizontal(id="buttons"):
                yield Button(self.accept_text, id="accept", variant="primary", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def tell(self, sentence: str) -> None:
        """Say what is wrong; nothing for nothing."""
        self.query_one("#wrong", Static).update(plain(sentence, "$error") if sentence else Content(""))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "accept":
            self.accept()
        else:
            self.action_cancel()

    def accept(self) -> None:
        """Take what was typed, or say what is wrong with it."""

    def action_accept(self) -> None:
        """As the main button."""
        self.accept()

    def action_cancel(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)


def field(label: str, widget: Widget) -> Horizontal:
    """A widget with its label on the left."""
    return Horizontal(Label(label, markup=False), widget, classes="field")


def speed_fields() -> list[Widget]:
    """How fast to replay, and whether to begin paused; see ``chosen_speed``."""
    options = [(f"{speed_name(speed)}{'imum' if speed is None else ''}", place) for place, speed in enumerate(SPEEDS)]
    speeds: Select[int] = Select(options, value=len(SPEEDS) - 1, allow_blank=False, compact=True, id="speed")
    return [field("Speed", speeds), Tick("begin paused", compact=True, id="paused")]


def chosen_speed(screen: ModalScreen[Result]) -> tuple[Speed, bool]:
    """The speed and whether to begin paused."""
    place = screen.query_one("#speed", Select).value
    return SPEEDS[place if isinstance(place, int) else -1], screen.query_one("#paused", Checkbox).value
