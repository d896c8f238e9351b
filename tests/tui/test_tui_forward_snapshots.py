"""Pictures of forwarding: what would be sent and why not, the question, how it gets on, Meta's answers."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from driving import NOON, a_shop, settled, until
from forwarding import Scripted, Time, broken, refused, taken
from textual.widgets import Checkbox, Input, Select

from simulator import pipeline
from simulator.forward import Asked, SendProgress, plan, send
from simulator.forward.planning import Target
from simulator.settings import Forward, Settings
from simulator.store import open_store
from simulator.tui.screens.forward import ForwardScreen
from simulator.tui.screens.forwards import ForwardsScreen
from simulator.tui.screens.sent import SentScreen
from simulator.tui.sending import Sending

SMALL = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
Size = tuple[int, int]
Make = Callable[..., Any]
SETTINGS = Settings(
    workers=1,
    forward=Forward(pixel_id="445566778899", test_code="TEST12345", batch_events=1, attempts=1),
)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A made-up run of a day ago, and no token; two forwards of it, one that the network ended."""
    monkeypatch.setattr(
        "simulator.tui.screens.forward.plan", partial(plan, clock=lambda: NOON + 86_400, suffix="-fw7ab31f")
    )
    for name in ("CAPISIM_ACCESS_TOKEN", "META_ACCESS_TOKEN", "CAPISIM_FORWARD_PIXEL_ID"):
        monkeypatch.delenv(name, raising=False)
    source = tmp_path / "events.jsonl"
    source.write_text("".join(json.dumps(each) + "\n" for each in a_shop(4)), "utf-8")
    monkeypatch.chdir(tmp_path)
    time = Time(NOON + 86_400)
    with open_store(str(tmp_path / "a.db")) as store:
        pipeline.replay(store, [str(source)], Settings(workers=1), at=None, title="shop day", made="synthetic")
        answers = (
            Scripted(taken(1), broken()),
            Scripted(taken(1), refused(100, 2804050, title="A parameter is [b]wrong[/b]", user_message="Mend 顧客.")),
        )
        for meta in answers:
            planned = plan(
                *(store, 1, None, SETTINGS, Asked(shift_time=True, include_rejected=True, anew=True)),
                clock=time.clock,
                suffix="-fw7ab31f",
            )
            send(store, planned, meta, SETTINGS, clock=time.clock, wait=time.wait, timer=time.clock)
            time.now += 3600
        store.connection.execute("UPDATE forwards SET state = 'interrupted' WHERE id = 1")
        store.connection.execute("UPDATE sources SET path = '/home/ada/shop/events.jsonl'")
        store.connection.commit()
    return str(tmp_path / "a.db")


def filled(*, go_on: bool = False, **fields: str) -> Callable[[Any], Awaitable[None]]:
    """Open the dialog on every event that matches nothing less than all, fill its fields, and perhaps go on."""

    async def show(pilot: Any) -> None:
        await settled(pilot)
        app = pilot.app
        app.screen.action_show_event(2)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, ForwardScreen))
        screen = app.screen
        for name in ("pixel", "code"):
            screen.query_one(f"#{name}", Input).cursor_blink = False
            screen.query_one(f"#{name}", Input).value = fields.get(name, "")
        if not go_on:
            screen.query_one("#events", Select).value = 1
        screen.query_one("#anew", Checkbox).value = go_on
        await pilot.pause()
        await until(pilot, lambda: screen._planned is not None)
        await settled(pilot)
        if go_on:
            await pilot.press("ctrl+s")
            await until(pilot, lambda: app.screen is not screen)
            for each in app.screen.query(Input):
                each.cursor_blink = False
            await settled(pilot)

    return show


@SMALL
def test_what_speaks_against_it(shop: str, app_on: Make, snap_compare: Any, size: Size) -> None:
    assert snap_compare(app_on(shop), terminal_size=size, run_before=filled(pixel="445566778899"))


def test_a_dry_run(shop: str, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("META_ACCESS_TOKEN", "any")

    async def show(pilot: Any) -> None:
        await filled(pixel="998877665544", code="TEST12345")(pilot)
        pilot.app.screen.query_one("#rejected", Checkbox).value = True
        await pilot.pause()
        await until(pilot, lambda: pilot.app.screen._planned is not None)
        pilot.app.screen.query_one("#sheet").focus()
        await settled(pilot)

    assert snap_compare(app_on(shop), terminal_size=(120, 40), run_before=show)


@SMALL
def test_the_question(shop: str, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, size: Size) -> None:
    if size == (120, 40):
        monkeypatch.setenv("META_ACCESS_TOKEN", "any")
    show = filled(go_on=True, pixel="445566778899", code="TEST12345")
    assert snap_compare(app_on(shop), terminal_size=size, run_before=show)


@SMALL
def test_answers(shop: str, app_on: Make, snap_compare: Any, size: Size) -> None:
    async def show(pilot: Any) -> None:
        await settled(pilot)
        await pilot.app.push_screen(SentScreen(2))
        await until(pilot, lambda: pilot.app.screen.outcome is not None)
        await pilot.press("n")
        await settled(pilot)

    assert snap_compare(app_on(shop), terminal_size=size, run_before=show)


@SMALL
def test_sending(shop: str, app_on: Make, snap_compare: Any, size: Size) -> None:
    async def show(pilot: Any) -> None:
        await settled(pilot)
        target = Target("https://graph.facebook.com", "v26.0", "445566778899", "TEST12345")
        progress = SendProgress(12, 5, 1, 0, 7, "waiting 4 s: 4: the app's request limit")
        pilot.app.sending = Sending(target, progress)
        if size == (80, 24):
            await pilot.app.push_screen(SentScreen())
        await settled(pilot)

    assert snap_compare(app_on(shop), terminal_size=size, run_before=show)


@SMALL
def test_forwards(shop: str, app_on: Make, snap_compare: Any, size: Size) -> None:
    async def show(pilot: Any) -> None:
        await settled(pilot)
        await pilot.app.push_screen(ForwardsScreen())
        await settled(pilot)
        await pilot.press("j")
        await settled(pilot)

    assert snap_compare(app_on(shop), terminal_size=size, run_before=show)
