"""Stores with known events, and the application driven by a pilot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from textual.css.query import NoMatches
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.worker import Worker

from simulator import pipeline
from simulator.settings import Settings
from simulator.store import open_store
from simulator.tui.app import CapisimApp

# How many workers have begun, which may have ended since; ``conftest.py`` counts them.
WORKERS = {"begun": 0}
_MOST_ROUNDS = 20
NOON = 1_767_268_800.0
_NAMED = {"\r": "enter", "\x7f": "backspace", "\x1b": "escape", "\t": "tab"}
EM = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"


def event(channel: str, event_id: str | None, second: float, name: str = "Purchase", **members: Any) -> dict[str, Any]:
    """A clean event of a made-up shop that a channel sent, received so many seconds past noon; None leaves out."""
    body = {
        "event_name": name,
        "event_id": event_id,
        "event_time": int(NOON + second),
        "action_source": "website",
        "event_source_url": "https://shop.example/thanks",
        "user_data": {"em": [EM], "client_user_agent": "Mozilla/5.0", "client_ip_address": "198.51.100.7"},
        "custom_data": {"value": 12.5, "currency": "EUR"},
        **members,
    }
    body = {key: value for key, value in body.items() if value is not None}
    return {"channel": channel, "pixel_id": "1234567890", "received_at": NOON + second, "event": body}


def a_shop(orders: int = 12) -> list[dict[str, Any]]:
    """Orders told by both channels, one without its server copy, one refused, one with an address in clear."""
    lines = []
    for order in range(1, orders + 1):
        at = order * 60.0
        lines.append(event("browser", f"order-{order}", at))
        if order % 4:
            lines.append(event("server", f"order-{order}", at + 12.4))
    lines.append(event("server", "order-refused", orders * 60 + 70, custom_data={}))
    clear = {"em": ["jane@example.com"], "client_user_agent": "Mozilla/5.0"}
    lines.append(event("server", "order-clear", orders * 60 + 80, user_data=clear))
    return lines


def store_with(path: Path, lines: Iterable[Any], *, title: str | None = "shop day", **settings: Any) -> str:
    """A store with one more run of these lines (objects, or text as it is); gives the store's path."""
    source = path.with_name("events.jsonl")
    source.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines), "utf-8")
    with open_store(str(path)) as store:
        pipeline.replay(store, [str(source)], Settings(**settings), at=None, title=title)
    return str(path)


def at_once(app: CapisimApp, keys: str) -> None:
    """Press the keys of these characters before anything is made of the first of them, as a fast typist may."""
    assert app._driver is not None
    for character in keys:
        key = Key(_NAMED.get(character) or _character_to_key(character), character)
        key.set_sender(app)
        app._driver.send_message(key)


async def until(pilot: Pilot[None], condition: Callable[[], object], pauses: int = 2000) -> None:
    """Wait until a condition holds, without counting time; fails after very many turns of the loop.

    It may ask for parts of a screen that has none yet.
    """
    for _ in range(pauses):
        with suppress(NoMatches):
            if condition():
                return
        await pilot.pause(0.005)
    raise AssertionError(f"never became true: {condition}")


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the store was looked at, no worker runs any more, and what they found has been taken in.

    Where a run grows, workers begin again and again; then it is enough that some have ended.
    """
    await until(pilot, lambda: pilot.app.current.loaded)  # type: ignore[attr-defined]
    for _ in range(_MOST_ROUNDS):
        begun = WORKERS["begun"]
        await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers if not lasts(worker)))
        await pilot.pause()
        if begun == WORKERS["begun"]:
            break


def lasts(worker: Worker[Any]) -> bool:
    """Whether a worker goes on for as long as the application or its part of the screen is there."""
    return worker.group == "watch" or worker.name == "_loader"


@asynccontextmanager
async def driven(app: CapisimApp, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Pilot[None]]:
    """The application under a pilot, with everything loaded."""
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot
