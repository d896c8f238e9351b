"""One value of a property, to be changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Input, Static

from simulator.tui.screens.dialog import Dialog
from simulator.tui.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget


class ValueScreen(Dialog[list[Any]]):
    """Gives the new value, alone in a list. ``check`` gives a sentence for a value that can't be, else nothing."""

    CSS_PATH = "value.tcss"
    accept_text: ClassVar[str] = "Run again"

    def __init__(self, where: str, value: Any, check: Callable[[Any], str]) -> None:
        super().__init__()
        self._where, self._value, self._check = where, value, check

    @property
    def title_text(self) -> str:  # type: ignore[override]
        """The value's place in the file."""
        return "Change a value"

    def content(self) -> Iterable[Widget]:
        """Its place, and a field."""
        yield Static(plain(self._where, "bold"), id="where")
        shown = self._value if isinstance(self._value, str) else json.dumps(self._value, ensure_ascii=False)
        yield Input(shown, compact=True, id="value")
        yield Static("%name% on the page, {{name}} in event forwarding. The file stays as it is.", id="about")

    def on_mount(self) -> None:
        self.query_one("#value").focus()

    def on_input_submitted(self) -> None:
        self.accept()

    def accept(self) -> None:
        """Take a value that the property can have."""
        typed = self.query_one("#value", Input).value
        value: Any = typed
        if not isinstance(self._value, str):
            try:
                value = json.loads(typed)
            except ValueError:
                self.tell("It is no text: write true, false or a number.")
                return
        problem = self._check(value)
        if problem:
            self.tell(problem)
        else:
            self.dismiss([value])
