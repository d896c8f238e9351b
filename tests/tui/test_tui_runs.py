"""Runs: listed, opened, compared, continued."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import a_shop, driven, event, settled, store_with, until
from textual.widgets import DataTable, Static

from simulator.finding import Severity
from simulator.pipeline import Ahead, Replay, StoppedError
from simulator.run import Run
from simulator.settings import Settings
from simulator.store import open_store
from simulator.tui.app import CapisimApp
from simulator.tui.runs_text import cells, short_count, widths
from simulator.tui.screens.comparison import ComparisonScreen
from simulator.tui.screens.runs import RunsScreen
from simulator.views.runs import RunSummary

Make = Callable[..., CapisimApp]


def text(widget: Static) -> str:
    return str(widget.render())


def interrupted(path: Path, lines: int = 8) -> Path:
    """A store with a complete run, and one that was stopped after so many lines."""
    store = Path(store_with(path / "a.db", a_shop()))
    (path / "events.jsonl").rename(path / "kept.jsonl")

    class Stops:
        shared = True

        def __init__(self) -> None:
            self.taken = 0

        def items(self) -> int:
            return 1

        def ready(self, ahead: Ahead) -> bool:
            if self.taken == lines:
                raise StoppedError
            self.taken += ahead.events
            return True

    with open_store(str(store)) as opened, pytest.raises(StoppedError):
        for _ in Replay(opened, [str(path / "kept.jsonl")], Settings(workers=1), pace=Stops()).batches():
            pass
    return store


async def test_runs_are_listed_newest_first_with_their_numbers(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", a_shop(), title="first")
    store_with(tmp_path / "a.db", a_shop(3), title="second")
    app = app_on(path)
    async with driven(app) as pilot:
        await pilot.press("5")
        await settled(pilot)
        table = app.screen.query_one(DataTable)
        rows = [" ".join(str(cell) for cell in table.get_row_at(row)) for row in range(table.row_count)]
        assert ["second" in rows[0], "first" in rows[1]] == [True, True]
        assert "first" not in text(app.screen.query_one("#about", Static))
        await pilot.press("j")
        await pilot.pause()
        about = text(app.screen.query_one("#about", Static))
        assert "first" in about
        assert "23 events" in about


async def test_enter_opens_the_chosen_run_on_live(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", a_shop(), title="first")
    store_with(tmp_path / "a.db", a_shop(3), title="second")
    app = app_on(path)
    async with driven(app) as pilot:
        assert app.current.run == 2
        await pilot.press("5")
        await settled(pilot)
        await pilot.press("G", "enter")
        await until(pilot, lambda: app.current.run == 1)
        assert app.current_mode == "live"


async def test_two_runs_are_compared_and_turned_round(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", a_shop())
    store_with(tmp_path / "a.db", [*a_shop(), event("server", "order-new", 2000, custom_data={})])
    store_with(tmp_path / "a.db", a_shop(2))
    app = app_on(path)
    async with driven(app) as pilot:
        await pilot.press("5")
        await settled(pilot)
        await pilot.press("G", "m", "k", "d")
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ComparisonScreen)
        assert (screen.before, screen.after) == (1, 2)
        await until(pilot, lambda: screen.comparison is not None)
        assert "order-new" in text(screen.query_one("#text", Static))
        assert screen.comparison is not None
        assert screen.comparison.appeared_count == 1
        await pilot.press("x")
        await until(pilot, lambda: screen.comparison is not None and screen.comparison.vanished_count == 1)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, RunsScreen)


async def test_one_run_alone_can_not_be_compared(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(2)))
    async with driven(app) as pilot:
        await pilot.press("5")
        await settled(pilot)
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(app.screen, RunsScreen)
        assert "no other run" in " ".join(toast.message for toast in app._notifications)


async def test_an_interrupted_run_is_continued_to_its_end(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(interrupted(tmp_path)))
    async with driven(app) as pilot:
        await pilot.press("5")
        await settled(pilot)
        assert "interrupted" in text(app.screen.query_one("#about", Static))
        await pilot.press("c")
        await until(pilot, lambda: app.current.about is not None and app.current.about.state == "complete")
        assert (app.current.run, app.current.last) == (2, 23)
    with open_store(str(tmp_path / "a.db")) as store:
        once, again = ([line._replace(origin="") for line in store.lines(run)] for run in (1, 2))
        assert once == again


async def test_a_run_whose_process_was_killed_is_continued_when_that_is_asked_twice(
    tmp_path: Path, app_on: Make
) -> None:
    path = str(interrupted(tmp_path))
    with open_store(path) as store:
        store.connection.execute("UPDATE runs SET state = 'running' WHERE state = 'interrupted'")
        store.connection.commit()
    app = app_on(path)
    async with driven(app) as pilot:
        await pilot.press("5")
        await settled(pilot)
        await pilot.press("c")
        await until(pilot, lambda: "another process" in " ".join(toast.message for toast in app._notifications))
        assert isinstance(app.screen, RunsScreen)
        assert app.playing is None
        await pilot.press("c")
        await until(pilot, lambda: app.current.about is not None and app.current.about.state == "complete")
        assert app.current.last == 23


async def test_nothing_is_continued_where_nothing_may_be_written(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(interrupted(tmp_path)), readonly=True)
    async with driven(app) as pilot:
        await pilot.press("5")
        await settled(pilot)
        keys = {active.binding.action for active in app.screen.active_bindings.values()}
        assert "continue_run" not in keys
        assert "open_source" not in keys
        assert "compare" in keys


@pytest.mark.parametrize("room", [60, 78, 118, 198])
def test_the_columns_fill_the_room_and_wide_characters_do_not_break_them(room: int) -> None:
    run = Run(7, "interrupted", "顧客 🛒 " * 20 + "\x1b[31m", 1.0, None, "0.1", "sha", None, None, {}, {}, ())
    summary = RunSummary(run, 12_345_678, {"kept": 12_345_000, "rejected": 678}, {Severity.ERROR: 1_000_000})
    columns = widths(room)
    shown = list(cells(summary, columns, opened=True, marked=True))
    assert [cell.cell_length for cell in shown] == [column.width for column in columns]
    assert "\x1b" not in "".join(cell.plain for cell in shown)
    if room >= 78:
        assert sum(column.width for column in columns) == room


@pytest.mark.parametrize(
    ("count", "room", "shown"),
    [(0, 4, "0"), (9999, 5, "9,999"), (12_345, 4, "12k"), (1_234_567, 6, "1.2M"), (88_000_000, 4, "88M")],
)
def test_counts_are_shortened_where_there_is_no_room(count: int, room: int, shown: str) -> None:
    assert short_count(count, room) == shown
