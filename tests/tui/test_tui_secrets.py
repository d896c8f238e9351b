"""No screen shows a secret or a person, and looking at them connects nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import driven, event, settled, until
from every_command import LAST_NAME, MAIL, PERSONAL, PHONE, PIXEL, PROOFS, SECRET, SECRETS, TOKEN, write_input
from running_commands import echoing, watched_sockets
from textual.widgets import Button, Checkbox, Input, Select

from simulator import pipeline
from simulator.filtering import parse
from simulator.settings import Settings
from simulator.store import open_store
from simulator.tui.app import CapisimApp
from simulator.tui.screens.confirm import ConfirmScreen
from simulator.tui.screens.sent import SentScreen
from simulator.tui.widgets.answer_list import AnswerList
from simulator.tui.widgets.property_tree import PropertyTree


def shown(app: CapisimApp) -> str:
    """Everything that stands on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_forwarding_keeps_them_to_itself(
    tmp_path: Path, app_on: Callable[..., CapisimApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where Meta says them all again, and in what is written down of that."""
    write_input(tmp_path)
    # The one that holds no credential: of the others it is not known what was sent.
    user = {"em": [MAIL], "ph": PHONE, "ln": LAST_NAME, "client_user_agent": "Mozilla/5.0"}
    clean = event("server", "clean", 0, user_data=user, custom_data={"value": 1, "currency": "EUR", "for": MAIL})
    (tmp_path / "clean.jsonl").write_text(json.dumps(clean) + "\n", "utf-8")
    path = str(tmp_path / "shop.db")
    with open_store(path) as store:
        for name in ("clean.jsonl", "shop.jsonl"):
            pipeline.replay(store, [str(tmp_path / name)], Settings(workers=1), at=None, made="synthetic")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("META_ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("CAPISIM_APP_SECRET", SECRET)
    texts, messages = {}, ""
    with watched_sockets(monkeypatch, loopback=True) as tried, echoing() as meta:
        monkeypatch.setenv("CAPISIM_FORWARD_GRAPH_URL", meta)
        app = app_on(path)
        async with driven(app, size=(120, 40)) as pilot:
            app.filter = parse("name:Purchase")
            await settled(pilot)
            await pilot.press("f")
            await settled(pilot)
            app.screen.query_one("#events", Select).value = 1
            await until(pilot, lambda: "A credential was taken out" in shown(app))
            texts["plan of what is not whole"] = shown(app)
            await pilot.press("escape")
            app.open_run(1)
            await until(pilot, lambda: app.current.run == 1)
            await settled(pilot)
            await pilot.press("f")
            for name, value in (("pixel", PIXEL), ("code", "T1")):
                app.screen.query_one(f"#{name}", Input).value = value
            for name in ("captured", "rejected"):
                app.screen.query_one(f"#{name}", Checkbox).value = True
            await until(pilot, lambda: not app.screen.query_one("#accept", Button).disabled)
            texts["plan"] = shown(app)
            assert tried == []
            await pilot.press("ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
            await settled(pilot)
            texts["question"] = shown(app)
            app.screen.query_one("#typed", Input).value = app.screen.words
            await pilot.press("ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, SentScreen) and app.screen.outcome is not None)
            await settled(pilot)
            for row in range(len(app.screen.query_one(AnswerList).items)):
                texts[f"answer {row}"] = shown(app)
                await pilot.press("j")
                await settled(pilot)
            await pilot.press("escape", "O")
            await settled(pilot)
            texts["forwards"] = shown(app)
            messages = " ".join(each.message for each in app._notifications)
    assert set(tried) == {"127.0.0.1"}
    assert "Purchase" in texts["answer 0"]
    for where, text in [*texts.items(), ("messages", messages)]:
        assert [each for each in (*SECRETS, *PROOFS, *PERSONAL) if each in text] == [], where
    with open_store(path) as store:
        kept = "\n".join(map(str, store.connection.execute("SELECT * FROM attempts").fetchall()))
    assert [each for each in (*SECRETS, *PROOFS) if each in kept] == []


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
            app.open_property(tmp_path / "tagging")
            await settled(pilot)
            for place in ((), ("rules", 0), ("extensions",), ("elements", "email")):
                app.screen.query_one(PropertyTree).go_to(place)
                await settled(pilot)
                texts[f"property {place}"] = shown(app)
    assert "Lead" in texts["property ('rules', 0)"]
    assert tried == []
    assert "Purchase" in texts["1"]
    for where, text in texts.items():
        assert [each for each in (*SECRETS, *PROOFS, *PERSONAL) if each in text] == [], where
