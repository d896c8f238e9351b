"""Pictures of Live in every state: empty, loading, good, bad, odd, small, large, without colours, in each theme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import EM, a_shop, event, settled, store_with, until
from textual.widgets import Input

from simulator.tui.app import CapisimApp
from simulator.tui.widgets.filter_bar import FilterBar

Make = Callable[..., CapisimApp]
SIZES = {"80x24": (80, 24), "120x40": (120, 40), "200x50": (200, 50)}


def odd_names() -> list[Any]:
    """Events with names in wide characters, with emoji, markup, escape sequences, and without end."""
    names = [
        "購入完了イベント",
        "Ünïcödé 🎉🎉 Party",
        "[bold red]x[/]",
        "\x1b[31mboo",
        "N" * 10_000,
        "👨‍👩‍👧 family",
        "❤️ heart",
    ]
    lines: list[Any] = [
        event(
            "browser" if n % 3 else "server",
            None if n % 6 == 5 else f"id-{n}-{'長い番号' * (n % 4)}",
            n * 7.0,
            names[n % len(names)],
            user_data={"em": [EM] if n % 2 else ["x"], "fbp": "fb.1.1700000000000.123456789"},
        )
        for n in range(28)
    ]
    return [*lines, "no event at all {{{"]


def bad() -> list[Any]:
    """A shop that does nearly everything wrong."""
    clear = {"em": ["jane@example.com"], "ph": ["0171 555"], "fbp": "wrong"}
    return [
        event("server", f"order-{n}", n * 30.0, custom_data={"value": "much", "currency": "Euro"}, user_data=clear)
        for n in range(20)
    ]


@pytest.fixture
def pictured(tmp_path: Path, app_on: Make, snap_compare: Any) -> Callable[..., bool]:
    """Compares the picture of an application on these lines after these keys."""

    def compare(lines: list[Any] | None, size: str, *keys: str, theme: str = "") -> bool:
        path = str(tmp_path / "a.db") if lines is None else store_with(tmp_path / "a.db", lines)
        app = app_on(path)

        async def show(pilot: Any) -> None:
            await settled(pilot)
            if theme:
                app.theme = theme
            for key in keys:
                if key.startswith("text:"):
                    app.screen.query_one(Input).value = key.removeprefix("text:")
                    await pilot.pause()
                    await until(pilot, lambda: app.screen.query_one(FilterBar).is_told)
                else:
                    await pilot.press(key)
                await settled(pilot)

        return bool(snap_compare(app, terminal_size=SIZES[size], run_before=show))

    return compare


@pytest.fixture(autouse=True)
def _at_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The inspector shows where an event was read; a picture must not depend on the folder of the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("simulator.views.detail.Origin", lambda path, *place: f"{Path(path).name}:{place[0]}")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lines", [None, a_shop(), bad(), odd_names()], ids=["empty", "good", "bad", "odd"])
def test_live(pictured: Callable[..., bool], lines: list[Any] | None, size: str) -> None:
    assert pictured(lines, size)


def test_live_loading(tmp_path: Path, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop()))
    monkeypatch.setattr(app, "_look", lambda: None)
    assert snap_compare(app, terminal_size=(80, 24))


def test_live_without_colours(pictured: Callable[..., bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert pictured(odd_names(), "120x40")


@pytest.mark.parametrize("theme", ["capisim-light", "capisim-contrast", "capisim-terminal"])
def test_live_in_a_theme(pictured: Callable[..., bool], theme: str) -> None:
    assert pictured(a_shop(), "120x40", "g", theme=theme)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("filter", ("slash", "text:id:*1 & channel:server")),
        ("mistake", ("slash", "text:channel:server & (")),
        ("count", ("F",)),
        ("sort", ("s", "s", "S")),
        ("help", ("question_mark",)),
        ("jump", ("ctrl+o",)),
        ("marked", ("k", "m", "k")),
        ("diff", ("g", "j", "m", "j", "d")),
        ("reveal", ("k", "r")),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
@pytest.mark.parametrize("size", ["80x24", "120x40"])
def test_live_action(pictured: Callable[..., bool], name: str, keys: tuple[str, ...], size: str) -> None:
    assert pictured(a_shop(), size, *keys)


def test_event_in_full_on_a_small_terminal(pictured: Callable[..., bool]) -> None:
    assert pictured(a_shop(), "80x24", "enter")
