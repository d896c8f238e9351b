"""Whatever events hold stays text: nothing in them moves the cursor, changes a colour or breaks a column."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from driving import EM, driven, event, settled
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

import simulator.tui
import simulator.views
from simulator import pipeline
from simulator.settings import Settings
from simulator.store import open_store
from simulator.tui.app import CapisimApp

# Under pytest these modules are rewritten when imported, which Python 3.11 can't do in two threads at once.
for package in (simulator.tui, simulator.views):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)

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
    *("s", "s", "S", "y", "e", "escape", "enter", "escape"),
    *("2", "home", "enter", "r", "escape", "down", "y", "3", "down", "4", "down", "enter", "down", "y", "escape"),
    *("5", "down", "enter", "5", "6", "question_mark", "escape", "1", "ctrl+o", "escape", "colon", "escape"),
)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["small", "wide"])
@settings(
    max_examples=3,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(texts=st.lists(TEXTS, min_size=3, max_size=8))
async def test_hostile_text_stays_text(size: tuple[int, int], texts: list[str]) -> None:
    await _tour(size, texts)


@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["small", "wide"])
async def test_known_tricks_stay_text(size: tuple[int, int], part: int) -> None:
    await _tour(size, list(NASTY[part::3]))


async def _tour(size: tuple[int, int], texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        store = filled(Path(folder) / "a.db", texts)
        app = CapisimApp(store, run=1, state_folder=Path(folder))
        async with driven(app, size) as pilot:
            looked_at(pilot, "at first")
            for number in range(5 * len(texts)):
                if number < 10 or number % 5 == 0:
                    await pilot.press("up")
                    await settled(pilot)
                    looked_at(pilot, f"event {number} from the end")
            done = ""
            for key in TOUR:
                await pilot.press(key)
                await settled(pilot)
                done += f" {key}"
                looked_at(pilot, done)
