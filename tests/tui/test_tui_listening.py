"""``capisim listen`` in a terminal: what arrives is seen, and the run is finished when the application ends."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pytest
import urllib3
from driving import a_shop, driven, store_with, until
from test_tui_terminal import Terminal
from textual.widgets import Static

from simulator.store import open_store
from simulator.tui.jobs import OpenFile
from simulator.tui.widgets.key_footer import KeyFooter
from simulator.tui.widgets.list_status import ListStatus
from simulator.tui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from simulator.tui.app import CapisimApp


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def told_last(opened: Terminal) -> bytes:
    """What is said of the run once the application is gone; it is taken from what was printed."""
    opened.printed, _, told = opened.printed.rpartition(b"run 1: ")
    return told


def test_an_empty_store_offers_to_listen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("CAPISIM_EMULATOR_PORT", str(port))
    store = tmp_path / "empty.db"
    opened = Terminal("--store", str(store), state=tmp_path)
    try:
        opened.until(b"stand in for Meta")
        opened.press(b"L")
        opened.until(b"\x1b[?1049l")
        opened.printed = b""
        opened.until(b"\x1b[?1049h")
        with urllib3.PoolManager() as pool:
            assert pool.request("GET", f"http://127.0.0.1:{port}/tr?id=1&ev=Wonderful&eid=1").status == 200
        opened.until(b"Wonderful")
        opened.press(b"q")
        assert opened.ended() == 0
        assert told_last(opened).startswith(b"1 events")
        assert opened.in_order
    finally:
        opened.close()
    with open_store(str(store)) as found:
        assert found.run().state == "complete"
        assert found.totals(1) == {"kept": 1}


@pytest.mark.parametrize(
    ("readonly", "listening", "told"), [(False, "http://127.0.0.1:1", "already"), (True, None, "readonly")]
)
async def test_who_listens_already_or_only_reads_is_told(
    tmp_path: Path, app_on: Callable[..., CapisimApp], readonly: bool, listening: str | None, told: str
) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()), readonly=readonly)
    app.listening = listening
    async with driven(app, (80, 24)) as pilot:
        await pilot.press("L")
        await until(pilot, lambda: bool(app._notifications))
        assert told in next(iter(app._notifications)).message
        assert not app.wants_to_listen


async def test_where_to_send_events_is_told_until_some_arrive(
    tmp_path: Path, app_on: Callable[..., CapisimApp]
) -> None:
    source = tmp_path / "later.jsonl"
    source.write_text("".join(f"{json.dumps(line)}\n" for line in a_shop(3)), "utf-8")
    app = app_on(str(tmp_path / "new.db"))
    app.listening = "http://127.0.0.1:8765"
    async with driven(app, (80, 24)) as pilot:
        app.replay(OpenFile(str(source)), paused=True)
        nothing = app.screen.query_one("#nothing", Static)
        await until(pilot, lambda: "http://127.0.0.1:8765/capisim/fbevents.js" in str(nothing.render()))
        assert "listening" in app.screen.query_one(TopBar).render().plain
        assert "Details" not in app.screen.query_one(KeyFooter).descriptions
        app.action_step()
        await until(pilot, lambda: "Details" in app.screen.query_one(KeyFooter).descriptions)
        assert "1 event" in app.screen.query_one(ListStatus).render().plain.split("·")[1].strip()
        await pilot.resize_terminal(120, 40)
        await until(pilot, lambda: "127.0.0.1:8765" in app.screen.query_one(TopBar).render().plain)
        app.action_stop_replay()
        await until(pilot, lambda: app.playing is None)


def test_what_arrives_is_shown_and_stored(tmp_path: Path) -> None:
    port = free_port()
    store = tmp_path / "live.db"
    opened = Terminal("listen", "--port", str(port), "--store", str(store), state=tmp_path)
    try:
        opened.until(b"\x1b[?1049h")
        with urllib3.PoolManager() as pool:
            url = f"http://127.0.0.1:{port}/tr?id=1&ev=Wonderful&eid=1"
            assert pool.request("GET", url).status == 200
            opened.until(b"Wonderful")
            assert pool.request("GET", url.replace("Wonderful", "Marvellous")).status == 200
            opened.until(b"Marvellous")
        opened.press(b"q")
        assert opened.ended() == 0
        assert told_last(opened).startswith(b"2 events")
        assert opened.in_order
    finally:
        opened.close()
    with open_store(str(store)) as found:
        assert found.run().state == "complete"
        assert found.totals(1) == {"kept": 2}
