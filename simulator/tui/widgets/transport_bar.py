"""The bar of a replay: what it does, how far it has come, how long it will take."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widget import Widget

from simulator.tui.css import beside
from simulator.tui.text import plain
from simulator.tui.widgets.event_columns import clock

if TYPE_CHECKING:
    from textual import events

    from simulator.tui.playing import Playing
    from simulator.tui.transport import Speed
    from simulator.tui.transporting import TransportApp

_PHASES = {
    "making": ("✦", "making up", "$accent"),
    "opening": ("…", "opening", "$quiet"),
    "playing": ("▶", "playing", "$success"),
    "paused": ("‖", "paused", "$warning"),
    "seeking": ("»", "running to", "$primary"),
    "finishing": ("◌", "looking again", "$primary"),
}
_WIDE, _SHORTEST_TRACK = 100, 10
_HOUR = 3600


def speed_name(speed: Speed) -> str:
    """``60×``, or ``max``."""
    return "max" if speed is None else f"{speed:g}×"


def duration(seconds: float) -> str:
    """``0:42``, ``12:05``, ``3:10:00``."""
    whole = max(0, round(seconds))
    minutes = f"{whole // 60 % 60:02}" if whole >= _HOUR else f"{whole // 60}"
    return (f"{whole // _HOUR}:" if whole >= _HOUR else "") + f"{minutes}:{whole % 60:02}"


class TransportBar(Widget):
    """One line while something is replayed, nothing otherwise. A click on the track seeks."""

    DEFAULT_CSS = beside(__file__)

    def __init__(self) -> None:
        super().__init__()
        self._track = (0, 0)

    @property
    def host(self) -> TransportApp:
        """The application, by its own type."""
        return cast("TransportApp", self.app)

    def on_mount(self) -> None:
        self.watch(self.app, "playing", self._changed)

    def _changed(self, playing: Playing | None) -> None:
        self.display = playing is not None
        self.refresh()

    def render(self) -> Content:
        """State and speed, the track, and numbers on its right."""
        playing = self.host.playing
        if playing is None:
            return Content("")
        left, right = self._left(playing), self._right(playing)
        room = self.size.width - left.cell_length - right.cell_length - 2
        if room < _SHORTEST_TRACK:
            left = self._left(playing, title=False)
            room = self.size.width - left.cell_length - right.cell_length - 2
        room = max(room, 0)
        self._track = (left.cell_length + 1, room)
        return Content.assemble(left, " ", self._bar(playing, room), " ", right)

    def _left(self, playing: Playing, *, title: bool = True) -> Content:
        mark, word, colour = _PHASES[playing.phase]
        parts = [Content.styled(f" {mark} {word} ", f"bold {colour}")]
        if playing.phase in ("playing", "paused"):
            parts.append(Content.styled(f"{speed_name(playing.speed)} ", "bold $foreground"))
        if title and self.size.width >= _WIDE:
            parts.append(plain(playing.title, "$quiet", 40))
        return Content("").join(parts)

    def _right(self, playing: Playing) -> Content:
        parts = []
        share, progress, remaining = playing.share, playing.progress, playing.remaining
        if progress is not None:
            parts.append(Content.styled(f"{progress.read:,}", "bold $foreground"))
            if progress.latest and playing.phase != "making":
                parts.append(Content.styled(clock(progress.latest, day=self.size.width >= _WIDE), "$foreground"))
        if share is not None:
            parts.append(Content.styled(f"{int(100 * share)} %", "$quiet"))
        if remaining is not None and playing.phase not in ("finishing", "opening"):
            parts.append(Content.styled(f"-{duration(remaining)}", "$quiet"))
        return Content.assemble(Content("  ").join(parts), " ")

    @staticmethod
    def _bar(playing: Playing, room: int) -> Content:
        share = playing.share or 0.0
        halves = round(2 * room * share)
        done = "━" * (halves // 2) + ("╸" if halves % 2 else "")
        colour = _PHASES[playing.phase][2]
        return Content.assemble((done, colour), ("─" * (room - len(done)), "$foreground-disabled"))

    def on_click(self, event: events.Click) -> None:
        start, room = self._track
        if room and start <= event.x < start + room:
            self.host.go_to_share((event.x - start + 0.5) / room)
