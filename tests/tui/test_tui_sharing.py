"""The screen comes first: what it needs is made once and ahead of time, and threads beside it give way."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import driven
from textual.css import stylesheet

from simulator.tui.app import CapisimApp
from simulator.tui.collecting import spare_what_grows, spare_what_stays
from simulator.tui.places import PLACES
from simulator.tui.preparing import prepare_screens
from simulator.tui.sharing import Way


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sheets that were parsed, one entry each time."""
    sheets: list[str] = []
    parse = stylesheet.parse

    def noted(scope: str, css: str, *given: object, **named: object) -> object:
        sheets.append(css)
        return parse(scope, css, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(stylesheet, "parse", noted)
    return sheets


async def test_no_style_sheet_is_parsed_twice_until_the_colours_change(tmp_path: Path, parsed: list[str]) -> None:
    app = CapisimApp(str(tmp_path / "a.db"), state_folder=tmp_path)
    async with driven(app) as pilot:
        parsed.clear()
        await pilot.press(*"23456")
        assert parsed
        assert len(parsed) == len(set(parsed))
        known = len(parsed)
        await pilot.press(*"123456")
        assert len(parsed) == known
        app.theme = "textual-light"
        await pilot.pause()
        assert len(parsed) > known


async def test_the_first_sight_of_a_screen_finds_its_style_sheet_parsed(tmp_path: Path, parsed: list[str]) -> None:
    app = CapisimApp(str(tmp_path / "a.db"), state_folder=tmp_path)
    async with driven(app) as pilot:
        over = asyncio.Event()
        prepare_screens(app, over.set)
        await over.wait()
        own = {Path(path).read_text("utf-8") for place in PLACES for path in place.make().css_path}
        assert len(own) == len(PLACES)
        parsed.clear()
        await pilot.press(*"23456")
        assert not own.intersection(parsed)


async def test_a_thread_that_gives_way_goes_on_when_the_loop_has_nothing_to_do() -> None:
    way, turns = Way(), 0
    given = threading.Event()

    def work() -> None:
        way.give()
        given.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not given.is_set():
        turns += 1
        await asyncio.sleep(0)
    thread.join()
    assert turns


def test_a_thread_gives_no_way_to_a_loop_that_is_closed() -> None:
    ways: list[Way] = []

    async def make() -> None:
        ways.append(Way())

    asyncio.run(make())
    ways[0].give()


@pytest.fixture
def _collector() -> Iterator[None]:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    yield
    gc.set_threshold(*before)
    if not frozen:
        gc.unfreeze()


@pytest.mark.usefixtures("_collector")
def test_what_a_replay_remembers_is_not_walked_while_it_grows() -> None:
    spare_what_stays()
    usual = gc.get_threshold()
    with spare_what_grows():
        assert gc.get_threshold()[2] > 1000 * usual[2]
        remembered = [[n] for n in range(1000)]
        frozen = gc.get_freeze_count()
    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() >= frozen + len(remembered)


def test_an_application_that_runs_hands_over_soon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    intervals: list[float] = []
    before = sys.getswitchinterval()
    sys.setswitchinterval(1.0)
    monkeypatch.setattr("textual.app.App.run", lambda _: intervals.append(sys.getswitchinterval()))
    try:
        CapisimApp(str(tmp_path / "a.db"), state_folder=tmp_path).run()
    finally:
        sys.setswitchinterval(before)
    assert intervals[0] < 0.005
