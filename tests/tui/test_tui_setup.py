"""Set-up: what the run says of itself and what the doctor says, and never a secret."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import NOON, a_shop, driven, event, settled, store_with
from textual.widgets import Static

from simulator.tui.app import CapisimApp

Make = Callable[..., CapisimApp]
TOKEN = "EAA" + "Canary7" * 12


def with_code(code: str) -> dict[str, object]:
    body = {"data": [event("server", "coded", 2000)["event"]], "test_event_code": code}
    url = "https://graph.facebook.com/v24.0/99887766/events"
    return {"channel": "server", "received_at": NOON + 2000, "request": {"method": "POST", "url": url, "body": body}}


def shown(app: CapisimApp) -> str:
    return "\n".join(str(each.render()) for each in app.screen.query("#sheet Static").results(Static))


async def test_datasets_codes_settings_and_paths_are_told(tmp_path: Path, app_on: Make) -> None:
    path = store_with(tmp_path / "a.db", [*a_shop(), with_code("TEST12345")])
    app = app_on(path)
    async with driven(app) as pilot:
        await pilot.press("6")
        await settled(pilot)
        text = shown(app)
    assert "1234567890" in text
    assert "99887766" in text
    assert "Meta processes events with a test event code as real ones" in text
    assert "TEST12345" not in text
    assert "harmless" not in text
    assert "deduplication.window_hours" in text
    assert str(path) in text
    assert "Forwarding to Meta" in text
    assert "none from this store" in text


async def test_a_token_is_present_and_never_shown(
    tmp_path: Path, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPISIM_ACCESS_TOKEN", TOKEN)
    monkeypatch.delenv("META_ACCESS_TOKEN", raising=False)
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    async with driven(app) as pilot:
        await pilot.press("6")
        await settled(pilot)
        text = shown(app)
    (ours,) = [line for line in text.splitlines() if line.startswith("CAPISIM_ACCESS_TOKEN")]
    (metas,) = [line for line in text.splitlines() if line.startswith("META_ACCESS_TOKEN")]
    assert "present" in ours
    assert "not set" in metas
    assert "Canary7" not in text


async def test_settings_tell_where_they_come_from_and_problems_what_to_do(
    tmp_path: Path, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPISIM_WORKERS", "3")
    app = app_on(store_with(tmp_path / "a.db", a_shop(1)))
    async with driven(app) as pilot:
        await pilot.press("6")
        await settled(pilot)
        (line,) = [line for line in shown(app).splitlines() if line.startswith("workers")]
        assert "environment variable CAPISIM_WORKERS" in line
        assert "No problems" in shown(app)
        monkeypatch.setenv("CAPISIM_ENGINE", "no-such-engine")
        await pilot.press("R")
        await settled(pilot)
        assert "1 problem" in shown(app)
        assert "CAPISIM_ENGINE" in shown(app)


async def test_an_empty_store_has_a_set_up_too(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        await pilot.press("6")
        await settled(pilot)
        assert "none yet" in shown(app)
        assert "Versions" in shown(app)
        await pilot.press("G", "g", "j", "k")
