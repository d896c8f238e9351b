"""Live: every event as it comes, what became of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from simulator.tui.keeping import Kept
from simulator.tui.rows import Rows
from simulator.tui.screens.base import RunScreen
from simulator.tui.widgets.event_list import EventList
from simulator.tui.widgets.inspector import Inspector
from simulator.tui.widgets.list_status import ListStatus
from simulator.tui.widgets.timeline import Timeline
from simulator.tui.widgets.totals import TotalsBar
from simulator.views.detail import Detail, detail
from simulator.views.timeline import Bucket, timeline
from simulator.views.totals import Totals, totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.widget import Widget

    from simulator.store import Store


class LiveScreen(RunScreen):
    """The event stream with its totals and its timeline, and the inspector of the chosen event beside it."""

    CSS_PATH = "live.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "follow", "Pause/follow"),
        Binding("t", "twin", "Twin"),
        Binding("r", "reveal", "Reveal"),
        Binding("l", "into_inspector", "Inspector", show=False),
        Binding("h", "into_list", "List", show=False),
    ]
    mode: ClassVar[str] = "live"

    def content(self) -> Iterable[Widget]:
        """Totals and timeline above, list and inspector below."""
        yield TotalsBar()
        yield Timeline()
        with Horizontal(id="stage"):
            with Vertical(id="left"):
                yield ListStatus()
                yield EventList(self.host.stores)
            yield Inspector()

    def on_mount(self) -> None:
        super().on_mount()
        self.totals = Kept[Totals](self, self.reader, "totals", self._ask_totals, self._show_totals)
        self.timeline = Kept[list[Bucket]](self, self.reader, "timeline", self._ask_timeline, self._show_timeline)
        self.events = self.query_one(EventList)
        self.status = self.query_one(ListStatus)
        self.inspector = self.query_one(Inspector)
        self.events.focus()

    # The run

    def on_run_changed(self) -> None:
        self.events.following = True
        self._show_rows()
        self.totals.restart()
        self.timeline.restart()

    def on_run_grew(self) -> None:
        self._grow()
        self.totals.renew()
        self.timeline.renew()
        self._inspect(self.events.chosen)

    def _show_rows(self) -> None:
        now = self.current
        self.events.show_rows(now.run, now.version, Rows(now.last))
        self._show_status()

    def _grow(self) -> None:
        if not self.events.following:
            self.status.new += max(self.current.last - self.status.total, 0)
        self.events.rows.grow(self.current.last)
        self.events.grown(self.current.version)
        self._show_status()

    def _show_status(self) -> None:
        status = self.status
        status.growing = self.current.running
        status.total, status.found = self.current.last, len(self.events.rows)
        status.following = self.events.following

    def _ask_totals(self) -> Callable[[Store], Totals] | None:
        run = self.current.run
        return (lambda store: totals(store, run)) if run else None

    def _show_totals(self, counted: Totals) -> None:
        self.query_one(TotalsBar).totals = counted

    def _ask_timeline(self) -> Callable[[Store], list[Bucket]] | None:
        run, room = self.current.run, self.query_one(Timeline).room
        return (lambda store: timeline(store, run, room)) if run and room else None

    def _show_timeline(self, buckets: list[Bucket]) -> None:
        self.query_one(Timeline).show(buckets)

    def on_timeline_resized(self) -> None:
        self.timeline.restart()

    # The chosen event

    def on_event_list_chosen(self, message: EventList.Chosen) -> None:
        self._inspect(message.n)

    def _inspect(self, n: int) -> None:
        run = self.current.run
        if n:
            self.reader.ask("detail", lambda store: detail(store, run, n), self._show_detail)
        else:
            self.inspector.show(None)

    def _show_detail(self, found: Detail) -> None:
        self.inspector.show(found)
        line = found.line
        self.query_one(Timeline).here = line.event_time if line.received_at is None else line.received_at

    def on_event_list_following_changed(self) -> None:
        if self.events.following:
            self.status.new = 0
        self._show_status()

    def action_follow(self) -> None:
        """Pause, or follow the newest event again."""
        self.events.following = not self.events.following

    def action_twin(self) -> None:
        """Go to the other copy of the chosen event, or to one that looks like it."""
        found = self.inspector.detail
        if found is None or not found.twins:
            self.notify("This event has no other copy in this run, and none is suspected.", markup=False)
        else:
            self.action_show_event(found.twins[0])

    def action_show_event(self, n: int) -> None:
        """Put the cursor on an event."""
        if not self.events.go_to(n):
            self.notify(f"#{n} is not among the events that the filter shows.", severity="warning", markup=False)

    def action_reveal(self) -> None:
        """Show the values of the chosen event as they were sent, or mask them again."""
        self.inspector.toggle_reveal()

    def action_into_inspector(self) -> None:
        """Go on in the inspector."""
        self.inspector.focus()

    def action_into_list(self) -> None:
        """Go back to the list."""
        self.events.focus()
