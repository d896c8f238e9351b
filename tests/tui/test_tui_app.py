"""The application: its screens, its runs, what it remembers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import a_shop, at_once, driven, settled, store_with, until
from textual.command import CommandList

from simulator.tui.app import CapisimApp
from simulator.tui.current import Current
from simulator.tui.places import PLACES
from simulator.tui.screens.base import RunScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.live import LiveScreen
from simulator.tui.widgets.key_footer import KeyFooter
from simulator.views.columns import Order

Make = Callable[..., CapisimApp]


async def test_number_keys_show_every_screen(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        for place in reversed(PLACES):
            await pilot.press(place.key)
            await pilot.pause()
            assert isinstance(app.screen, RunScreen)
            assert app.screen.mode == place.mode == app.current_mode


async def test_a_click_on_a_tab_shows_its_screen(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        await pilot.click("TopBar", offset=(20, 0))
        await until(pilot, lambda: app.current_mode == "pairs")


async def test_an_empty_store_says_what_to_do(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app):
        assert app.current.empty
        assert app.screen.has_class("-nothing")


async def test_a_store_that_cannot_be_read_is_told(tmp_path: Path, app_on: Make) -> None:
    (tmp_path / "a.db").write_text("nothing of the kind, and long enough to be looked at by SQLite" * 20)
    app = app_on(str(tmp_path / "a.db"))
    async with driven(app):
        assert "no SQLite database" in app.current.problem


async def test_another_process_that_writes_is_followed(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", a_shop())
    app = app_on(path)
    async with driven(app) as pilot:
        before = app.current
        store_with(tmp_path / "a.db", a_shop(3))
        await until(pilot, lambda: app.current.version > before.version)
        assert app.current.run == 1, "a newer run does not push the open one aside"
        app.open_run(2)
        await until(pilot, lambda: app.current.run == 2)


async def test_a_run_that_is_asked_for_while_the_store_is_looked_at_is_opened(
    tmp_path: Path, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    store_with(path, a_shop(2))
    store_with(path, a_shop(3))
    app = app_on(str(path))
    async with driven(app) as pilot:
        assert app.current.run == 2
        going_on, asked, look = threading.Event(), list[int | None](), app._watcher.look

        def slow(wanted: int | None, before: Current) -> Current | None:
            asked.append(wanted)
            if len(asked) == 1:
                going_on.wait()
                return before._replace(version=before.version + 1)
            return look(wanted, before)

        monkeypatch.setattr(app._watcher, "look", slow)
        await until(pilot, lambda: asked)
        app.open_run(1)
        going_on.set()
        await until(pilot, lambda: app.current.run == 1)


async def test_the_theme_is_remembered(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", a_shop(1))
    app = app_on(path)
    async with driven(app) as pilot:
        assert app.theme == "capisim"
        app.theme = "capisim-contrast"
        await pilot.pause()
    again = app_on(path)
    async with driven(again):
        assert again.theme == "capisim-contrast"


@pytest.mark.parametrize("key", ["escape", "question_mark", "q"])
async def test_help_opens_and_closes(tmp_path: Path, app_on: Make, key: str) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    async with driven(app) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, RunScreen)


async def test_the_palette_offers_what_the_screen_can_do_and_does_it(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        offered = {command.title for command in app.get_system_commands(app.screen)}
        assert {"Sort by the next column", "Go to Findings", "Write what is filtered into a file"} <= offered
        await pilot.press("colon")
        at_once(app, "the other way")
        found = app.screen.query_one(CommandList)
        await until(pilot, lambda: found.option_count == 1)
        await pilot.press("enter")
        screen = app.screen
        assert isinstance(screen, LiveScreen)
        await until(pilot, lambda: screen.order == Order("n", descending=True))


async def test_the_footer_cuts_no_key_and_always_has_help_and_quit(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    told = {}
    async with driven(app) as pilot:
        for width in (80, 50, 160):
            await pilot.resize_terminal(width, 30)
            await settled(pilot)
            footer = app.screen.query_one(KeyFooter)
            assert footer.render().cell_length <= width == footer.size.width
            told[width] = footer.descriptions
    assert all("Help" in shown and "Quit" in shown for shown in told.values())
    assert [len(told[width]) for width in (50, 80, 160)] == sorted({len(shown) for shown in told.values()})
    assert "Commands" in told[160]
    assert "Forward" in told[80], "what the screen is for stands behind all keys of the list"
    assert "Reveal" not in told[80], "there is no inspector whose values it would reveal"
    assert "Reveal" in told[160]


async def test_a_key_of_the_footer_is_pressed_with_the_mouse(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        footer = app.screen.query_one(KeyFooter)
        place = footer.render().plain.index("Help")
        await pilot.hover(KeyFooter, offset=(place, 0))
        await until(pilot, lambda: footer.tooltip is not None)
        assert footer.has_class("-pointing")
        await pilot.click(KeyFooter, offset=(place + 1, 0))
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
