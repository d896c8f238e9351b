"""The bar of a sending: how many events are settled, what is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.widget import Widget

from simulator.tui.css import beside
from simulator.tui.text import plain

if TYPE_CHECKING:
    from simulator.tui.forwarding import ForwardApp
    from simulator.tui.sending import Sending

_SHORTEST_TRACK, _LONGEST_TRACK = 8, 60


class SendingBar(Widget):
    """One line while something is sent, nothing otherwise."""

    DEFAULT_CSS = beside(__file__)

    @property
    def host(self) -> ForwardApp:
        """The application, by its own type."""
        return cast("ForwardApp", self.app)

    def on_mount(self) -> None:
        self.watch(self.app, "sending", self._changed)

    def _changed(self, sending: Sending | None) -> None:
        self.display = sending is not None
        self.refresh()

    def render(self) -> Content:
        """State, track, numbers, what is waited for."""
        sending = self.host.sending
        if sending is None:
            return Content("")
        word = "stopping, as soon as Meta has answered" if sending.stopping else "sending"
        left = Content.styled(f" ↑ {word} ", f"bold {'$warning' if sending.stopping else '$success'}")
        progress = sending.progress
        if progress is None:
            return Content.assemble(left, plain(f"to dataset {sending.target.pixel_id}", "$quiet"))
        done, total = progress.done, max(progress.total, 1)
        numbers = Content.assemble(
            (f" {done:,} of {progress.total:,}", "bold"),
            (f"  {progress.accepted:,} accepted", "$success"),
            (f"  {progress.refused:,} refused" if progress.refused else "", "$error"),
            plain(f"  {progress.text}" if progress.text else "", "$warning", 200),
        )
        room = min(self.size.width - left.cell_length - numbers.cell_length - 1, _LONGEST_TRACK)
        if room < _SHORTEST_TRACK:
            return Content.assemble(left, numbers).truncate(max(self.size.width, 0), ellipsis=True)
        full = round(room * done / total)
        return Content.assemble(left, ("━" * full, "$success"), ("─" * (room - full), "$foreground-disabled"), numbers)
