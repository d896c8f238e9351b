"""Pictures of Runs, Set-up, the welcome, the dialogs and the bar of a replay, in their states and sizes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from driving import NOON, a_shop, event, settled, store_with, until
from textual.widgets import DirectoryTree

from simulator.errors import ExitCode
from simulator.filtering import parse
from simulator.run import Progress
from simulator.store import open_store
from simulator.tui.playing import Phase, Playing
from simulator.tui.screens.comparison import ComparisonScreen
from simulator.tui.screens.export import ExportScreen
from simulator.tui.screens.seek import SeekScreen
from simulator.tui.screens.shop import ShopScreen
from simulator.tui.screens.source import SourceScreen
from simulator.tui.widgets.fault_list import Entry, FaultList

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)], ids=["80x24", "120x40", "200x50"])
SMALL = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
Size = tuple[int, int]
Make = Callable[..., Any]
DOCUMENT: dict[str, Any] = {
    "versions": {
        "capisim": "0.1.0",
        "python": "3.11.7",
        "sqlite": "3.45.0",
        "platform": "Linux x86_64",
        "libraries": {"textual": "8.2.8", "click": None},
    },
    "paths": {
        "store": {"path": "/home/ada/capisim.db", "found": True, "bytes": 1_234_567, "runs": 3, "writable": True},
        "settings_files": [{"kind": "user", "path": "/home/ada/.config/capisim/capisim.toml", "found": False}],
        "schemas": {"path": "/opt/capisim/schemas", "found": True},
        "fixtures": {"path": "/opt/capisim/fixtures", "found": True},
    },
    "limits": {"processors": 2, "store_free_bytes": 5 << 30, "line_bytes": 1 << 24, "document_bytes": 1 << 26}
    | {"har_bytes": 1 << 30, "nesting": 32},
    "settings": [
        {"key": "store", "value": "/home/ada/capisim.db", "origin": "option --store"},
        {"key": "deduplication.window_hours", "value": 48.0, "origin": "default"},
        {"key": "deduplication.same_channel_event_id", "value": True, "origin": "default"},
        {"key": "forward.graph_url", "value": "https://graph.facebook.com", "origin": "default"},
        {"key": "forward.version", "value": "v26.0", "origin": "default"},
        {"key": "forward.pixel_id", "value": "445566778899", "origin": "/home/ada/shop/capisim.toml"},
        {"key": "forward.test_code", "value": None, "origin": "default"},
        {"key": "forward.max_events", "value": 100, "origin": "default"},
        {"key": "rules.ignore", "value": ["CLK", "EVT05"], "origin": "/home/ada/shop/capisim.toml"},
    ],
    "tokens": [
        {"variable": "CAPISIM_ACCESS_TOKEN", "present": True},
        {"variable": "META_ACCESS_TOKEN", "present": False},
    ],
    "problems": [],
    "hints": [],
}
BAD = DOCUMENT | {
    "problems": [{"part": "settings", "message": "environment variable CAPISIM_ENGINE: must be one of two engines"}],
    "hints": ["the environment variable CAPISIM_COLOUR starts with CAPISIM_ but sets nothing"],
}


def coded() -> dict[str, Any]:
    body = {"data": [event("server", "coded", 2000)["event"]], "test_event_code": "TEST12345"}
    url = "https://graph.facebook.com/v24.0/99887766/events"
    return {"channel": "server", "received_at": NOON + 2000, "request": {"method": "POST", "url": url, "body": body}}


@pytest.fixture
def three(tmp_path: Path) -> str:
    """Three runs, one of them interrupted; all that depends on time, place or version is made the same."""
    path = store_with(tmp_path / "a.db", a_shop(), title="before the fix")
    store_with(tmp_path / "a.db", a_shop(30), title="顧客 🛒 a title with wide characters, and a long one too")
    store_with(tmp_path / "a.db", [*a_shop(9), coded(), "not json"], title="after [bold]the fix[/bold]")
    with open_store(path) as store:
        change = store.connection.execute
        change("UPDATE runs SET started_at = ? + id * 86400, finished_at = ? + id * 86400 + 75", [NOON, NOON])
        change("UPDATE runs SET version = '0.1.0', catalog = 'sha256:0123456789'")
        change("UPDATE runs SET state = 'interrupted' WHERE id = 2")
        change("UPDATE sources SET path = '/home/ada/shop/events.jsonl'")
        store.connection.commit()
    return path


def told(monkeypatch: pytest.MonkeyPatch, document: dict[str, Any]) -> None:
    monkeypatch.setattr("simulator.tui.screens.setup.find_spec", lambda _: None)
    for name in ("CAPISIM_APP_SECRET", "META_APP_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        "simulator.diagnosis.diagnose", lambda *_: type("Told", (), {"document": document, "code": ExitCode.CLEAN})
    )


def keys(*pressed: str) -> Callable[[Any], Awaitable[None]]:
    async def press(pilot: Any) -> None:
        await settled(pilot)
        for key in pressed:
            await pilot.press(key)
            await settled(pilot)

    return press


@SIZES
def test_runs(three: str, app_on: Make, snap_compare: Any, size: Size) -> None:
    assert snap_compare(app_on(three), terminal_size=size, run_before=keys("5", "j", "m", "j"))


def test_runs_without_colours(three: str, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app_on(three), terminal_size=(80, 24), run_before=keys("5", "j", "m", "j"))


@SIZES
def test_comparison(three: str, app_on: Make, snap_compare: Any, size: Size) -> None:
    assert snap_compare(app_on(three), terminal_size=size, run_before=keys("5", "G", "m", "g", "d"))


def test_comparison_without_a_change(tmp_path: Path, app_on: Make, snap_compare: Any) -> None:
    for _ in range(2):
        path = store_with(tmp_path / "a.db", a_shop())
    assert snap_compare(app_on(path), terminal_size=(80, 24), run_before=keys("5", "d"))


def test_comparison_that_fails(three: str, app_on: Make, snap_compare: Any) -> None:
    async def show(pilot: Any) -> None:
        await settled(pilot)
        screen = ComparisonScreen(1, 2)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        screen._failed("store a.db: it is damaged: name another file with --store, or restore it")
        await pilot.pause()

    assert snap_compare(app_on(three), terminal_size=(80, 24), run_before=show)


@SIZES
def test_setup(three: str, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, size: Size) -> None:
    told(monkeypatch, DOCUMENT)
    assert snap_compare(app_on(three), terminal_size=size, run_before=keys("6"))


def test_setup_with_problems(tmp_path: Path, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, BAD)
    assert snap_compare(app_on(str(tmp_path / "new.db")), terminal_size=(80, 24), run_before=keys("6"))


def test_setup_without_colours(three: str, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, DOCUMENT)
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(app_on(three), terminal_size=(120, 40), run_before=keys("6"))


@SIZES
def test_welcome(tmp_path: Path, app_on: Make, snap_compare: Any, size: Size) -> None:
    assert snap_compare(app_on(str(tmp_path / "new.db")), terminal_size=size, run_before=keys("j"))


def test_welcome_read_only(tmp_path: Path, app_on: Make, snap_compare: Any) -> None:
    open_store(str(tmp_path / "a.db")).close()
    app = app_on(str(tmp_path / "a.db"), readonly=True)
    assert snap_compare(app, terminal_size=(80, 24), run_before=keys())


@SMALL
def test_opening(tmp_path: Path, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, size: Size) -> None:
    shop = tmp_path / "shop"
    (shop / "captures").mkdir(parents=True)
    for name in ("events.jsonl", "session.har", "顧客 🛒.jsonl.gz", ".hidden"):
        (shop / name).touch()
    monkeypatch.chdir(tmp_path)

    async def show(pilot: Any) -> None:
        await settled(pilot)
        await pilot.app.push_screen(SourceScreen(Path("shop")))
        tree = pilot.app.screen.query_one(DirectoryTree)
        await until(pilot, lambda: len(tree.root.children) == 4)
        pilot.app.screen.query_one("#path").cursor_blink = False
        pilot.app.screen.query_one("#path").value = "nowhere.jsonl"
        await pilot.pause()
        pilot.app.screen.tell("There is no nowhere.jsonl.")
        await pilot.pause()

    assert snap_compare(app_on(str(tmp_path / "new.db")), terminal_size=size, run_before=show)


@SIZES
def test_making(tmp_path: Path, app_on: Make, snap_compare: Any, monkeypatch: pytest.MonkeyPatch, size: Size) -> None:
    some = [
        Entry(f"split-event-id:{name}", f"The server changes the id ({name}).", 20.0) for name in ("prefix", "case")
    ]
    some += [Entry("double-fire:refresh", "The thank-you page fires again when it is loaded again.", 100.0)]
    monkeypatch.setattr("simulator.tui.widgets.fault_list.entries", lambda: some)

    async def show(pilot: Any) -> None:
        await settled(pilot)
        await pilot.app.push_screen(ShopScreen(tmp_path))
        await pilot.pause()
        pilot.app.screen.query_one(FaultList).focus()
        await pilot.press("space", "j", "plus")
        await pilot.pause()

    assert snap_compare(app_on(str(tmp_path / "new.db")), terminal_size=size, run_before=show)


@pytest.mark.parametrize("kind", ["seek", "export"])
def test_small_dialogs(three: str, app_on: Make, snap_compare: Any, kind: str) -> None:
    async def show(pilot: Any) -> None:
        await settled(pilot)
        screen = SeekScreen(NOON) if kind == "seek" else ExportScreen(3, parse("verdict:duplicate & name:Purchase"))
        await pilot.app.push_screen(screen)
        for field in screen.query("Input"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        await pilot.pause()

    assert snap_compare(app_on(three), terminal_size=(80, 24), run_before=show)


@pytest.mark.parametrize("phase", ["making", "playing", "paused", "seeking", "finishing"])
@SMALL
def test_transport(three: str, app_on: Make, snap_compare: Any, size: Size, phase: Phase) -> None:
    half = Progress(1, 430, 1000, 1_204, 1_204, 0, 500, 3, 12.0, latest=NOON + 3600)

    async def show(pilot: Any) -> None:
        await settled(pilot)
        await pilot.press("5")
        pilot.app.playing = Playing("events.jsonl", phase, 60.0, half, NOON, busy=3.0)
        await settled(pilot)

    assert snap_compare(app_on(three), terminal_size=size, run_before=show)
