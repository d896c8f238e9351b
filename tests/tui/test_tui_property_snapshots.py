"""Pictures of the wizard for a property, and of a property with its results."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from driving import settled
from textual.widgets import Input

from simulator.quickstart.project import make_project
from simulator.quickstart.wanted import Wanted
from simulator.tui.property_edit import Place
from simulator.tui.screens.quickstart import QuickstartScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
Size = tuple[int, int]
Make = Callable[..., Any]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    below = tmp_path_factory.mktemp("property")
    for name in ("tags", "full"):
        make_project(Wanted("shop.example", "1234567890", complete=name == "full"), below / name)
    return {name: below / name for name in ("tags", "full")}


def at(folder: Path, *place: str | int, pressed: tuple[str, ...] = ()) -> Callable[[Any], Awaitable[None]]:
    """Open the folder and go to a place."""

    async def show(pilot: Any) -> None:
        chosen: Place = place
        await settled(pilot)
        pilot.app.open_property(folder)
        await settled(pilot)
        pilot.app.screen.tree_of.go_to(chosen)
        await settled(pilot)
        for key in pressed:
            await pilot.press(key)
            await settled(pilot)
        for each in pilot.app.screen.query(Input):
            each.cursor_blink = False
        await pilot.pause()

    return show


@pytest.fixture
def app(tmp_path: Path, app_on: Make) -> Any:
    return app_on(str(tmp_path / "new.db"))


@SIZES
def test_wizard(app: Any, snap_compare: Any, size: Size) -> None:
    async def show(pilot: Any) -> None:
        await settled(pilot)
        screen = QuickstartScreen()
        await pilot.app.push_screen(screen)
        for each in screen.query(Input):
            each.cursor_blink = False
        screen.query_one("#folder", Input).value = "my-tags"
        screen.tell("pixel ID: the number of the dataset, digits alone; Events Manager shows it.")
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=show)


@SIZES
def test_results_of_a_new_property(app: Any, folders: dict[str, Path], snap_compare: Any, size: Size) -> None:
    assert snap_compare(app, terminal_size=size, run_before=at(folders["tags"]))


@SIZES
def test_rule(app: Any, folders: dict[str, Path], snap_compare: Any, size: Size) -> None:
    place = ("rules", 5, "triggers", 0, "selector")
    assert snap_compare(app, terminal_size=size, run_before=at(folders["full"], *place))


@SIZES
def test_configuration(app: Any, folders: dict[str, Path], snap_compare: Any, size: Size) -> None:
    assert snap_compare(app, terminal_size=size, run_before=at(folders["full"], "extensions"))


def test_a_change_that_fails(app: Any, folders: dict[str, Path], snap_compare: Any) -> None:
    place = ("rules", 5, "actions", 1, "event_id")
    show = at(folders["full"], *place, pressed=("e", "end", "x", "enter"))
    assert snap_compare(app, terminal_size=(120, 40), run_before=show)


def test_changing_a_value(app: Any, folders: dict[str, Path], snap_compare: Any) -> None:
    place = ("rules", 5, "actions", 1, "event_id")
    assert snap_compare(app, terminal_size=(80, 24), run_before=at(folders["full"], *place, pressed=("e",)))


def test_without_colours(
    tmp_path: Path, app_on: Make, folders: dict[str, Path], snap_compare: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(str(tmp_path / "new.db"))
    assert snap_compare(app, terminal_size=(80, 24), run_before=at(folders["tags"]))
