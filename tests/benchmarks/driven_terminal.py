"""A program that measures the application from inside, in whatever terminal it is started.

    driven_terminal.py tour|replay STORE STATE TOLD [SOURCE]

``tour`` visits every screen, jumps from end to end, filters, sorts and counts. ``replay`` replays SOURCE at full speed
into the store and presses keys. What was measured is written to TOLD as JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

from terminals import PATIENCE, peak_of
from textual.pilot import Pilot
from turns import Beat, Turn, waited

from simulator.filtering import parse
from simulator.tui.app import CapisimApp
from simulator.tui.jobs import OpenFile
from simulator.tui.widgets.event_list import EventList

LOOK_SECONDS = 0.01
# A replay is stopped when so many rounds of keys were answered beside it.
ROUNDS = 12
FILTERS = ("name:Purchase & verdict:duplicate", "n>=1")
# Each with the row that the cursor is on then; None for the last one.
KEYS = (("home", 0), ("j", 1), ("j", 2), ("k", 1), ("end", None))


class Tour:
    """Does things with the application, and keeps how long the loop was held up by each."""

    def __init__(self, app: CapisimApp) -> None:
        self.app = app
        self.turns: dict[str, Turn] = {}

    async def settled(self) -> None:
        """Until nothing is read any more."""
        app = self.app
        await asyncio.sleep(LOOK_SECONDS)
        while not app.current.loaded or any(each.group != "watch" and not each.is_finished for each in app.workers):
            await asyncio.sleep(LOOK_SECONDS)
        await asyncio.sleep(LOOK_SECONDS)

    @asynccontextmanager
    async def measured(self, name: str) -> AsyncIterator[None]:
        """What happens inside is measured until all is settled."""
        beat = Beat()
        yield
        await self.settled()
        self.turns[name] = max(beat.end(), self.turns.get(name, Turn()), key=lambda turn: turn.held)

    async def press(self, name: str, *keys: str) -> None:
        """Press keys, each when the one before has been answered in full."""
        for key in keys:
            async with self.measured(name):
                self.app.simulate_key(key)

    async def type(self, name: str, *keys: str) -> None:
        """Press keys one right behind the other."""
        async with self.measured(name):
            for key in keys:
                self.app.simulate_key(key)


async def tour(app: CapisimApp, _source: str) -> dict[str, Any]:
    """Every screen, both ends of the list, filters."""
    each = Tour(app)
    await each.settled()
    # It has prepared what is seen later, and put it where the collector doesn't look.
    while not gc.get_freeze_count():
        await asyncio.sleep(LOOK_SECONDS)
    await each.press("first sight of a screen", *"23456")
    await each.press("another screen", *"23456", "1")
    peak = peak_of(os.getpid())
    if app.current.last:
        await each.press("Home and End", *["home", "end"] * 3)
        for text in FILTERS:
            async with each.measured("filter"):
                app.filter = parse(text)
            await each.press("Home and End, filtered", "home", "end")
        async with each.measured("filter"):
            app.filter = None
        await each.press("sorted events", "s", "end")
        await each.press("counted values", "F")
        await each.type("counted values", "/", *"custom_data.value", "enter")
        await each.press("counted values", "escape")
        await each.press("sorted pairs", "2", "s", "end")
    return {"turns": each.turns, "peak": peak}


async def replay(app: CapisimApp, source: str) -> dict[str, Any]:
    """Keys beside a replay at full speed."""
    each = Tour(app)
    await each.settled()
    while not gc.get_freeze_count():
        await asyncio.sleep(LOOK_SECONDS)
    events = app.screen.query_one(EventList)
    stored_before = len(events.rows)
    app.replay(OpenFile(source))
    # Until the list shows the new run, which takes the cursor to its end.
    while not len(KEYS) < len(events.rows) < stored_before or not events.has_focus:
        assert app.playing is not None, [toast.message for toast in app._notifications]
        events.focus()
        await asyncio.sleep(LOOK_SECONDS)
    began, before = time.perf_counter(), app.current.last
    answers, rounds, stored = [], [], 0
    while app.playing is not None and len(rounds) < ROUNDS:
        beat = Beat()
        for key, row in KEYS:
            since, waiting = time.perf_counter(), waited()
            app.simulate_key(key)
            async with asyncio.timeout(PATIENCE):
                while events.cursor != row if row is not None else not events.following:
                    await asyncio.sleep(0.001)
            answers.append((time.perf_counter() - since) * 1000 - (waited() - waiting))
            await asyncio.sleep(0.02)
        rounds.append(beat.end())
        stored = app.current.last - before
    seconds = time.perf_counter() - began
    app.action_stop_replay()
    while app.playing is not None:
        await asyncio.sleep(LOOK_SECONDS)
    return {"rounds": rounds, "answers": answers, "rate": stored / seconds}


_DONE: dict[str, Callable[[CapisimApp, str], Awaitable[dict[str, Any]]]] = {"tour": tour, "replay": replay}


def main(what: str, store: str, state: str, told: str, source: str) -> None:
    """Run the application, and leave it when it was measured."""

    async def drive(pilot: Pilot[None]) -> None:
        app = cast("CapisimApp", pilot.app)
        try:
            measured = await _DONE[what](app, source)
        except Exception:
            measured = {"problem": traceback.format_exc()}
        Path(told).write_text(json.dumps(measured), "utf-8")
        app.exit()

    CapisimApp(store, state_folder=Path(state)).run(auto_pilot=drive)


if __name__ == "__main__":
    main(*sys.argv[1:])
