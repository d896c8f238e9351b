"""Findings: by rule, one rule in full, its events, a ticket."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import a_shop, driven, event, settled, store_with, until
from textual.pilot import Pilot
from textual.widgets import Static

from simulator.filtering import parse
from simulator.tui.app import CapisimApp
from simulator.tui.screens.findings import SORTED_BY, FindingsScreen
from simulator.tui.screens.live import LiveScreen
from simulator.tui.screens.rule import RuleScreen
from simulator.tui.widgets.key_footer import KeyFooter

Make = Callable[..., CapisimApp]


async def on_findings(pilot: Pilot[None]) -> FindingsScreen:
    await pilot.press("4")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, FindingsScreen)
    return screen


async def opened(pilot: Pilot[None], *keys: str) -> RuleScreen:
    await pilot.press(*keys, "enter")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, RuleScreen)
    return screen


def codes(screen: FindingsScreen) -> list[str]:
    return [row.found.rule for row in screen.rules.items]


def text(screen: FindingsScreen | RuleScreen, name: str) -> str:
    return str(screen.query_one(name, Static).render())


async def test_rules_come_severe_ones_first_with_trend_and_example(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        screen = await on_findings(pilot)
        assert codes(screen)[:2] == ["CUS001", "USR003"]
        first = screen.rules.items[0]
        assert first.trend is not None
        assert sum(first.trend) == first.found.findings
        assert first.example is not None
        assert first.example.n == first.found.first
        assert first.example.finding.message in text(screen, "#words")
        await pilot.press("j")
        await pilot.pause()
        assert "USR003" in text(screen, "#words")


async def test_a_clean_run_says_so(tmp_path: Path, app_on: Make) -> None:
    clean = [event("browser", "o-1", 0), event("server", "o-1", 1)]
    for each in clean:
        each["event"]["user_data"]["fbp"] = "fb.1.1767268800000.1234567890"
    app = app_on(store_with(tmp_path / "a.db", clean))
    async with driven(app) as pilot:
        screen = await on_findings(pilot)
        assert codes(screen) == []
        assert "Nothing was found in this run" in text(screen, "#none")
        assert not {"Details", "Copy ticket", "In Live"} & set(screen.query_one(KeyFooter).descriptions)
        await pilot.press("enter", "y", "t")
        await settled(pilot)
        assert app.screen is screen
        assert app.clipboard == ""


async def test_keys_sort_the_rules_and_turn_the_order_round(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", [*a_shop(), *(event("server", None, 900 + n) for n in range(3))]))
    async with driven(app) as pilot:
        screen = await on_findings(pilot)
        severe_first = [row.found.rule for row in screen.rules.items]
        assert len(severe_first) > 2
        await pilot.press("down")
        for column in FindingsScreen.by_key:
            await pilot.press("s")
            await pilot.pause()
            value = SORTED_BY[column]
            values = [value(row) for row in screen.rules.items]
            assert values == sorted(values, reverse=column in FindingsScreen.most_first)
            assert screen.rules.cursor == 0
            assert f"sorted by {column}" in str(screen.query_one("#sum", Static).render())
        await pilot.press("S")
        assert [row.name for row in screen.rules.items] == values[::-1]
        await pilot.press("s")
        assert [row.found.rule for row in screen.rules.items] == severe_first
        await pilot.press("S")
        assert [row.found.rule for row in screen.rules.items] == severe_first[::-1]


async def test_the_common_filter_leaves_what_it_lets_through(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        screen = await on_findings(pilot)
        app.filter = parse("id:order-clear")
        await until(pilot, lambda: "CUS001" not in codes(screen))
        await settled(pilot)
        assert "USR003" in codes(screen)
        app.filter = parse("name:Nothing")
        await until(pilot, lambda: screen.has_class("-none"))
        assert "about the events that the filter shows" in text(screen, "#none")


async def test_enter_shows_all_about_a_rule_and_its_events(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        findings = await on_findings(pilot)
        row = findings.rules.items[0]
        screen = await opened(pilot)
        shown = text(screen, "#text Static")
        for heading in ("First example", "Fix", "Why", "Evidence"):
            assert heading in shown
        assert len(screen.events.rows) == row.found.events
        assert screen.events.chosen == row.found.first


async def test_enter_on_an_event_goes_to_it_in_live(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        findings = await on_findings(pilot)
        n = findings.rules.items[0].found.first
        await opened(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LiveScreen) and app.screen.events.chosen == n)


async def test_t_goes_to_the_first_event_in_live(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        findings = await on_findings(pilot)
        n = findings.rules.items[1].found.first
        await pilot.press("j", "t")
        await until(pilot, lambda: isinstance(app.screen, LiveScreen) and app.screen.events.chosen == n)


@pytest.mark.parametrize("inside", [False, True], ids=["from the list", "from the rule"])
async def test_y_copies_a_ticket_and_keeps_it_in_a_file(tmp_path: Path, app_on: Make, inside: bool) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app) as pilot:
        await on_findings(pilot)
        if inside:
            await opened(pilot)
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard)
        file = tmp_path / "state" / "copied" / "CUS001-run-1.md"
        assert file.read_text("utf-8") == app.clipboard
        assert app.clipboard.startswith("# CUS001 ")
        assert file.stat().st_mode & 0o77 == 0


async def test_a_ticket_is_copied_even_where_no_file_can_be_written(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "copied").write_text("in the way")
    async with driven(app) as pilot:
        await on_findings(pilot)
        await pilot.press("y")
        await until(pilot, lambda: app.clipboard)
        await until(pilot, lambda: any("can't be written" in each.message for each in app._notifications))


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_a_rule_closes(tmp_path: Path, app_on: Make, key: str) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    async with driven(app, size=(80, 24)) as pilot:
        await on_findings(pilot)
        await opened(pilot)
        await pilot.press("h", "j", "l", "tab", key)
        await until(pilot, lambda: isinstance(app.screen, FindingsScreen))


async def test_findings_about_the_run_as_a_whole_have_no_events(tmp_path: Path, app_on: Make) -> None:
    lines = [event("browser", f"o-{n}", n) for n in range(12)] + [event("server", "o-1", 20)]
    app = app_on(store_with(tmp_path / "a.db", lines))
    async with driven(app) as pilot:
        screen = await on_findings(pilot)
        place = next(at for at, row in enumerate(screen.rules.items) if not row.found.events)
        rule = await opened(pilot, *["j"] * place)
        assert "about the run as a whole" in text(rule, "#text Static")
        assert len(rule.events.rows) == 0


async def test_hostile_text_stays_text(tmp_path: Path, app_on: Make) -> None:
    name = "[red]x[/red]\x1b[31m" + "長い名前🛒" * 400
    lines = [event("server", "a", 0, name, user_data={"em": ["[@click=app.quit]q[/]"]})]
    app = app_on(store_with(tmp_path / "a.db", lines))
    async with driven(app, size=(80, 24)) as pilot:
        await on_findings(pilot)
        screen = await opened(pilot)
        assert "\x1b" not in text(screen, "#text Static")
        assert all(strip.cell_length <= 80 for strip in app.screen._compositor.render_strips())
