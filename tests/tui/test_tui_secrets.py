"""No screen shows a secret or a person, and looking at them connects nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from driving import driven, settled
from every_command import PERSONAL, PROOFS, SECRET, SECRETS, TOKEN, write_input
from running_commands import watched_sockets

from simulator import pipeline
from simulator.settings import Settings
from simulator.store import open_store
from simulator.tui.app import CapisimApp


def shown(app: CapisimApp) -> str:
    """Everything that stands on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_every_screen_keeps_them_to_itself(
    tmp_path: Path, app_on: Callable[..., CapisimApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_input(tmp_path)
    path = str(tmp_path / "shop.db")
    with open_store(path) as store:
        pipeline.replay(store, [str(tmp_path / "shop.jsonl")], Settings(workers=1), at=None, title="any")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("META_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("CAPISIM_APP_SECRET", SECRET)
    texts = {}
    with watched_sockets(monkeypatch, loopback=False) as tried:
        app = app_on(path)
        async with driven(app, size=(160, 50)) as pilot:
            for key in "123456":
                await pilot.press(key)
                await settled(pilot)
                texts[key] = shown(app)
                if key in "124":
                    await pilot.press("enter")
                    await settled(pilot)
                    texts[f"{key}, one of them"] = shown(app)
                    await pilot.press("escape")
    assert tried == []
    assert "Purchase" in texts["1"]
    for where, text in texts.items():
        assert [each for each in (*SECRETS, *PROOFS, *PERSONAL) if each in text] == [], where
