"""Live: the list, following, the inspector, the twin, marking and comparing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from driving import NOON, a_shop, driven, event, settled, store_with, until
from textual.events import MouseScrollUp
from textual.pilot import Pilot
from textual.widgets import Static

from simulator.tui.app import CapisimApp
from simulator.tui.screens.diff import DiffScreen
from simulator.tui.screens.event import EventScreen
from simulator.tui.screens.jump import JumpScreen
from simulator.tui.screens.live import LiveScreen
from simulator.tui.widgets.event_list import EventList
from simulator.tui.widgets.inspector import Inspector
from simulator.tui.widgets.list_status import ListStatus
from simulator.tui.widgets.timeline import Timeline
from simulator.tui.widgets.totals import TotalsBar

Make = Callable[..., CapisimApp]


@asynccontextmanager
async def live(app: CapisimApp, size: tuple[int, int] = (120, 40)) -> AsyncIterator[tuple[Pilot[None], LiveScreen]]:
    async with driven(app, size) as pilot:
        assert isinstance(app.screen, LiveScreen)
        yield pilot, app.screen


def screen_text(app: CapisimApp) -> str:
    """What the screen shows, line by line."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


async def test_follows_the_newest_event(tmp_path: Path, app_on: Make) -> None:
    lines = a_shop()
    app = app_on(store_with(tmp_path / "a.db", lines))
    async with live(app) as (_, screen):
        assert screen.events.following
        assert screen.events.chosen == len(lines)
        assert "order-clear" in screen_text(app)
        totals = screen.query_one(TotalsBar).totals
        assert totals is not None
        assert (totals.received, totals.duplicate, totals.rejected) == (len(lines), 9, 2)


async def test_up_pauses_and_end_follows_again(tmp_path: Path, app_on: Make) -> None:
    lines = a_shop()
    app = app_on(store_with(tmp_path / "a.db", lines))
    async with live(app) as (pilot, screen):
        for up, down in (("up", "down"), ("k", "j")):
            await pilot.press(up)
            assert not screen.events.following
            assert screen.events.chosen == len(lines) - 1
            await pilot.press(down)
            assert screen.events.chosen == len(lines)
            await pilot.press("end")
            assert screen.events.following
        await pilot.press("g")
        assert screen.events.chosen == 1
        await pilot.press("ctrl+d", "ctrl+u")
        assert screen.events.chosen == 1
        await pilot.press("G", "space")
        assert not screen.events.following
        await pilot.press("space")
        assert screen.events.following


async def test_a_pause_holds_still_and_counts_what_is_new(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", a_shop())
    app = app_on(path)
    async with live(app) as (pilot, screen):
        await pilot.press("k")
        chosen, row = screen.events.chosen, screen.events.scroll_offset.y
        app.current = app.current._replace(last=app.current.last + 5, version=app.current.version + 1)
        await until(pilot, lambda: screen.query_one(ListStatus).new == 5)
        assert (screen.events.chosen, screen.events.scroll_offset.y) == (chosen, row)


async def test_a_run_that_another_process_goes_on_with_is_followed(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", a_shop(3))
    app = app_on(path)
    async with live(app) as (pilot, screen):
        store_with(tmp_path / "a.db", a_shop(5))
        app.open_run(2)
        await until(pilot, lambda: screen.events.chosen == len(a_shop(5)))
        assert screen.events.following


async def test_the_inspector_tells_why_and_where(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with live(app) as (_, screen):
        shown = str(screen.inspector.query_one(Static).visual)
        assert "USR003" in shown
        assert "is not hashed" in shown
        assert "◀ USR003" in shown
        assert "jane" not in shown


async def test_reveal_shows_values_until_another_event_is_chosen(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with live(app) as (pilot, screen):
        await pilot.press("r")
        assert "jane@example.com" in str(screen.inspector.query_one(Static).visual)
        await pilot.press("k", "j")
        await settled(pilot)
        assert "jane@" not in str(screen.inspector.query_one(Static).visual)


async def test_twin_goes_to_the_other_copy(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with live(app) as (pilot, screen):
        await pilot.press("g")
        await until(pilot, lambda: screen.inspector.detail is not None and screen.inspector.detail.line.n == 1)
        await pilot.press("t")
        assert screen.events.chosen == 2
        await until(pilot, lambda: screen.inspector.detail is not None and screen.inspector.detail.line.n == 2)
        assert "12.4 s" in str(screen.inspector.query_one(Static).visual)
        await pilot.press("t")
        assert screen.events.chosen == 1


async def test_an_event_without_a_twin_says_so(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with live(app) as (pilot, screen):
        before = screen.events.chosen
        await pilot.press("t")
        await pilot.pause()
        assert any("no other copy" in each.message for each in app._notifications)
        assert screen.events.chosen == before


async def test_mark_and_diff(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with live(app) as (pilot, screen):
        await pilot.press("g", "m")
        assert screen.query_one(ListStatus).marked == 1
        assert "◆" in screen_text(app)
        await pilot.press("j", "d")
        await settled(pilot)
        assert isinstance(app.screen, DiffScreen)
        assert "event_time" in screen_text(app)
        await pilot.press("a")
        await pilot.pause()
        assert "currency" not in screen_text(app)
        await pilot.press("escape", "g", "m")
        assert screen.query_one(ListStatus).marked == 0


async def test_diff_without_a_mark_takes_the_twin_or_says_what_to_do(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with live(app) as (pilot, screen):
        await pilot.press("d")
        await pilot.pause()
        assert any("Mark one event" in each.message for each in app._notifications)
        await pilot.press("g")
        await until(pilot, lambda: screen.inspector.detail is not None and screen.inspector.detail.line.n == 1)
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(app.screen, DiffScreen)


async def test_enter_opens_the_event_on_a_small_terminal(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with live(app, (80, 24)) as (pilot, screen):
        assert not screen.inspector.display
        await pilot.press("g", "enter")
        await settled(pilot)
        assert isinstance(app.screen, EventScreen)
        assert "Payload" in str(app.screen.query_one(Inspector).query_one(Static).visual)
        await pilot.press("t")
        await settled(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        assert screen.events.chosen == 2, "the cursor goes where the reader went"


async def test_enter_goes_into_the_inspector_on_a_large_one(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with live(app) as (pilot, screen):
        await pilot.press("enter")
        assert screen.focused is screen.inspector
        await pilot.press("h")
        assert screen.focused is screen.events
        await pilot.press("l")
        assert screen.focused is screen.inspector


async def test_jump_mode_goes_to_a_letter(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with live(app) as (pilot, screen):
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert isinstance(app.screen, JumpScreen)
        await pilot.press("s")
        await pilot.pause()
        assert screen.focused is screen.inspector
        await pilot.press("ctrl+o", "escape")
        await pilot.pause()
        assert screen.focused is screen.inspector


async def test_a_click_chooses_and_the_wheel_pauses(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(30)))
    async with live(app) as (pilot, screen):
        top = int(screen.events.scroll_offset.y)
        await pilot.click(EventList, offset=(10, 4))
        await pilot.pause()
        assert screen.events.chosen == top + 4
        assert not screen.events.following
        screen.events.following = True
        await pilot._post_mouse_events([MouseScrollUp], EventList, (10, 4))
        await pilot.pause()
        assert not screen.events.following


async def test_a_click_on_the_timeline_goes_to_that_time(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with live(app) as (pilot, screen):
        await pilot.click(Timeline, offset=(60, 1))
        await settled(pilot)
        line = screen.events.line_at(screen.events.cursor)
        assert line is not None
        assert line.received_at is not None
        assert NOON + 60 < line.received_at < NOON + 700
        assert not screen.events.following


async def test_what_is_written_in_events_stays_text(tmp_path: Path, app_on: Make) -> None:
    names = ["[bold red]x[/]", "\x1b[31mred\x1b[0m", "\x9b2J", "N" * 10_000, "[@click=app.quit]go[/]", "\u202egnp"]
    app = app_on(store_with(tmp_path / "a.db", [event("browser", name, 1.0, name) for name in names]))
    async with live(app, (200, 50)) as (pilot, screen):
        for _ in names:
            await settled(pilot)
            text = screen_text(app)
            assert not {"\x1b", "\x9b", "\u202e"} & set(text)
            assert "[bold red]x[/]" in text
            await pilot.press("k")
        for row in app.screen._compositor.render_strips():
            assert row.cell_length == 200
        assert screen.is_current
