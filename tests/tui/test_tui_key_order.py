"""Keys that come all at once do what they do one by one; what is on its way when all is over does no harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import a_shop, at_once, driven, store_with, until
from textual._context import active_message_pump
from textual.app import App
from textual.css.query import NoMatches
from textual.widgets import Input, Static

from simulator.tui import key_order
from simulator.tui.app import CapisimApp
from simulator.tui.leaving import LeavingInPeace
from simulator.tui.screens.frequencies import FrequencyScreen
from simulator.tui.screens.live import LiveScreen
from simulator.tui.screens.pairs import PairsScreen
from simulator.tui.screens.source import SourceScreen
from simulator.tui.widgets.filter_bar import FilterBar

Make = Callable[..., CapisimApp]


async def test_keys_behind_a_filter_go_to_the_list(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        live = app.screen
        assert isinstance(live, LiveScreen)
        at_once(app, "gj/n<9\x7f5\rm")
        await until(pilot, lambda: live.events.marked)
        assert app.filter is not None
        assert (app.filter.text, live.events.marked, live.query_one(Input).value) == ("n<5", 2, "n<5")
        at_once(app, "/ & name:x\x1bk")
        await until(pilot, lambda: live.events.cursor == 0)
        assert app.filter.text == "n<5", "escape brought the one before back"
        at_once(app, "/ & (\rn:1)\r2")
        await until(pilot, lambda: isinstance(app.screen, PairsScreen))
        assert app.filter.text == "n<5 & (n:1)", "enter on a mistake ends nothing"
        assert not live.query_one(FilterBar).is_open


async def test_keys_behind_one_that_opens_something_go_into_it(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        at_once(app, "o/nowhere/qx.json")
        await until(pilot, lambda: isinstance(app.screen, SourceScreen))
        await until(pilot, lambda: [each.value for each in app.screen.query(Input)] == ["/nowhere/qx.json"])
        at_once(app, "\x1bF/custom_data.value\r")
        await until(pilot, lambda: isinstance(app.screen, FrequencyScreen))
        counted = app.screen
        await until(pilot, lambda: "custom_data.value" in str(counted.query_one("Vertical").border_title))


async def test_a_key_that_is_never_done_with_holds_up_no_other_for_good(
    tmp_path: Path, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        live = app.screen
        assert isinstance(live, LiveScreen)
        monkeypatch.setattr(key_order, "_PATIENCE_SECONDS", 0.01)
        monkeypatch.setattr(app, "_follow", lambda *_: None)
        at_once(app, "gjjm")
        await until(pilot, lambda: live.events.marked == 3)


async def test_keys_on_their_way_are_forgotten_at_the_end(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app):
        at_once(app, "23456123456")
    assert app._exception is None


def test_only_what_is_taken_away_may_miss_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(App, "_handle_exception", lambda _, error: told.append(str(error)))
    app, part = LeavingInPeace(), Static()
    app._running = True
    before = active_message_pump.set(part)
    app._handle_exception(NoMatches("missing"))
    part._pruning = True
    app._handle_exception(NoMatches("gone with its parent"))
    app._handle_exception(ValueError("wrong"))
    part._pruning, app._running = False, False
    app._handle_exception(NoMatches("gone with the application"))
    active_message_pump.reset(before)
    assert told == ["missing", "wrong"]
