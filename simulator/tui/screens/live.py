"""Live: every event as it comes, what became of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from simulator.tui.keeping import Kept
from simulator.tui.screens.diff import DiffScreen
from simulator.tui.screens.event import EventScreen
from simulator.tui.screens.frequencies import FrequencyScreen
from simulator.tui.screens.sorted import SortedScreen
from simulator.tui.selecting import Selecting
from simulator.tui.widgets.event_columns import STRIP_LEGEND
from simulator.tui.widgets.event_list import EventList
from simulator.tui.widgets.filter_bar import FilterBar
from simulator.tui.widgets.inspector import Inspector
from simulator.tui.widgets.list_status import ListStatus
from simulator.tui.widgets.timeline import Timeline
from simulator.tui.widgets.totals import TotalsBar
from simulator.views.columns import COLUMNS, Order
from simulator.views.detail import Detail, detail
from simulator.views.moments import first_since
from simulator.views.timeline import Bucket, timeline
from simulator.views.totals import Totals, totals

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from textual.widget import Widget

    from simulator.filtering import Filter
    from simulator.store import Store
    from simulator.tui.rows import Rows

_OF_EVENTS = frozenset({"follow", "twin", "reveal", "mark", "diff", "sort", "reverse", "frequencies"})


class LiveScreen(SortedScreen):
    """The event stream with its totals and its timeline, and the inspector of the chosen event beside it."""

    CSS_PATH = "live.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "follow", "Pause", tooltip="Pause, or follow the newest event"),
        Binding("t", "twin", "Twin", tooltip="Go to the event's other copy"),
        Binding("r", "reveal", "Reveal", tooltip="Show the values as they were sent, or mask them"),
        Binding("m", "mark", "Mark", tooltip="Mark the event"),
        Binding("d", "diff", "Diff", tooltip="Compare with the marked event, or with its twin"),
        Binding("F", "frequencies", "Count", tooltip="Count the values of a column"),
        Binding("l", "into_inspector", "Inspector", show=False),
        Binding("h", "into_list", "List", show=False),
    ]
    mode: ClassVar[str] = "live"
    filters: ClassVar[bool] = True
    columns: ClassVar[Collection[str]] = COLUMNS
    by_key: ClassVar[tuple[str, ...]] = ("time", "name", "verdict", "finding", "channel", "id")
    about: ClassVar[str] = (
        "Every event in the order it was read, the newest at the bottom. A click on a column's title sorts.\n"
        f"Match keys: {STRIP_LEGEND}.\nA letter: a well-formed value; !: a value, but none well formed; ·: none."
    )

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
        self.selecting = Selecting(self, self.reader, self._show_rows)
        self.events = self.query_one(EventList)
        self.status = self.query_one(ListStatus)
        self.inspector = self.query_one(Inspector)
        self.events.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that need an event are there when there is one."""
        if action in _OF_EVENTS and self.has_class("-nothing"):
            return False
        if action == "reveal" and not self.query_one(Inspector).display:
            # What it would reveal is not in sight; the event in full has a key for it.
            return False
        return super().check_action(action, parameters)

    def on_resize(self) -> None:
        self.refresh_bindings()

    # The run

    def on_run_changed(self) -> None:
        self.events.following = True
        self._select(None)
        self.totals.restart()
        self.timeline.restart()

    def on_run_grew(self) -> None:
        if not self.events.following:
            self.status.new += max(self.current.last - self.status.total, 0)
        self.selecting.grown(self.current)
        self.totals.renew()
        self.timeline.renew()
        self._inspect(self.events.chosen)

    def on_filter_changed(self) -> None:
        self._select(self.selecting.order)

    def _select(self, order: Order | None) -> None:
        self.selecting.begin(self.current, self.host.filter, order)
        self._show_status()

    def _show_rows(self, rows: Rows) -> None:
        now, order = self.current, self.selecting.order
        self.events.show_rows(now.run, now.version, rows, order)
        self._show_status()
        self.query_one(FilterBar).tell(f"{len(rows):,} of {now.last:,}{'' if self.selecting.done else '…'}")

    def _show_status(self) -> None:
        status, order, where = self.status, self.selecting.order, self.host.filter
        status.growing = self.current.running
        status.total, status.found = self.current.last, len(self.events.rows)
        status.looking = not self.selecting.done
        status.filter_text = where.text if where else ""
        status.order = order.told if order else ""
        status.following = self.events.following

    # Order

    @property
    def order(self) -> Order | None:
        """The order of the list."""
        return self.selecting.order

    def sort_by(self, order: Order | None) -> None:
        """Sort; in order of their numbers the newest is followed again."""
        self.events.following = order is None
        self._select(order)
        if order is not None:
            self.events.action_first()

    def action_frequencies(self) -> None:
        """Count the values of a column; the chosen one becomes a filter."""
        order = self.selecting.order
        screen = FrequencyScreen(self.host.filter, order.column if order else "name")
        self.app.push_screen(screen, self._filter_by)

    def _filter_by(self, chosen: Filter | None) -> None:
        if chosen is not None:
            self.host.filter = chosen

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

    def on_timeline_picked(self, message: Timeline.Picked) -> None:
        run, moment = self.current.run, message.moment
        self.reader.ask("moment", lambda store: first_since(store, run, moment), self._go_to_moment)

    def _go_to_moment(self, n: int) -> None:
        if n:
            self.action_show_event(n)

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

    def on_event_list_opened(self, message: EventList.Opened) -> None:
        if self.inspector.display:
            self.inspector.focus()
        else:
            self.app.push_screen(EventScreen(message.n), self._back_from)

    def _back_from(self, n: int | None) -> None:
        if n and n != self.events.chosen:
            self.action_show_event(n)

    def action_mark(self) -> None:
        """Mark the chosen event, or take its mark away."""
        chosen = self.events.chosen
        self.events.mark(0 if chosen == self.events.marked else chosen)
        self.status.marked = self.events.marked

    def action_diff(self) -> None:
        """Put the marked event and the chosen one side by side; without a mark, the chosen one and its twin."""
        chosen, other = self.events.chosen, self.events.marked
        found = self.inspector.detail
        if not other and found is not None and found.line.n == chosen and found.twins:
            other = found.twins[0]
        if not other or not chosen or other == chosen:
            self.notify("Mark one event with m, go to another one, and press d.", markup=False)
        else:
            self.app.push_screen(DiffScreen(other, chosen))

    def action_into_inspector(self) -> None:
        """Go on in the inspector."""
        self.inspector.focus()

    def action_into_list(self) -> None:
        """Go back to the list."""
        self.events.focus()
