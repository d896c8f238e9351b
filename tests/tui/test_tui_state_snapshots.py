"""Pictures of every screen while it waits for the store, on a run of thousands of events, and without colour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import a_shop, store_with
from test_tui_checking_snapshots import bad, shown

from simulator.tui.reading import Reader

Make = Callable[..., Any]
SMALL, MIDDLE = (80, 24), (120, 40)
SCREENS = {"live": "1", "pairs": "2", "quality": "3", "findings": "4", "runs": "5"}


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> str:
    return store_with(tmp_path_factory.mktemp("huge") / "a.db", bad(1200))


@pytest.fixture(autouse=True)
def _at_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """The inspector shows where an event was read; a picture must not depend on the folder of the test."""
    monkeypatch.setattr("simulator.views.detail.Origin", lambda path, *place: f"{Path(path).name}:{place[0]}")


@pytest.mark.parametrize(
    "keys", [("g",), ("2", "G"), ("3", "j"), ("4", "j")], ids=["live", "pairs", "quality", "findings"]
)
def test_huge(huge: str, app_on: Make, snap_compare: Any, keys: tuple[str, ...]) -> None:
    assert shown(snap_compare, app_on(huge), MIDDLE, *keys)


@pytest.mark.parametrize("place", SCREENS)
def test_waiting(tmp_path: Path, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setattr(Reader, "stream", lambda *_, **__: None)
    assert shown(snap_compare, app_on(store_with(tmp_path / "a.db", a_shop())), SMALL, SCREENS[place])


@pytest.mark.parametrize("place", ["pairs", "runs", "setup"])
def test_opening(tmp_path: Path, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    app = app_on(str(tmp_path / "a.db"))
    monkeypatch.setattr(app, "_look", lambda: None)
    monkeypatch.setattr("simulator.tui.screens.setup.SetupScreen.action_look_again", lambda _: None)

    async def go(pilot: Any) -> None:
        await pilot.press({"pairs": "2", "runs": "5", "setup": "6"}[place])
        await pilot.pause()

    assert snap_compare(app, terminal_size=SMALL, run_before=go)


def test_pairs_without_colour(tmp_path: Path, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert shown(snap_compare, app_on(store_with(tmp_path / "a.db", bad())), SMALL, "2", "s", "j")
