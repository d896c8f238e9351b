"""Forwarding from the application: what is shown, what has to be said before anything is sent, what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import a_shop, driven, event, settled, until
from textual.pilot import Pilot
from textual.widgets import Button, Checkbox, Input, Select, Static

from simulator import pipeline
from simulator.filtering import parse
from simulator.forward.locking import sole_sender
from simulator.settings import Settings
from simulator.store import open_store
from simulator.store.outbox import forwards
from simulator.testing import Capisim as Emulating
from simulator.testing import Listening
from simulator.tui.app import CapisimApp
from simulator.tui.screens.confirm import ConfirmScreen
from simulator.tui.screens.forward import ForwardScreen
from simulator.tui.screens.forwards import ForwardsScreen
from simulator.tui.screens.live import LiveScreen
from simulator.tui.screens.sent import SentScreen
from simulator.tui.widgets.answer_list import AnswerList

Make = Callable[..., CapisimApp]
TOKEN = "EAAcanarycanarycanarycanary"
SMALL = (80, 24)


@pytest.fixture(scope="module")
def listening() -> Iterator[Listening]:
    with Emulating().listen() as found:
        yield found


@pytest.fixture
def meta(listening: Listening, monkeypatch: pytest.MonkeyPatch) -> Listening:
    """The emulator in Meta's place, with a token; what goes wrong is tried once."""
    listening.reset()
    monkeypatch.setenv("CAPISIM_FORWARD_GRAPH_URL", listening.url)
    monkeypatch.setenv("CAPISIM_FORWARD_ATTEMPTS", "1")
    monkeypatch.setenv("CAPISIM_ACCESS_TOKEN", TOKEN)
    monkeypatch.delenv("META_ACCESS_TOKEN", raising=False)
    return listening


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store with the events of a made-up shop: of the browser 1, 3, 5 and 7, of the server 2, 4, 6, 8 and 9."""
    return made_shop(tmp_path, monkeypatch)


def made_shop(folder: Path, monkeypatch: pytest.MonkeyPatch, made: Any = "synthetic", **settings: Any) -> str:
    source = folder / "events.jsonl"
    source.write_text("".join(json.dumps(each) + "\n" for each in a_shop(4)), "utf-8")
    monkeypatch.chdir(folder)
    with open_store(str(folder / "a.db")) as store:
        pipeline.replay(store, [str(source)], Settings(workers=1, **settings), at=None, made=made)
    return str(folder / "a.db")


def told(app: CapisimApp) -> str:
    return " ".join(f"{each.title} {each.message}" for each in app._notifications)


def text(app: CapisimApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


async def opened(app: CapisimApp, pilot: Pilot[None], n: int = 0, **fields: str) -> ForwardScreen:
    """The dialog for an event, its fields filled; planned."""
    if n:
        assert isinstance(app.screen, LiveScreen)
        app.screen.action_show_event(n)
    await pilot.press("f")
    await until(pilot, lambda: isinstance(app.screen, ForwardScreen))
    screen = app.screen
    assert isinstance(screen, ForwardScreen)
    for name, value in fields.items():
        screen.query_one(f"#{name}", Input).value = value
    await planned(pilot, screen)
    return screen


async def planned(pilot: Pilot[None], screen: ForwardScreen) -> None:
    await pilot.pause()
    await until(pilot, lambda: screen._planned is not None)


async def confirming(app: CapisimApp, pilot: Pilot[None]) -> ConfirmScreen:
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
    assert isinstance(app.screen, ConfirmScreen)
    return app.screen


async def sent(app: CapisimApp, pilot: Pilot[None]) -> SentScreen:
    """Answer the question, and wait for the end."""
    screen = app.screen
    assert isinstance(screen, ConfirmScreen)
    screen.query_one("#typed", Input).focus()
    await pilot.press(*("space" if key == " " else key for key in screen.words), "enter")
    await until(pilot, lambda: isinstance(app.screen, SentScreen))
    await until(pilot, lambda: app.sending is None)
    assert isinstance(app.screen, SentScreen)
    found = app.screen
    await until(pilot, lambda: found.outcome is not None)
    await settled(pilot)
    return found


async def test_a_chosen_event_is_sent_and_shown_with_metas_answer(shop: str, app_on: Make, meta: Listening) -> None:
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        screen = await opened(app, pilot, 2)
        go = screen.query_one("#accept", Button)
        assert go.disabled, "no dataset is named, and no code"
        assert screen.query_one("#pixel", Input).value == ""
        for words in ("No dataset is named", "no test event code", "Meta processes test events as real events"):
            assert words in text(app, "#plan")
        screen.query_one("#pixel", Input).value = "4711"
        screen.query_one("#code", Input).value = "TEST12345"
        await planned(pilot, screen)
        plan = text(app, "#plan")
        assert not go.disabled
        assert "nothing is sent from here" in text(app, "#wrong")
        assert f"POST {meta.url}/v26.0/4711/events" in plan
        assert "Authorization: Bearer $CAPISIM_ACCESS_TOKEN" in plan
        assert "moved" in plan
        assert "198.51.100.7" not in plan
        assert meta.events == ()
        await confirming(app, pilot)
        assert "Meta processes test events as real events" in text(app, "#notes Static")
        assert "4711" in text(app, "#what")
        found = await sent(app, pilot)
        (arrived,) = meta.events
        assert str(arrived.event_id).startswith("order-1-fw")
        assert found.outcome is not None
        assert [each.item.n for each in found.outcome.results] == [2]
        assert "accepted" in text(app, "#answer")
        assert "took 1 of 1, as we said" in told(app)
        await pilot.press("escape")
        assert isinstance(app.screen, LiveScreen)


async def test_no_key_sends_that_was_pressed_by_accident(shop: str, app_on: Make, meta: Listening) -> None:
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        await opened(app, pilot, 2, pixel="4711", code="TEST12345")
        screen = await confirming(app, pilot)
        await pilot.press("enter", "y", "enter", "ctrl+s", "space", "enter")
        await settled(pilot)
        assert app.screen is screen
        assert screen.query_one("#accept", Button).disabled
        assert "type 'send 1'" in text(app, "#wrong")
        screen.query_one("#typed", Input).value = "send 2"
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert app.screen is screen
        await pilot.press("escape")
        assert isinstance(app.screen, ForwardScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, LiveScreen)
    assert meta.events == ()
    with open_store(shop) as store:
        assert forwards(store) == []


async def test_chosen_marked_and_filtered_events_can_be_meant(shop: str, app_on: Make, meta: Listening) -> None:
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        live = app.screen
        assert isinstance(live, LiveScreen)
        live.action_show_event(4)
        await pilot.press("m")
        app.filter = parse("channel:server verdict:duplicate")
        await settled(pilot)
        screen = await opened(app, pilot, 2, pixel="4711", code="TEST12345")
        labels = [each.label for each in screen._choices]
        assert [label.partition(" ")[0] for label in labels] == ["#2,", "#4,", "#4", "every", "every"]
        assert "channel:server verdict:duplicate" in labels[3]
        events = screen.query_one("#events", Select)
        seen = []
        for place in range(5):
            events.value = place
            await planned(pilot, screen)
            assert screen._planned is not None
            seen.append([each.n for each in screen._planned.plan.events])
        assert seen == [[2], [4], [2, 4], [2, 4, 6], [2, 4, 6, 8, 9]]
        assert "Choose other events" in text(app, "#plan"), "two of them would be refused"
        assert screen.query_one("#accept", Button).disabled
        screen.query_one("#rejected", Checkbox).value = True
        await planned(pilot, screen)
        await confirming(app, pilot)
        await sent(app, pilot)
        assert "took 3 of 5, as we said" in told(app)


async def test_pairs_forward_the_servers_copies(shop: str, app_on: Make, meta: Listening) -> None:
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        await pilot.press("2")
        await settled(pilot)
        await pilot.press("f")
        screen = app.screen
        assert isinstance(screen, ForwardScreen)
        await planned(pilot, screen)
        assert screen._planned is not None
        assert [each.n for each in screen._planned.plan.events] == [2], (
            "the browser's copy counts, the server's is sent"
        )
        await pilot.press("escape", "right", "right")
        await settled(pilot)
        await pilot.press("f")
        screen = app.screen
        assert isinstance(screen, ForwardScreen)
        labels = [each.label for each in screen._choices]
        assert "one-sided actions" in labels[1]
        screen.query_one("#events", Select).value = 1
        await planned(pilot, screen)
        assert [each.n for each in screen._planned.plan.events] == [8, 9]


async def test_what_would_be_refused_says_what_to_do_here(
    tmp_path: Path, app_on: Make, meta: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(made_shop(tmp_path, monkeypatch, made=None, environment="production"))
    async with driven(app, SMALL) as pilot:
        screen = await opened(app, pilot, 9, pixel="x1", code="TEST 12345")
        plan = " ".join(text(app, "#plan").split())
        for words in ("digits alone", "does not look like one", "tick 'real ones'", "tick 'rejected'", "production"):
            assert words in plan
        assert "--" not in plan, "here nobody gives options"
        await pilot.press("ctrl+s")
        assert app.screen is screen
        screen.query_one("#pixel", Input).value = TOKEN
        await pilot.pause()
        assert screen.query_one("#pixel", Input).value == ""
        assert "looks like an access token" in told(app)


async def test_what_the_network_left_is_continued_and_nothing_is_sent_twice(
    shop: str, app_on: Make, meta: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPISIM_FORWARD_BATCH_EVENTS", "1")
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        app.filter = parse("verdict:duplicate")
        await settled(pilot)
        screen = await opened(app, pilot, 2, pixel="4711", code="TEST12345")
        screen.query_one("#events", Select).value = 1
        await planned(pilot, screen)
        meta.next_faults("none", "reset")
        await confirming(app, pilot)
        found = await sent(app, pilot)
        assert "Sending ended early 127.0.0.1:" in told(app)
        assert "took 1 of 3" in told(app)
        assert "O and c continue it" in told(app)
        assert "ended early" in text(app, "#head")
        await pilot.press("escape")
        screen = await opened(app, pilot, pixel="4711", code="TEST12345")
        assert "Continue it from Forwards (O)" in text(app, "#plan")
        await pilot.press("escape", "O")
        await until(pilot, lambda: isinstance(app.screen, ForwardsScreen))
        await settled(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SentScreen))
        await settled(pilot)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        assert "took 1 of 3 events; those are not sent again" in text(app, "#notes Static")
        assert "the rest: 2 events" in text(app, "#what")
        found = await sent(app, pilot)
        assert found.outcome is not None
        assert found.outcome.count("accepted") == 3
        assert not found.check_action("go_on", ())
    assert [str(each.event_id)[:7] for each in meta.events] == ["order-1", "order-2", "order-3"]
    assert {each.verdict for each in meta.events} == {"kept"}


async def test_one_that_only_reads_shows_and_sends_nothing(shop: str, app_on: Make, meta: Listening) -> None:
    app = app_on(shop, readonly=True)
    async with driven(app, SMALL) as pilot:
        screen = await opened(app, pilot, 2, pixel="4711", code="TEST12345")
        assert "order-1" in text(app, "#plan")
        assert "--readonly" in text(app, "#wrong")
        await pilot.press("ctrl+s", "ctrl+s")
        assert app.screen is screen
        await pilot.press("escape")
        app.resume_forward(1)
        await settled(pilot)
        assert "Started with --readonly" in told(app)
    assert meta.events == ()


async def test_a_token_may_be_in_a_file_and_the_keyring_is_asked_only_where_that_is_ticked(
    shop: str, app_on: Make, meta: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ring() -> None:
        asked.append("keyring")

    monkeypatch.setattr("simulator.tui.screens.confirm.open_keyring", ring)
    monkeypatch.setattr("simulator.tui.sending.open_keyring", ring)
    monkeypatch.delenv("CAPISIM_ACCESS_TOKEN")
    file = Path(shop).with_name("meta.env")
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        await opened(app, pilot, 2, pixel="4711", code="TEST12345")
        assert "not in the environment" in text(app, "#token")
        screen = await confirming(app, pilot)
        screen.query_one("#typed", Input).value = screen.words
        screen.query_one("#file", Input).value = TOKEN
        await until(pilot, lambda: "looks like an access token" in text(app, "#wrong"))
        assert screen.query_one("#file", Input).value == ""
        for path, words in (
            ("", "there is no access token"),
            ("gone.env", "can't be read"),
            ("~nobody-here/x", "home folder"),
            (str(file), "sets none"),
        ):
            file.write_text("OTHER=1\n", "utf-8")
            screen.query_one("#file", Input).value = path
            await pilot.press("ctrl+s")
            await until(pilot, lambda words=words: words in text(app, "#wrong"))
        assert asked == []
        screen.query_one("#keyring", Checkbox).value = True
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "capisim[keyring]" in text(app, "#wrong"))
        assert asked == ["keyring"]
        screen.query_one("#keyring", Checkbox).value = False
        file.write_text(f"META_ACCESS_TOKEN={TOKEN}\n", "utf-8")
        file.chmod(0o600)
        screen.query_one("#typed", Input).value = ""
        await sent(app, pilot)
    assert len(meta.events) == 1
    assert asked == ["keyring"]


async def test_two_do_not_send_from_one_store(shop: str, app_on: Make, meta: Listening) -> None:
    app = app_on(shop)
    async with driven(app, SMALL) as pilot:
        await opened(app, pilot, 2, pixel="4711", code="TEST12345")
        screen = await confirming(app, pilot)
        with sole_sender(shop):
            screen.query_one("#typed", Input).value = screen.words
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "another process is sending from this store" in told(app))
        await until(pilot, lambda: "Nothing was sent" in text(app, "#head"))
        assert app.screen.query_one(AnswerList).items == ()
    assert meta.events == ()


async def test_an_empty_store_has_nothing_to_forward(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app, SMALL) as pilot:
        await pilot.press("f")
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        await pilot.press("O")
        await settled(pilot)
        assert "Nothing was forwarded from this store" in text(app, "#about")
        await pilot.press("enter", "c", "escape")
        assert isinstance(app.screen, LiveScreen)


async def test_hostile_names_are_text_in_the_plan(
    tmp_path: Path, app_on: Make, meta: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "events.jsonl"
    source.write_text(json.dumps(event("server", "[red]\x1b[2J", 0, name="[bold]x[/bold]")) + "\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with open_store(str(tmp_path / "a.db")) as store:
        pipeline.replay(store, [str(source)], Settings(workers=1), at=None, made="synthetic")
    app = app_on(str(tmp_path / "a.db"))
    async with driven(app, SMALL) as pilot:
        await opened(app, pilot, 1, pixel="4711", code="TEST12345")
        plan = text(app, "#plan")
        assert "[bold]x[/bold]" in plan
        assert "[red]" in plan
        assert "\x1b" not in plan
