"""Match quality: estimates by event name, and what if."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import EM, a_shop, driven, event, settled, store_with, until
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.widgets import Static

from simulator.match_quality.model import model
from simulator.match_quality.what_if import Supposed
from simulator.settings import MatchQuality
from simulator.tui.app import CapisimApp
from simulator.tui.bars import range_bar, scale, share_bar, sparkline
from simulator.tui.screens.quality import QualityScreen

Make = Callable[..., CapisimApp]


def some_events() -> list[dict[str, Any]]:
    with_phone = {"em": [EM], "ph": ["+49 170 1234567"], "client_user_agent": "Mozilla/5.0"}
    return [
        *(event("server", f"p{n}", n) for n in range(3)),
        event("server", "l1", 10, "Lead", user_data=with_phone),
        event("browser", "v1", 11, "ViewContent"),
    ]


async def on_quality(pilot: Pilot[None]) -> QualityScreen:
    await pilot.press("3")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, QualityScreen)
    return screen


def text(screen: QualityScreen, name: str) -> str:
    return str(screen.query_one(name, Static).render())


async def test_each_name_of_a_server_event_has_an_estimate_that_is_called_one(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        screen = await on_quality(pilot)
        assert [each.event_name for each in screen.names.items] == ["Purchase"]
        assert f"estimate by model {model().version}" in text(screen, "#headline")
        assert "Meta publishes no formula" in text(screen, "#note")
        assert "Largest gains, estimated" in text(screen, "#advice")
        assert text(screen, "#advice").count("\n+") == 3


async def test_what_is_known_of_metas_own_score_is_told_with_its_day(tmp_path: Path, app_on: Make) -> None:
    learned = MatchQuality(("Purchase=1.18@2026-11-26",))
    events = [event("server", "p", 1), event("server", "q", 2), event("server", "l", 3, "Lead")]
    app = app_on(store_with(tmp_path / "a.db", events, match_quality=learned))
    async with driven(app, (80, 24)) as pilot:
        screen = await on_quality(pilot)
        assert "calibrated 2026-11-26" in text(screen, "#headline")
        told = text(screen, "#advice")
        assert "calibrated 2026-11-26: Meta's score was 1.18 times what the model says" in told
        assert "The score itself is not kept" in told
        await pilot.press("j")
        # Of Lead nothing was learned.
        await until(pilot, lambda: "not known to this run" in text(screen, "#advice"))
        words = screen.query_one(VerticalScroll)
        await pilot.press("tab", "tab")
        await until(pilot, lambda: words.has_focus)
        await pilot.press("down", "down")
        await until(pilot, lambda: words.scroll_offset.y == 2)


async def test_space_supposes_a_key_and_the_estimate_moves(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        screen = await on_quality(pilot)
        before = text(screen, "#headline")
        await pilot.press("l", "j", "space")
        assert screen.supposed == {"ph": Supposed.EVERY}
        after = text(screen, "#headline")
        assert after != before
        assert "+0.6" in after
        assert "ph on every event" in text(screen, "#advice")
        await pilot.press("space")
        assert screen.supposed == {}
        await pilot.press("k", "space")
        assert screen.supposed == {"em": Supposed.NONE}
        assert "-2.0" in text(screen, "#headline")
        await pilot.press("x")
        assert text(screen, "#headline") == before


async def test_what_is_supposed_is_kept_from_name_to_name(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", [*a_shop(4), *some_events()]))
    async with driven(app) as pilot:
        screen = await on_quality(pilot)
        await pilot.press("l", "j", "space", "h")
        assert screen.names.has_focus
        other = screen.names.items[-1]
        await pilot.press("G")
        await pilot.pause()
        assert screen.names.chosen == other
        assert next(row.supposed for row in screen.keys.items if row.key == "ph") is Supposed.EVERY


async def test_the_mouse_chooses_and_supposes(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        screen = await on_quality(pilot)
        await pilot.click("#keys", offset=(12, 2), times=2)
        await pilot.pause()
        assert screen.supposed == {"ph": Supposed.EVERY}


async def test_a_run_without_server_events_says_why_there_is_nothing(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", [event("browser", "v1", 1)]))
    async with driven(app) as pilot:
        screen = await on_quality(pilot)
        assert screen.has_class("-none")
        assert "No event here can be scored" in text(screen, "#none")
        await pilot.press("space", "l", "x", "h")
        assert screen.supposed == {}


async def test_another_run_begins_without_suppositions(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", a_shop())
    store_with(tmp_path / "a.db", a_shop(3))
    app = app_on(path, run=1)
    async with driven(app) as pilot:
        screen = await on_quality(pilot)
        await pilot.press("l", "space")
        app.open_run(2)
        await settled(pilot)
        assert screen.supposed == {}


@pytest.mark.parametrize("cells", [3, 5, 20, 51])
def test_bars_fill_exactly_their_cells(cells: int) -> None:
    for low, likely, high in ((0, 0, 0), (0, 5, 10), (10, 10, 10), (3.2, 4.1, 5.9)):
        assert range_bar(low, likely, high, cells).cell_length == cells
    for coverage, valid in ((0, 0), (100, 100), (100, 0), (0.1, 0.1), (99.9, 99.9), (50, 20)):
        assert share_bar(coverage, valid, cells).cell_length == cells
    assert len(scale(cells)) == cells


def test_a_little_is_not_nothing_and_nearly_all_is_not_all() -> None:
    assert str(share_bar(0.1, 0.1, 20)).count("━") == 1
    assert str(share_bar(99.9, 99.9, 20)).count("━") == 19
    assert str(share_bar(100, 50, 20)) == "━" * 10 + "╍" * 10


def test_a_sparkline_has_a_cell_for_each_count() -> None:
    assert str(sparkline([0, 1, 100, 50], "$error")) == "·▁▇▄"
    assert str(sparkline([], "$error")) == str(sparkline([0, 0], "$error")) == ""
