"""Runs: every run of the store; one to open, an interrupted one to continue, two to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Static

from simulator.tui.keeping import Kept
from simulator.tui.runs_text import about_run, cells, heading, widths
from simulator.tui.screens.base import RunScreen
from simulator.views.runs import RunSummary, run_summaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.content import Content
    from textual.widget import Widget

    from simulator.store import Store


class RunsScreen(RunScreen):
    """The runs in a table, the newest first, and what is known of the chosen one below it."""

    CSS_PATH = "runs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mark", "Mark", tooltip="Mark the run"),
        Binding("d", "compare", "Compare", tooltip="Compare with the marked run, else with the one before"),
        Binding("c", "continue_run", "Continue", tooltip="Continue the interrupted run"),
        Binding("k", "move(-1)", "Up", show=False),
        Binding("j", "move(1)", "Down", show=False),
        Binding("g", "move_to_end(False)", "Newest run", show=False),
        Binding("G", "move_to_end(True)", "Oldest run", show=False),
    ]
    mode: ClassVar[str] = "runs"
    about: ClassVar[str] = (
        "Every run of the store, the newest first; enter opens one. Two runs are compared by marking one with m and "
        "pressing d on the other. An interrupted run goes on where it stopped, with the settings it began with; so "
        "does one that is shown as running though its process was killed."
    )

    def content(self) -> Iterable[Widget]:
        """A table, and a text."""
        table: DataTable[Content] = DataTable(cursor_type="row", zebra_stripes=False, cell_padding=0)
        yield table
        yield Static("looking…", id="about", markup=False)

    def on_mount(self) -> None:
        self._known: dict[int, RunSummary] = {}
        self._order: list[int] = []
        self._marked = self._asked = 0
        super().on_mount()
        self.runs = Kept[list[RunSummary]](self, self.reader, "runs", self._ask, self._show)
        self.query_one(DataTable).focus()

    # What is shown

    def on_run_changed(self) -> None:
        self.runs.restart()

    def on_run_grew(self) -> None:
        self.runs.renew()

    def on_resize(self) -> None:
        if self._known:
            self._fill()

    def _ask(self) -> Callable[[Store], list[RunSummary]] | None:
        known = dict(self._known)
        return lambda store: list(run_summaries(store, known))

    def _show(self, found: list[RunSummary]) -> None:
        self._known = {each.run.id: each for each in found}
        self._fill()

    @property
    def _chosen(self) -> RunSummary | None:
        row = self.query_one(DataTable).cursor_row
        return self._known[self._order[row]] if row < len(self._order) else None

    def _fill(self) -> None:
        table = self.query_one(DataTable)
        chosen = self._chosen.run.id if self._chosen is not None else self.current.run
        table.clear(columns=True)
        wide = widths(self.size.width - 2)
        for column in wide:
            table.add_column(heading(column), width=column.width)
        self._order = list(self._known)
        for each in self._known.values():
            table.add_row(
                *cells(each, wide, opened=each.run.id == self.current.run, marked=each.run.id == self._marked)
            )
        if chosen in self._order:
            table.cursor_coordinate = Coordinate(self._order.index(chosen), 0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.query_one("#about", Static).update(about_run(chosen))
        self.refresh_bindings()

    def on_data_table_row_highlighted(self) -> None:
        self._show_chosen()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "continue_run":
            chosen = self._chosen if self._known else None
            if chosen is None or self.host.readonly or self.host.playing is not None:
                return False
            heard_here = chosen.run.is_live and self.host.listening is not None
            return chosen.run.state == "interrupted" or (chosen.run.state == "running" and not heard_here)
        return super().check_action(action, parameters)

    def on_data_table_row_selected(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.host.open_run(chosen.run.id)
            self.host.action_go("live")

    def action_mark(self) -> None:
        """Mark the chosen run, or take its mark away."""
        chosen = self._chosen
        if chosen is not None:
            self._marked = 0 if self._marked == chosen.run.id else chosen.run.id
            self._fill()

    def action_compare(self) -> None:
        """Compare the marked run with the chosen one; without a mark, the one before it."""
        from simulator.tui.screens.comparison import ComparisonScreen

        chosen = self._chosen
        if chosen is None:
            return
        after = chosen.run.id
        older = [run for run in self._order if run < after]
        before = self._marked if self._marked not in (0, after) else max(older, default=0)
        if not before:
            self.notify("There is no other run to compare with: replay another one, or mark one with m.", markup=False)
            return
        self.app.push_screen(ComparisonScreen(*sorted((before, after))))

    def action_continue_run(self) -> None:
        """Go on with an interrupted run; with one that never told of its end, when it was asked for twice."""
        chosen = self._chosen
        if chosen is None:
            return
        if chosen.run.state == "running" and self._asked != chosen.run.id:
            # A process that was killed leaves this behind, and one that goes on does too.
            self._asked = chosen.run.id
            self.notify(
                f"Run {chosen.run.id} may still be under way in another process: leave it then. "
                "If that process is gone, c once more continues the run.",
                severity="warning",
                markup=False,
            )
            return
        self.host.action_continue_run(chosen.run.id)
        self.host.action_go("live")

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        table = self.query_one(DataTable)
        table.move_cursor(row=table.cursor_row + rows)

    def action_move_to_end(self, end: bool) -> None:
        """Go to the first or the last run of the table."""
        self.query_one(DataTable).move_cursor(row=len(self._order) - 1 if end else 0)
