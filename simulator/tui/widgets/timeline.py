"""The timeline: when events came, on which channel, and where findings are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from simulator.tui.css import beside
from simulator.tui.widgets.event_columns import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from simulator.views.timeline import Bucket

_BLOCKS = " ▁▂▃▄▅▆▇█"
_FULL = 8
_WITH_AXIS = 4
_DAY = 86_400
_KINDS = ("browser", "server", "rejected", "error", "warning", "note", "axis", "here")


class Timeline(Widget):
    """Bars of events, the server's below the browser's; under them bars of findings; an axis where there is room.

    ``here`` is the moment (Unix seconds) of the event that is chosen in the list.
    """

    DEFAULT_CSS = beside(__file__)
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"timeline--{kind}" for kind in _KINDS}

    here: reactive[float | None] = reactive(None)

    class Picked(Message):
        """A moment was clicked, in Unix seconds."""

        def __init__(self, moment: float) -> None:
            super().__init__()
            self.moment = moment

    class Resized(Message):
        """There is room for another number of buckets."""

    def __init__(self) -> None:
        super().__init__()
        self._buckets: Sequence[Bucket] = ()

    @property
    def room(self) -> int:
        """How many buckets there is room for."""
        return self.size.width

    def show(self, buckets: Sequence[Bucket]) -> None:
        """Show these stretches of time."""
        self._buckets = buckets
        self.refresh()

    def on_resize(self) -> None:
        self.post_message(self.Resized())

    def on_click(self, event: events.Click) -> None:
        if event.x < len(self._buckets):
            self.post_message(self.Picked(self._buckets[event.x].start))

    def render_line(self, y: int) -> Strip:
        """One line of the bars, from the top."""
        width, height = self.size
        axis = 1 if height >= _WITH_AXIS else 0
        bars = height - 1 - axis
        if not self._buckets:
            segments = [Segment(" " * width, self._style("axis"))]
        elif y < bars:
            segments = self._events(bars - 1 - y, bars)
        elif y == bars:
            segments = self._findings()
        else:
            segments = self._axis(width)
        return Strip(segments).adjust_cell_length(width, self._style("axis"))

    def _style(self, kind: str) -> Style:
        return self.get_component_rich_style(f"timeline--{kind}", partial=True)

    def _events(self, row: int, rows: int) -> list[Segment]:
        """Row 0 is the lowest."""
        browser, server = self._style("browser"), self._style("server")
        stacked = server + Style(bgcolor=browser.color)
        most = max(bucket.events for bucket in self._buckets) or 1
        segments = []
        for bucket in self._buckets:
            low = _eighths(bucket.server, most, rows) - row * _FULL
            high = max(_eighths(bucket.events, most, rows), low + row * _FULL) - row * _FULL
            if low >= _FULL:
                segments.append(Segment(_BLOCKS[_FULL], server))
            elif low > 0:
                segments.append(Segment(_BLOCKS[low], stacked if high >= _FULL else server))
            else:
                segments.append(Segment(_BLOCKS[max(0, min(high, _FULL))], browser))
        return segments

    def _findings(self) -> list[Segment]:
        found = [bucket.found for bucket in self._buckets]
        most = max(sum(each.values()) for each in found) or 1
        segments = []
        for each in found:
            worst = next((severity.value for severity, count in each.items() if count), "axis")
            segments.append(Segment(_BLOCKS[_eighths(sum(each.values()), most, 1)], self._style(worst)))
        return segments

    def _axis(self, width: int) -> list[Segment]:
        first, last = self._buckets[0], self._buckets[-1]
        day = last.end - first.start > _DAY
        start, end = clock(first.start, day=day), clock(last.end, day=day)
        legend = [("■ browser  ", "browser"), ("■ server  ", "server"), ("▂ with findings", "warning")]
        room = width - len(start) - len(end) - sum(len(text) for text, _ in legend)
        if room < 4:
            legend, room = [], width - len(start) - len(end)
        gaps = room // 2, room - room // 2
        segments = [Segment(start + " " * gaps[0], self._style("axis"))]
        segments += [Segment(text, self._style(kind)) for text, kind in legend]
        segments.append(Segment(" " * gaps[1] + end, self._style("axis")))
        place = self._place()
        if place is None or not len(start) <= place < width - len(end):
            # The times at both ends are needed more.
            return segments
        before, _, after = Strip(segments).divide([place, place + 1, width])
        return [*before, Segment("▲", self._style("here")), *after]

    def _place(self) -> int | None:
        """The bucket of the chosen event."""
        if self.here is None:
            return None
        first = self._buckets[0]
        return max(0, min(int((self.here - first.start) / first.seconds), len(self._buckets) - 1))


def _eighths(count: int, most: int, rows: int) -> int:
    """The height of a bar in eighths of a cell; something is never drawn as nothing."""
    return max(1, round(count * rows * _FULL / most)) if count else 0
