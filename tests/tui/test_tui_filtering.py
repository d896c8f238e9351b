"""The filter bar, sorting, and counting the values of a column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import a_shop, at_once, driven, event, settled, store_with, until
from textual.pilot import Pilot
from textual.widgets import Input, Static

from simulator.tui.app import CapisimApp
from simulator.tui.screens.frequencies import FrequencyScreen
from simulator.tui.screens.live import LiveScreen
from simulator.tui.widgets.event_list import EventList
from simulator.tui.widgets.filter_bar import FilterBar
from simulator.tui.widgets.list_status import ListStatus

Make = Callable[..., CapisimApp]
_KEYS = {":": "colon", " ": "space", "&": "ampersand", "(": "left_parenthesis", "!": "exclamation_mark"}


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press("slash", *(_KEYS.get(character, character) for character in text))


def screen_of(app: CapisimApp) -> LiveScreen:
    assert isinstance(app.screen, LiveScreen)
    return app.screen


async def test_a_filter_is_applied_while_it_is_typed(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        screen = screen_of(app)
        await typed(pilot, "verdict:duplicate")
        await until(pilot, lambda: len(screen.events.rows) == 9 and screen.selecting.done)
        assert "9 of 23" in str(screen.query_one("#told", Static).visual)
        await pilot.press("enter")
        assert screen.focused is screen.events
        assert not screen.query_one(FilterBar).is_open
        assert screen.query_one(ListStatus).filter_text == "verdict:duplicate"
        await settled(pilot)
        assert all(screen.events.line_at(row).verdict == "duplicate" for row in range(9))  # type: ignore[union-attr]
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.events.rows) == 23)
        assert app.filter is None


@pytest.mark.parametrize("place", ["1", "2", "4"])
async def test_a_filter_typed_in_one_instant_reaches_the_bar_whole(tmp_path: Path, app_on: Make, place: str) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        await pilot.press(place)
        await settled(pilot)
        left = app.focused
        at_once(app, "/id:order-2/7\rzz")
        # The second slash is text.
        await until(pilot, lambda: app.filter is not None and app.filter.text == "id:order-2/7")
        await settled(pilot)
        assert not app.screen.query_one(FilterBar).is_open
        assert not isinstance(app.focused, Input)
        await pilot.press("escape")
        await settled(pilot)
        await until(pilot, lambda: app.focused is left)


async def test_a_column_typed_in_one_instant_reaches_its_field_whole(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        await pilot.press("F")
        await settled(pilot)
        at_once(app, "/")
        field = app.screen.query_one(Input)
        await until(pilot, lambda: app.focused is field)
        field.value = ""
        at_once(app, "custom_data/x")
        await until(pilot, lambda: field.value == "custom_data/x")


async def test_escape_brings_the_filter_before_back(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        screen = screen_of(app)
        await typed(pilot, "channel:browser")
        await pilot.press("enter")
        await until(pilot, lambda: len(screen.events.rows) == 12)
        await typed(pilot, " & id:nothing")
        await until(pilot, lambda: len(screen.events.rows) == 0 and screen.selecting.done)
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.events.rows) == 12)
        assert app.filter is not None
        assert app.filter.text == "channel:browser"


async def test_a_mistake_is_told_with_its_place_and_changes_nothing(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        screen = screen_of(app)
        await typed(pilot, "name:Purchase & (")
        await pilot.press("enter")
        await pilot.pause()
        bar = screen.query_one(FilterBar)
        assert bar.is_open
        assert bar.has_class("-wrong")
        assert "at 18" in str(screen.query_one("#told", Static).visual)
        await pilot.press("backspace", "backspace", "backspace", "backspace")
        assert not bar.has_class("-wrong")
        await pilot.press("enter")
        await until(pilot, lambda: app.filter is not None)


async def test_the_filter_holds_on_other_screens_and_for_another_run(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", a_shop())
    store_with(tmp_path / "a.db", a_shop(4))
    app = app_on(path, run=1)
    async with driven(app) as pilot:
        screen = screen_of(app)
        await typed(pilot, "verdict:duplicate")
        await pilot.press("enter")
        await until(pilot, lambda: len(screen.events.rows) == 9)
        app.open_run(2)
        await until(pilot, lambda: app.current.run == 2 and len(screen.events.rows) == 3)


async def test_sort_goes_through_the_columns_and_back(tmp_path: Path, app_on: Make) -> None:
    lines = [event("browser", f"id-{n}", float(n), name) for n, name in enumerate(["Lead", "AddToCart", "Purchase"])]
    app = app_on(store_with(tmp_path / "a.db", lines))
    async with driven(app) as pilot:
        screen = screen_of(app)

        async def names(order: str) -> list[str | None]:
            await until(pilot, lambda: screen.selecting.done and screen.query_one(ListStatus).order == order)
            await settled(pilot)
            found = [screen.events.line_at(row) for row in range(3)]
            return [line.event_name for line in found if line is not None]

        await pilot.press("s", "s")
        assert await names("name ▴") == ["AddToCart", "Lead", "Purchase"]
        assert not screen.events.following
        await pilot.press("S")
        assert await names("name ▾") == ["Purchase", "Lead", "AddToCart"]
        await pilot.press("s", "s", "s", "s", "s")
        assert await names("") == ["Lead", "AddToCart", "Purchase"]
        assert screen.events.following


async def test_a_click_on_a_title_sorts(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app, (200, 50)) as pilot:
        screen = screen_of(app)
        for order in ("n ▾", ""):
            await pilot.click(EventList, offset=(6, 0))
            await until(pilot, lambda order=order: screen.query_one(ListStatus).order == order)


async def test_counting_a_column_and_filtering_by_a_value(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        screen = screen_of(app)
        await pilot.press("F")
        await settled(pilot)
        assert isinstance(app.screen, FrequencyScreen)
        found = app.screen._found
        assert found is not None
        assert [(row.value, row.events) for row in found.rows] == [("Purchase", 23)]
        await pilot.press("right")
        await settled(pilot)
        assert [row.value for row in app.screen._found.rows] == ["browser", "server"]  # type: ignore[union-attr]
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.filter is not None)
        await until(pilot, lambda: len(screen.events.rows) == 11)


async def test_any_member_of_the_payload_can_be_counted(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        await pilot.press("F", "slash")
        app.screen.query_one(Input).value = "custom_data.currency"
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, FrequencyScreen)
        rows = app.screen._found.rows if app.screen._found else []
        assert ("EUR", 22) in [(row.value, row.events) for row in rows]
        await pilot.press("slash")
        app.screen.query_one(Input).value = "nonsense"
        await pilot.press("enter")
        await until(pilot, lambda: "can be counted" in str(app.screen.query_one("#told", Static).visual))
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
