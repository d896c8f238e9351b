"""Keys that move inside of a screen: lists by pages, texts by lines, from one part to the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from driving import a_shop, driven, event, settled, store_with
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import OptionList

from simulator.tui.app import CapisimApp
from simulator.tui.screens.event import EventScreen
from simulator.tui.screens.findings import FindingsScreen
from simulator.tui.widgets.inspector import Inspector

Make = Callable[..., CapisimApp]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two runs; events of many names with many members, and a few that rules have something to say about."""
    path = tmp_path_factory.mktemp("many") / "a.db"
    members = {f"member_{n}": n for n in range(40)}
    lines = [event("server", f"n-{n}", n * 9.0, f"Name{n:02}", custom_data=members) for n in range(30)]
    store_with(path, [*a_shop(), *lines, event("server", None, 900, user_data={"em": ["x"]})])
    return store_with(path, [*a_shop(30), *lines[::-1]])


async def _pressed(pilot: Pilot[None], *keys: str) -> Any:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
    return pilot.app.screen


@pytest.mark.parametrize("keys", [("question_mark",), ("m", "up", "d"), ("5", "d")], ids=["help", "diff", "comparison"])
async def test_j_and_k_scroll_a_text(many: str, app_on: Make, keys: tuple[str, ...]) -> None:
    async with driven(app_on(many), (80, 16)) as pilot:
        screen = await _pressed(pilot, *keys)
        text = screen.query_one(VerticalScroll)
        await _pressed(pilot, "j", "j")
        assert text.scroll_offset.y == 2
        await _pressed(pilot, "k")
        assert text.scroll_offset.y == 1


async def test_j_and_k_choose_a_value_that_was_counted(many: str, app_on: Make) -> None:
    async with driven(app_on(many), (80, 24)) as pilot:
        values = (await _pressed(pilot, "F")).query_one(OptionList)
        await _pressed(pilot, "j", "j", "k")
        assert values.highlighted == 1


async def test_r_reveals_an_event_that_fills_the_screen(many: str, app_on: Make) -> None:
    async with driven(app_on(many), (80, 24)) as pilot:
        screen = await _pressed(pilot, "enter", "r")
        assert isinstance(screen, EventScreen)
        assert screen.query_one(Inspector).revealed
        await _pressed(pilot, "r")
        assert not screen.query_one(Inspector).revealed


async def test_findings_go_by_pages_and_between_their_parts(many: str, app_on: Make) -> None:
    async with driven(app_on(many, run=1), (80, 24)) as pilot:
        screen = await _pressed(pilot, "4", "ctrl+d")
        assert isinstance(screen, FindingsScreen)
        last = len(screen.rules.items) - 1
        assert 0 < screen.rules.cursor <= last
        await _pressed(pilot, "ctrl+f")
        assert screen.rules.cursor == last
        await _pressed(pilot, "ctrl+b", "ctrl+u")
        assert screen.rules.cursor == 0
        await _pressed(pilot, "l")
        assert screen.focused is screen.query_one("#text")
        await _pressed(pilot, "h")
        assert screen.focused is screen.rules
