"""Asking for a time to go to."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Input, Static

from simulator.clock import parse_time
from simulator.errors import UsageError
from simulator.tui.screens.dialog import Dialog, field
from simulator.tui.widgets.event_columns import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_FURTHER = re.compile(r"\+(\d+(?:\.\d+)?)\s*(s|m|h|d)?")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def moment_of(text: str, about: float | None) -> float:
    """What is typed, as Unix seconds: ``+90``, ``+5m``, ``14:20``, ``2026-03-02T14:20:00Z`` or Unix seconds.

    ``about`` is where the run stands: what ``+`` counts from, and whose day (UTC) a time of the day is on. Raises
    UsageError.
    """
    typed = text.strip()
    if about is not None and (further := _FURTHER.fullmatch(typed)):
        return about + float(further[1]) * _UNITS[further[2] or "s"]
    if about is not None and (of_day := _OF_DAY.fullmatch(typed)):
        hour, minute, second = (int(part or 0) for part in of_day.groups())
        if hour > 23 or minute > 59 or second > 59:
            raise UsageError(f"{typed} is no time of the day")
        day = datetime.fromtimestamp(about, UTC).replace(hour=hour, minute=minute, second=second, microsecond=0)
        return day.timestamp()
    return parse_time(typed)


class SeekScreen(Dialog[float]):
    """Gives a moment in Unix seconds. ``about`` is the moment the run stands at, None when that isn't known."""

    CSS_PATH = "seek.tcss"
    title_text: ClassVar[str] = "Go to a time"
    accept_text: ClassVar[str] = "Go"

    def __init__(self, about: float | None = None) -> None:
        super().__init__()
        self._about = about

    def content(self) -> Iterable[Widget]:
        """One field, and what it takes."""
        placeholder = "+5m, 14:20 or 2026-03-02T14:20:00Z" if self._about is not None else "2026-03-02T14:20:00Z"
        yield field("Time", Input(placeholder=placeholder, compact=True, id="time"))
        here = f"It is {clock(self._about, day=True)} UTC there. " if self._about is not None else ""
        yield Static(
            f"{here}What is not decided yet is run to at full speed. What is behind stays decided: there only the "
            "view moves.",
            markup=False,
            id="hint",
        )

    def on_mount(self) -> None:
        self.query_one("#time").focus()

    def on_input_submitted(self) -> None:
        self.accept()

    def accept(self) -> None:
        """Go on with what is a time."""
        try:
            moment = moment_of(self.query_one("#time", Input).value, self._about)
        except UsageError as error:
            self.tell(str(error))
            return
        self.dismiss(moment)
