"""Whatever events hold stays text: nothing in them moves the cursor, changes a colour or breaks a column."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from driving import EM, driven, event, settled, until
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from simulator import pipeline
from simulator.settings import Settings
from simulator.store import open_store
from simulator.tui import guarding
from simulator.tui.app import CapisimApp
from simulator.tui.screens.live import LiveScreen

NASTY = (
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;Y2FwaXNpbQ==\x07",
    "\x1b]8;;https://shop.example\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[?1049l\x1b[2J\x1bc",
    "\x9b31m\x9d0;title\x9c",
    "[red]markup[/red]",
    "[/] [[ ] [@click=app.quit]quit[/]",
    "[link=https://shop.example]a[/link",
    "\\[bold]",
    "$primary $text-muted",
    "\u202egnp.exe\u202c\u2066a\u2069",
    "zero\u200bwidth\u200d\u2060\ufeffhere",
    "e\u0301\u0302\u0303\u0323 a\u0336b\u0336",
    "購入完了イベント",
    "🛒👩‍👩‍👧‍👦❤️🇩🇪👍🏽",
    "한국어 ㅤ ﷽ 𒐫",
    "tab\tline\nreturn\rbell\x07back\x08null\x00end",
    "line\u2028paragraph\u2029next\x85form\x0cvertical\x0b",
    "\ud800lone",
    "\U000e0041\U0010ffff\ufffe",
    "a" * 10_000,
    "長" * 10_000,
    "\x1b[1m" * 2_500,
    "e" + "\u0301" * 9_999,
    "",
    " ",
)
CHARACTERS = st.one_of(
    st.characters(),
    st.sampled_from("\x00\x07\x08\t\n\r\x1b\x9b\x7f[]\\/@$%&'\"{}<>;\u200b\u200d\u202e\u2066\ufe0f\u0301長🛒👍🏽"),
)
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(CHARACTERS, max_size=60))


def events(texts: list[str]) -> Iterator[dict[str, Any] | str]:
    """Each text in every place an event has, told by both channels, and lines that are no events."""
    for second, text in enumerate(texts):
        members = {
            "event_source_url": text,
            "action_source": text if second % 2 else "website",
            "referrer_url": text,
            "user_data": {"em": [text, EM], "external_id": text, "fbp": text, "client_user_agent": text},
            "custom_data": {"value": 1.5, "currency": text, text: text, "content_name": text, "order_id": text},
            text or "empty": {text: [text]},
        }
        for channel in ("browser", "server"):
            yield event(channel, text, second * 9.0, text, **members)
        yield {**event("server", f"order-{second}", second * 9.0 + 1, **members), "pixel_id": text}
        yield {"request": {"method": text, "url": f"https://{text}", "headers": {text: text}, "body": text}}
        # A file with a NUL near its start is refused as binary.
        yield encodable(text).replace("\0", "") or "nothing"


def encodable(text: str) -> str:
    """The text without lone surrogates, which UTF-8 has no bytes for."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def filled(path: Path, texts: list[str]) -> str:
    """A store with a run of these; its title and its file's name are hostile too."""
    source = path.with_name("a \x1b[1m[red]購入.jsonl")
    lines = (each if isinstance(each, str) else json.dumps(each) for each in events(texts))
    source.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    with open_store(str(path)) as store:
        for title in (encodable(texts[0]), "plain"):
            pipeline.replay(store, [str(source)], Settings(), at=None, title=title)
    return str(path)


def looked_at(pilot: Pilot[None], what: str) -> None:
    """Every line of the screen is as wide as the screen, and holds nothing that a terminal would obey."""
    for screen in (*pilot.app._background_screens, pilot.app.screen):
        for place, strip in enumerate(screen._compositor.render_strips()):
            line = "".join(segment.text for segment in strip if not segment.control)
            assert line.isprintable(), f"{what}: line {place} holds control characters: {line!r}"
            assert cell_len(line) == screen.size.width, f"{what}: line {place} has {cell_len(line)} cells: {line!r}"


TOUR = (
    *("1", "home", "down", "down", "down", "down", "r", "m", "down", "d", "escape", "F", "end", "escape"),
    *("s", "s", "S", "y", "enter", "escape"),
    *("2", "home", "enter", "r", "escape", "down", "y", "3", "down", "4", "down", "enter", "down", "y", "escape"),
    *("5", "down", "enter", "5", "6", "question_mark", "escape", "1", "ctrl+o", "escape", "colon", "escape"),
)
# The keys that open a field, and which of those on the screen it is.
FIELDS = {
    "filter": (("1", "slash"), "FilterBar Input"),
    "counted column": (("1", "F", "slash"), "Input"),
    "source": (("o",), "#path"),
    "locales of a shop": (("M",), "#locales"),
    "fault of a shop": (("M",), "#find"),
    "time": (("T",), "#time"),
    "export": (("1", "e"), "#path"),
    "palette": (("colon",), "Input"),
}
MIX = "\x1b[31m\x9b2J[red]\u202e購\x07"
SIZES = {"small": (80, 24), "wide": (160, 45)}


@pytest.fixture
def mended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the guard of the terminal had to take out."""
    found: list[str] = []
    stand_in = guarding._stand_in
    monkeypatch.setattr(guarding, "_stand_in", lambda character: found.append(character) or stand_in(character))
    return found


@settings(
    max_examples=2,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(size=st.sampled_from(sorted(SIZES)), texts=st.lists(TEXTS, min_size=3, max_size=8))
async def test_hostile_text_stays_text(size: str, texts: list[str], mended: list[str]) -> None:
    await _tour(SIZES[size], texts, mended)


@pytest.mark.parametrize("size", SIZES)
async def test_known_tricks_stay_text(size: str, mended: list[str]) -> None:
    await _tour(SIZES[size], list(NASTY), mended)


async def _tour(size: tuple[int, int], texts: list[str], mended: list[str]) -> None:
    with TemporaryDirectory() as folder:
        store = filled(Path(folder) / "a.db", texts)
        app = CapisimApp(store, run=1, state_folder=Path(folder))
        async with driven(app, size) as pilot:
            looked_at(pilot, "at first")
            screen = app.screen
            assert isinstance(screen, LiveScreen)
            # Of each text one of its five lines, another each time.
            for place in range(len(texts)):
                screen.action_show_event(1 + 5 * place + place % 5)
                await settled(pilot)
                looked_at(pilot, f"event {screen.events.chosen}")
            done = ""
            for key in TOUR:
                await pilot.press(key)
                await settled(pilot)
                done += f" {key}"
                looked_at(pilot, done)
    assert not mended, "a screen left something to the guard of the terminal"


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return filled(tmp_path_factory.mktemp("hostile") / "a.db", list(NASTY))


@pytest.mark.parametrize("what", FIELDS)
async def test_what_is_pasted_into_a_field_stays_text(
    what: str, hostile_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / MIX).write_text("no event")
    (tmp_path / os.fsdecode(b"no \xff UTF-8\n")).touch()
    monkeypatch.chdir(tmp_path)
    keys, selector = FIELDS[what]
    app = CapisimApp(hostile_store, run=1, state_folder=tmp_path)
    async with driven(app) as pilot:
        await pilot.press(*keys)
        await settled(pilot)
        looked_at(pilot, what)
        field = app.screen.query_one(selector, Input)
        for text in (*NASTY, MIX):
            field.value = ""
            field.focus()
            app.post_message(Paste(text))
            await pilot.pause()
            looked_at(pilot, f"{what}: {text[:20]!r} pasted")
        await pilot.press("enter")
        await settled(pilot)
        looked_at(pilot, f"{what}, taken")
        await pilot.press("enter")
        await until(pilot, lambda: app.playing is None)
        await settled(pilot)
        looked_at(pilot, f"{what}, taken again")
        if what != "palette":
            # There enter takes whichever command is on top, and that may have something to say.
            assert bool(app._notifications) == (what in {"source", "export"}), "the file is read, and is written"


@pytest.mark.parametrize("size", SIZES)
async def test_toasts_stay_text(size: str, hostile_store: str, tmp_path: Path, mended: list[str]) -> None:
    async with driven(CapisimApp(hostile_store, state_folder=tmp_path / MIX), SIZES[size]) as pilot:
        await pilot.press("end", "up", "y")
        await settled(pilot)
        looked_at(pilot, "copied")
        for text in NASTY:
            pilot.app.clear_notifications()
            pilot.app.notify(text, title=text, severity="error", markup=False)
            await pilot.pause()
            looked_at(pilot, f"{text[:20]!r} told")
    assert not mended


def test_the_guard_keeps_the_width_and_what_is_text() -> None:
    for text in (*NASTY, MIX):
        for line in text.splitlines():
            before = [Segment(line), Segment("plain")]
            after = guarding.GUARD.apply(before, Color(0, 0, 0))
            shown = "".join(segment.text for segment in after)
            assert shown.isprintable()
            assert cell_len(shown) == cell_len(f"{line}plain")
            assert (after is before) == line.isprintable()
