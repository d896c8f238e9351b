"""While something is sent, and afterwards: stopping in order, quitting, answers that part from what our checks said."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from driving import a_shop, driven, settled, until
from forwarding import Scripted, refused, taken
from textual.pilot import Pilot
from textual.widgets import Static

from simulator import pipeline
from simulator.forward import Asked, plan
from simulator.forward.answers import Answer
from simulator.forward.tokens import Found, Token
from simulator.settings import Forward, Settings
from simulator.store import open_store
from simulator.store.outbox import forwards
from simulator.tui.app import CapisimApp
from simulator.tui.screens.forwards import ForwardsScreen
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.live import LiveScreen
from simulator.tui.screens.sent import SentScreen
from simulator.tui.sending import Parcel
from simulator.tui.widgets.answer_list import AnswerList, PastList
from simulator.tui.widgets.sending_bar import SendingBar

Make = Callable[..., CapisimApp]
SMALL = (80, 24)
ONE_BY_ONE = Settings(
    workers=1,
    forward=Forward(graph_url="http://127.0.0.1:9", pixel_id="4711", test_code="TEST12345", batch_events=1),
)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store with the events of a made-up shop; of the server are 2, 4, 6, 8 and, refused, 9."""
    source = tmp_path / "events.jsonl"
    source.write_text("".join(json.dumps(each) + "\n" for each in a_shop(4)), "utf-8")
    monkeypatch.chdir(tmp_path)
    with open_store(str(tmp_path / "a.db")) as store:
        pipeline.replay(store, [str(source)], Settings(workers=1), at=None, made="synthetic")
    return str(tmp_path / "a.db")


class Gate:
    """A Meta that answers each request once it is let through."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Semaphore(0), threading.Semaphore(0)

    def post(self, path: str, body: Mapping[str, Any], *, seconds: float | None = None) -> Answer:  # noqa: ARG002
        self.asked.release()
        assert self.go.acquire(timeout=60)
        return taken(len(body["data"]))


def answering(monkeypatch: pytest.MonkeyPatch, meta: Any) -> None:
    @contextmanager
    def opened(*_: Any, **__: Any) -> Iterator[Any]:
        yield meta

    monkeypatch.setattr("simulator.tui.sending.open_target", opened)


def parcel(shop: str) -> Parcel:
    """Every server event of the run, confirmed."""
    with open_store(shop, readonly=True) as store:
        planned = plan(store, 1, None, ONE_BY_ONE, Asked(shift_time=True, include_rejected=True), suffix="-fwtest")
    assert planned.refusals == ()
    return Parcel(planned, ONE_BY_ONE, Found(Token("a-token"), "the test"), None, keyring=False)


def told(app: CapisimApp) -> str:
    return " ".join(f"{each.title} {each.message}" for each in app._notifications)


def text(app: CapisimApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


def bar(app: CapisimApp) -> str:
    return str(app.screen.query_one(SendingBar).render())


async def passed(pilot: Pilot[None], gate: Gate) -> None:
    """Wait until a request stands at the gate."""
    await until(pilot, lambda: gate.asked.acquire(blocking=False))


async def test_it_stops_in_order_and_goes_on_while_others_are_looked_at(
    shop: str, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    answering(monkeypatch, gate)
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        app.send(parcel(shop))
        await passed(pilot, gate)
        # The request may stand there before the screen has its parts.
        await until(pilot, lambda: isinstance(app.screen, SentScreen) and app.screen.query("#head"))
        await until(pilot, lambda: "goes on when this is closed" in text(app, "#head"))
        gate.go.release()
        await passed(pilot, gate)
        await until(pilot, lambda: "1 of 5" in bar(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LiveScreen))
        assert app.screen.query_one(SendingBar).display
        assert "1 accepted" in bar(app)
        await pilot.press("f")
        await until(pilot, lambda: "A forward is under way" in told(app))
        await pilot.press("x")
        await until(pilot, lambda: "stopping" in bar(app))
        gate.go.release()
        await until(pilot, lambda: app.sending is None)
        assert not app.screen.query_one(SendingBar).display
        assert "Stopped 127.0.0.1:9 took 2 of 5, then it was stopped" in told(app)
        await pilot.press("O")
        await until(pilot, lambda: isinstance(app.screen, ForwardsScreen))
        await settled(pilot)
        (one,) = app.screen.query_one(PastList).items
        assert (one.left, one.forward.state) == (3, "interrupted")
    assert not gate.asked.acquire(blocking=False), "the third request was not sent"


async def test_who_quits_waits_for_metas_answer_and_for_no_more(
    shop: str, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate()
    answering(monkeypatch, gate)
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        app.send(parcel(shop))
        await passed(pilot, gate)
        sender = app._sender
        assert sender is not None
        before = sender.stop

        def stop() -> None:
            before()
            gate.go.release()

        monkeypatch.setattr(sender, "stop", stop)
    with open_store(shop) as store:
        (forward,) = forwards(store)
        states = store.connection.execute("SELECT state FROM outbox ORDER BY ix").fetchall()
    assert (forward.state, forward.stopped) == ("interrupted", "it was stopped")
    assert [state for (state,) in states] == ["accepted", *["waiting"] * 4]


async def test_answers_stand_beside_what_our_checks_said(
    shop: str, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"title": "[red]no\x1b[2J", "user_message": "jane@example.com is nobody"}
    meta = Scripted(taken(1), refused(100, 2804050, **texts), taken(1), taken(1))
    answering(monkeypatch, meta)
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        app.send(parcel(shop))
        await until(pilot, lambda: app.sending is None)
        await until(pilot, lambda: any(each.items for each in app.screen.query(AnswerList)))
        await settled(pilot)
        assert "and our checks disagree" in told(app)
        assert "3 not as our checks said: n goes to them" in told(app)
        assert "≠ 3 not as we said" in text(app, "#head")
        await pilot.press("n")
        await settled(pilot)
        answer = text(app, "#answer")
        assert "#4 Purchase" in answer
        assert "refused (100/2804050) what we call fine" in answer
        assert "HTTP 400, 100/2804050, OAuthException" in answer
        assert "Atrace" in answer
        assert "[red]" in answer
        assert "\x1b" not in answer
        assert "jane@example.com" not in answer
        await pilot.press("n")
        await settled(pilot)
        assert "accepted what we call rejected (CUS001)" in text(app, "#answer")
        await pilot.press("n", "n")
        await settled(pilot)
        assert "#4 Purchase" in text(app, "#answer"), "round at the end"
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "jane@example.com" not in shown


async def test_set_up_tells_where_it_goes_and_opens_what_was_sent(
    shop: str, app_on: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPISIM_FORWARD_PIXEL_ID", "4711")
    monkeypatch.setenv("META_ACCESS_TOKEN", "EAAcanarycanarycanarycanary")
    monkeypatch.setenv("META_APP_SECRET", "canary-secret")
    monkeypatch.delenv("CAPISIM_ACCESS_TOKEN", raising=False)

    def never() -> None:
        raise AssertionError("the keyring was asked")

    for module in ("forward.keyrings", "tui.sending", "tui.screens.confirm"):
        monkeypatch.setattr(f"simulator.{module}.open_keyring", never)
    answering(monkeypatch, Scripted(refused(190, 463)))
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        app.send(parcel(shop))
        await until(pilot, lambda: app.sending is None)
        assert "Sending ended early" in told(app)
        await pilot.press("escape", "6")
        await until(pilot, lambda: "ids" not in text(app, "#forwarding") and "interrupted" in text(app, "#forwarding"))
        found = text(app, "#forwarding")
        for words in (
            *("4711", "environment variable CAPISIM_FORWARD_PIXEL_ID", "https://graph.facebook.com", "100 events"),
            *("present, environment variable META_ACCESS_TOKEN", "present, environment variable META_APP_SECRET"),
            *("#1 interrupted", "5 left", "Meta processes test events as real events"),
        ):
            assert words in found
        assert "canary" not in found
        await app.run_action("open_forward(1)", app.screen)
        await until(pilot, lambda: isinstance(app.screen, SentScreen) and app.screen.outcome is not None)
        assert app.screen.query_one(AnswerList).items


async def test_commands_and_help_name_forwarding(shop: str, app_on: Make) -> None:
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        shows = "Show what would be sent to Meta as test events, and send it"
        showed = "What was forwarded, and what Meta said"
        titles = [each.title for each in app.get_system_commands(app.screen)]
        assert {shows, showed} <= set(titles)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert isinstance(app.screen, HelpScreen)
        assert ("f", titles[titles.index("What was forwarded, and what Meta said") - 1]) in app.screen._rows(
            "Everywhere"
        )
        await pilot.press("escape", "4")
        await settled(pilot)
        await pilot.press("f")
        await pilot.pause()
        assert shows not in [each.title for each in app.get_system_commands(app.screen)], "no events are chosen there"
