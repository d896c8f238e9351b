"""Events taken away: what is filtered into a file, one to the clipboard."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import a_shop, driven, event, settled, store_with, until
from textual.widgets import Input

from simulator.filtering import parse
from simulator.tui.app import CapisimApp
from simulator.tui.screens.export import ExportScreen
from simulator.tui.screens.live import LiveScreen

Make = Callable[..., CapisimApp]


def told(app: CapisimApp) -> str:
    return " ".join(f"{each.title} {each.message}" for each in app._notifications)


async def exported(app: CapisimApp, pilot: object, path: Path) -> None:
    await pilot.press("e")  # type: ignore[attr-defined]
    await until(pilot, lambda: isinstance(app.screen, ExportScreen))  # type: ignore[arg-type]
    app.screen.query_one("#path", Input).value = str(path)
    await pilot.press("enter")  # type: ignore[attr-defined]


async def test_what_is_filtered_is_written_as_json_lines(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    target = tmp_path / "out.jsonl"
    async with driven(app) as pilot:
        app.filter = parse("verdict:duplicate")
        await settled(pilot)
        await exported(app, pilot, target)
        await until(pilot, lambda: "9 events in" in told(app))
    lines = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert {line["verdict"] for line in lines} == {"duplicate"}
    assert len(lines) == 9
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


async def test_a_table_holds_no_formula(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", [event("browser", "=1+1", 0, name='=HYPERLINK("x")')]))
    target = tmp_path / "out.csv"
    async with driven(app) as pilot:
        await exported(app, pilot, target)
        await until(pilot, target.exists)
    (row,) = csv.DictReader(target.read_text("utf-8").splitlines())
    assert not row["event_id"].startswith("=")
    assert not row["event_name"].startswith("=")


async def test_a_file_is_replaced_only_when_that_is_said_twice(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(2)))
    target = tmp_path / "out.jsonl"
    target.write_text("dear", "utf-8")
    async with driven(app) as pilot:
        await exported(app, pilot, target)
        await pilot.pause()
        assert isinstance(app.screen, ExportScreen)
        assert target.read_text("utf-8") == "dear"
        await pilot.press("enter")
        await until(pilot, lambda: target.read_text("utf-8") != "dear")


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "Type the path"), ("/", "a folder"), ("/nowhere/x", "no folder"), ("~nobody-here/x", "home folder")],
)
async def test_where_nothing_can_be_written_is_told(tmp_path: Path, app_on: Make, typed: str, says: str) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(2)))
    async with driven(app) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        app.screen.query_one("#path", Input).value = typed
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert says in str(app.screen.query_one("#wrong").render())


async def test_a_file_that_can_not_be_written_is_a_toast(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(2)))
    async with driven(app) as pilot:
        app._export_to(str(tmp_path / "gone" / "x.jsonl"))
        await until(pilot, lambda: "Nothing exported" in told(app))


async def test_the_event_is_copied_masked_until_it_is_revealed(tmp_path: Path, app_on: Make) -> None:
    clear = {"em": ["jane@example.com"], "client_user_agent": "Mozilla/5.0"}
    app = app_on(store_with(tmp_path / "a.db", [event("server", "one", 0, user_data=clear)]))
    async with driven(app) as pilot:
        screen = app.screen
        assert isinstance(screen, LiveScreen)
        await until(pilot, lambda: screen.inspector.detail is not None)
        await pilot.press("y")
        await until(pilot, lambda: "Event #1" in told(app))
        assert "jane@example.com" not in app.clipboard
        assert "Purchase" in app.clipboard
        await pilot.press("r", "y")
        await pilot.pause()
        assert json.loads(app.clipboard)["user_data"]["em"] == ["jane@example.com"]
        assert (tmp_path / "state" / "copied" / "event-1.json").is_file()


async def test_an_empty_store_has_nothing_to_export(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        await pilot.press("e", "y")
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
