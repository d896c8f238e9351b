"""Pairs: the list of actions, its kinds, and one action with both payloads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import EM, a_shop, driven, event, settled, store_with, until
from textual.pilot import Pilot
from textual.widgets import Static

from simulator.filtering import parse
from simulator.tui.app import CapisimApp
from simulator.tui.screens.live import LiveScreen
from simulator.tui.screens.pair import PairScreen
from simulator.tui.screens.pairs import PairsScreen
from simulator.views.action_kinds import Kind

Make = Callable[..., CapisimApp]


def some_pairs() -> list[dict[str, Any]]:
    """#1 and #2 a pair, #3 alone, #4 and #5 suspected, #6 and #7 a pair of other values."""
    person = {"em": [EM], "external_id": "u-1", "client_user_agent": "Mozilla/5.0", "client_ip_address": "198.51.100.7"}
    other = {"value": 12.0, "currency": "USD", "order_id": "o-7"}
    return [
        event("browser", "order-1", 0),
        event("server", "order-1", 12.4),
        event("browser", "order-2", 100),
        event("browser", "order-3", 200, "Lead", user_data=person),
        event("server", "order_3", 202, "Lead", user_data=person),
        event("browser", "order-4", 300),
        event("server", "order-4", 301, custom_data=other),
    ]


async def on_pairs(pilot: Pilot[None]) -> PairsScreen:
    await pilot.press("2")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, PairsScreen)
    return screen


async def opened(pilot: Pilot[None], *keys: str) -> PairScreen:
    await pilot.press(*keys, "enter")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, PairScreen)
    return screen


def numbers(screen: PairsScreen) -> list[int]:
    rows = screen.pairs.rows
    return [rows.number(row) for row in range(len(rows))]


def text(screen: PairScreen, name: str) -> str:
    return str(screen.query_one(name, Static).render())


async def test_every_action_has_a_line_with_both_copies(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        screen = await on_pairs(pilot)
        assert numbers(screen) == [1, 3, 4, 5, 6]
        first = screen.pairs.line_at(0)
        assert first is not None
        assert first.other is not None
        assert (first.other.n, first.gap) == (2, 12.4)


@pytest.mark.parametrize("key", ["right", "l", "space"])
async def test_kinds_go_round_by_key(tmp_path: Path, app_on: Make, key: str) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        screen = await on_pairs(pilot)
        seen = {}
        for _ in Kind:
            await pilot.press(key)
            await settled(pilot)
            seen[screen.bar.kind] = numbers(screen)
        assert seen == {
            Kind.MISMATCHED: [6],
            Kind.ONE_SIDED: [3, 4, 5],
            Kind.SUSPICIOUS: [5],
            Kind.ALL: [1, 3, 4, 5, 6],
        }
        assert screen.bar.counts == {kind: len(found) for kind, found in seen.items()}
        await pilot.press("left")
        await settled(pilot)
        assert screen.bar.kind is Kind.SUSPICIOUS


async def test_keys_sort_round_the_columns_and_turn_the_order_round(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        screen = await on_pairs(pilot)
        seen = {}
        for _ in PairsScreen.by_key:
            await pilot.press("s")
            await settled(pilot)
            assert screen.order is not None
            seen[screen.order.column] = numbers(screen)
            assert (screen.pairs.cursor, screen.bar.order) == (0, f"{screen.order.column} ▴")
            assert "▴" in screen.pairs.render_line(0).text
        assert tuple(seen) == PairsScreen.by_key
        assert seen["gap"] == [6, 4, 5, 1, 3], "1 s, 2 s twice, 12.4 s, and what has none"
        assert seen["name"] == [4, 5, 1, 3, 6]
        assert seen["time"] == [1, 3, 4, 5, 6]
        await pilot.press("S")
        await settled(pilot)
        assert numbers(screen) == [6, 5, 4, 3, 1]
        await pilot.press("s")
        await settled(pilot)
        assert (screen.order, screen.bar.order, numbers(screen)) == (None, "", [1, 3, 4, 5, 6])


async def test_a_click_on_a_title_sorts_and_a_kind_keeps_the_order(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        screen = await on_pairs(pilot)
        titles = str(screen.pairs.render_line(0).text)
        for mark, order in (("▴", [4, 5, 1, 3, 6]), ("▾", [1, 3, 6, 4, 5]), ("", [1, 3, 4, 5, 6])):
            await pilot.click("PairList", offset=(titles.index("event name") + 1, 0))
            await settled(pilot)
            assert numbers(screen) == order
            assert f"event name{mark} " in screen.pairs.render_line(0).text
        await pilot.press("S", "right", "right")
        await settled(pilot)
        assert screen.bar.kind is Kind.ONE_SIDED
        assert numbers(screen) == [5, 4, 3]
        assert "sorted by n ▾" in str(screen.bar.render())


async def test_an_order_is_kept_while_the_run_grows(tmp_path: Path, app_on: Make) -> None:
    path = tmp_path / "a.db"
    app = app_on(store_with(path, some_pairs()))
    async with driven(app) as pilot:
        screen = await on_pairs(pilot)
        await pilot.press("S")
        await settled(pilot)
        await pilot.press("down")
        app.current = app.current._replace(version=app.current.version + 1)
        await settled(pilot)
        assert (numbers(screen), screen.pairs.chosen) == ([6, 5, 4, 3, 1], 5)


async def test_a_click_on_a_kind_shows_it(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        screen = await on_pairs(pilot)
        await pilot.click("KindBar", offset=(12, 0))
        await settled(pilot)
        assert screen.bar.kind is Kind.MISMATCHED


async def test_a_kind_that_nothing_is_of_says_so(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()[:2]))
    async with driven(app) as pilot:
        screen = await on_pairs(pilot)
        await pilot.press("left")
        await settled(pilot)
        assert screen.has_class("-none")
        assert "No two events look like one action" in str(screen.query_one("#none", Static).render())
        app.filter = parse("name:Nothing")
        await settled(pilot)
        assert "No action matches the filter" in str(screen.query_one("#none", Static).render())


async def test_the_common_filter_applies_and_can_be_typed_here(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        screen = await on_pairs(pilot)
        await pilot.press("slash", *"name:Lead", "enter")
        await until(pilot, lambda: numbers(screen) == [4, 5])
        await settled(pilot)
        assert screen.bar.counts == {Kind.ALL: 2, Kind.MISMATCHED: 0, Kind.ONE_SIDED: 2, Kind.SUSPICIOUS: 1}


async def test_a_run_that_grows_is_followed_and_decided_anew(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", some_pairs())
    app = app_on(path)
    async with driven(app) as pilot:
        screen = await on_pairs(pilot)
        await pilot.press("j")
        with app.stores.writing() as store:
            store.connection.execute(
                "UPDATE events SET verdict = 'duplicate', duplicate_of = 4, key = 'external_id', after_seconds = 2"
                " WHERE id % 4294967296 = 5"
            )
            store.connection.commit()
        await until(pilot, lambda: numbers(screen) == [1, 3, 4, 6])
        assert screen.pairs.chosen == 3, "the cursor stays on its action"


async def test_enter_shows_both_payloads_masked_and_why(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        await on_pairs(pilot)
        screen = await opened(pilot, "G")
        assert "both came within 5 minutes, so the browser's copy counts" in text(screen, "#reason")
        assert "it alone had order_id" in text(screen, "#reason")
        assert "gap 1 s" in text(screen, "#reason")
        shown = text(screen, "#beside")
        assert "≠  currency" in shown
        assert "×  order_id" in shown
        assert "62a1…f62f" in shown
        assert EM not in shown


async def test_values_are_revealed_on_demand_and_masked_again_for_the_next(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app, size=(200, 50)) as pilot:
        await on_pairs(pilot)
        screen = await opened(pilot)
        await pilot.press("r")
        assert EM in text(screen, "#beside")
        await pilot.press("n")
        await settled(pilot)
        assert screen.n == 3
        assert EM not in text(screen, "#beside")
        await pilot.press("p")
        await settled(pilot)
        assert screen.n == 1


async def test_members_that_are_alike_can_be_left_out(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        await on_pairs(pilot)
        screen = await opened(pilot)
        assert "action_source" in text(screen, "#beside")
        await pilot.press("a")
        assert "action_source" not in text(screen, "#beside")
        assert "alike" in text(screen, "#beside")


async def test_a_suspected_pair_says_that_both_count(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        await on_pairs(pilot)
        screen = await opened(pilot, "left")
        reason = text(screen, "#reason")
        assert "both count" in reason
        assert "DUP001" in reason
        assert "fix" in reason
        assert screen.found is not None
        assert [side.line.channel for side in screen.found.sides] == ["browser", "server"]


async def test_a_lone_copy_is_shown_alone(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        await on_pairs(pilot)
        screen = await opened(pilot, "j")
        assert "browser only" in text(screen, "#reason")
        assert screen.found is not None
        assert len(screen.found.sides) == 1


async def test_t_goes_to_the_event_in_live(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", some_pairs()))
    async with driven(app) as pilot:
        await on_pairs(pilot)
        await pilot.press("j", "t")
        await until(pilot, lambda: isinstance(app.screen, LiveScreen) and app.screen.events.chosen == 3)
        await on_pairs(pilot)
        await opened(pilot, "G")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, LiveScreen) and app.screen.events.chosen == 6)


@pytest.mark.parametrize("key", ["escape", "q", "enter", "h"])
async def test_a_pair_closes(tmp_path: Path, app_on: Make, key: str) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(2)))
    async with driven(app) as pilot:
        await on_pairs(pilot)
        await opened(pilot)
        await pilot.press("j", "G", "g", "ctrl+d", "ctrl+u", "k", key)
        await until(pilot, lambda: isinstance(app.screen, PairsScreen))


async def test_hostile_text_stays_text(tmp_path: Path, app_on: Make) -> None:
    name = "[red]x[/red]\x1b[31m" + "長い名前🛒" * 400
    lines = [event("browser", "[@click=app.quit]q[/]", 0, name), event("server", "[@click=app.quit]q[/]", 1, name)]
    app = app_on(store_with(tmp_path / "a.db", lines))
    async with driven(app, size=(80, 24)) as pilot:
        await on_pairs(pilot)
        screen = await opened(pilot)
        await pilot.press("r")
        shown = text(screen, "#beside")
        assert "\x1b" not in shown
        assert "[@click=app.quit]q[/]" in shown
        assert all(strip.cell_length <= 80 for strip in app.screen._compositor.render_strips())
