"""Replaying from the application: opened, made up, played by keys, stopped, continued."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import NOON, a_shop, driven, event, settled, store_with, until
from textual.widgets import Input, OptionList

from simulator.errors import UsageError
from simulator.run import Progress
from simulator.store import open_store
from simulator.synthetic.settings import ShopSettings
from simulator.tui.app import CapisimApp
from simulator.tui.jobs import MakeShop, OpenFile
from simulator.tui.places import PLACES
from simulator.tui.playing import Playing
from simulator.tui.screens.live import LiveScreen
from simulator.tui.screens.seek import SeekScreen, moment_of
from simulator.tui.screens.shop import ShopScreen
from simulator.tui.screens.source import PathSuggester, SourceScreen
from simulator.tui.transport import SPEEDS
from simulator.tui.widgets.event_list import EventList
from simulator.tui.widgets.fault_list import FaultList
from simulator.tui.widgets.transport_bar import TransportBar, duration

Make = Callable[..., CapisimApp]


def source(folder: Path, lines: list[dict[str, object]]) -> str:
    path = folder / "captured.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return str(path)


def told(app: CapisimApp) -> str:
    return " ".join(f"{each.title} {each.message}" for each in app._notifications)


def paused_at(app: CapisimApp, read: int) -> bool:
    playing = app.playing
    return (
        playing is not None
        and playing.phase == "paused"
        and (playing.progress is None or playing.progress.read == read)
    )


async def test_a_file_is_opened_by_keys_and_replayed(tmp_path: Path, app_on: Make) -> None:
    path = source(tmp_path, a_shop())
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, SourceScreen))
        app.screen.query_one("#path", Input).value = path
        await pilot.press("enter")
        await until(pilot, lambda: app.current.last == 23 and not app.current.running)
        await until(pilot, lambda: app.playing is None)
        assert isinstance(app.screen, LiveScreen)
        assert not app.screen.has_class("-welcome")


@pytest.mark.parametrize("elsewhere", [False, True], ids=["seen", "elsewhere"])
async def test_the_list_has_the_focus_again_when_the_first_events_come(
    tmp_path: Path, app_on: Make, elsewhere: bool
) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(2)))
    async with driven(app) as pilot:
        app.replay(OpenFile(source(tmp_path, a_shop(8))), paused=True)
        await until(pilot, lambda: paused_at(app, 0) and app.current.run == 2 and app.screen.has_class("-nothing"))
        await until(pilot, lambda: app.focused is None)
        if elsewhere:
            await pilot.press("6")
        app.action_step()
        await until(pilot, lambda: app.current.last > 0)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.focused, EventList))
        app.action_stop_replay()
        await until(pilot, lambda: app.playing is None)


@pytest.mark.parametrize(
    ("typed", "says"), [("", "Type the path"), ("nowhere.jsonl", "There is no"), ("/", "a folder")]
)
async def test_a_path_that_can_not_be_opened_is_told_at_once(
    tmp_path: Path, app_on: Make, typed: str, says: str
) -> None:
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, SourceScreen))
        app.screen.query_one("#path", Input).value = typed
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, SourceScreen)
        assert says in str(app.screen.query_one("#wrong").render())
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LiveScreen))


async def test_a_file_that_holds_nothing_is_a_toast(tmp_path: Path, app_on: Make) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        app.replay(OpenFile(str(tmp_path / "empty.jsonl")))
        await until(pilot, lambda: app.playing is None)
        await until(pilot, lambda: "it is empty" in told(app))


async def test_keys_play_step_and_seek(tmp_path: Path, app_on: Make) -> None:
    lines = [event("browser", f"order-{n}", n * 10.0) for n in range(60)]
    lines[40] = event("server", "bad", 400.0, custom_data={})
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        app.replay(OpenFile(source(tmp_path, lines)), speed=60.0, paused=True)
        await until(pilot, lambda: paused_at(app, 0))
        for read in (1, 2, 3):
            await pilot.press("n")
            await until(pilot, lambda read=read: paused_at(app, read))  # type: ignore[misc]
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.screen, SeekScreen))
        app.screen.query_one("#time", Input).value = "+90"
        await pilot.press("enter")
        # The third event came 20 seconds past noon: 110 is the twelfth's, which is yet to come.
        await until(pilot, lambda: paused_at(app, 11))
        await pilot.press("N")
        await until(pilot, lambda: paused_at(app, 41))
        await pilot.press("plus")
        assert app.playing is not None
        assert app.playing.speed == SPEEDS[SPEEDS.index(60.0) + 1]
        await pilot.press("minus", "minus")
        assert app.playing.speed == 30.0
        app.go_to_share(0.9)
        await until(pilot, lambda: paused_at(app, 55) or paused_at(app, 54) or paused_at(app, 56))
        await pilot.press(*["plus"] * len(SPEEDS), "p")
        await until(pilot, lambda: app.playing is None)
        await until(pilot, lambda: app.current.last == 60 and not app.current.running)


async def test_what_is_behind_is_gone_to_by_moving_the_view(tmp_path: Path, app_on: Make) -> None:
    lines = [event("browser", f"order-{n}", n * 10.0) for n in range(40)]
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        app.replay(OpenFile(source(tmp_path, lines)), paused=True)
        await until(pilot, lambda: paused_at(app, 0))
        app.go_to_moment(NOON + 300)
        await until(pilot, lambda: paused_at(app, 30))
        await until(pilot, lambda: app.current.last == 30)
        await settled(pilot)
        app.go_to_moment(NOON + 95)
        screen = app.screen
        assert isinstance(screen, LiveScreen)
        await until(pilot, lambda: screen.events.chosen == 11)
        assert paused_at(app, 30), "nothing is taken back"
        app.go_to_share(0.25)
        await until(pilot, lambda: screen.events.chosen == 10)
        await pilot.press("X")
        await until(pilot, lambda: app.playing is None)
        await until(pilot, lambda: app.current.about is not None and app.current.about.state == "interrupted")
        await until(pilot, lambda: "continues it" in told(app))


async def test_in_a_stored_run_the_next_finding_and_a_time_move_the_view(tmp_path: Path, app_on: Make) -> None:
    lines = [event("browser", f"order-{n}", n * 10.0) for n in range(40)]
    lines[20] = event("server", "bad", 200.0, custom_data={})
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        app.replay(OpenFile(source(tmp_path, lines)))
        await until(pilot, lambda: app.playing is None and app.current.last == 40 and not app.current.running)
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, LiveScreen)
        with open_store(app.stores.path) as store:
            found = [line.n for line in store.lines(1) if line.findings]
        await pilot.press("g")
        await pilot.pause()
        await pilot.press("N")
        await until(pilot, lambda: screen.events.chosen == next(n for n in found if n > 1))
        await pilot.press("5")
        await settled(pilot)
        app.go_to_moment(NOON + 300)
        await until(pilot, lambda: app.screen is screen and screen.events.chosen == 31)
        app.go_to_moment(NOON + 9000)
        await until(pilot, lambda: "so late" in told(app))


async def test_quitting_in_the_middle_leaves_a_run_to_be_continued(tmp_path: Path, app_on: Make) -> None:
    lines = [event("browser", f"order-{n}", n * 10.0) for n in range(40)]
    app = app_on(str(tmp_path / "a.db"))
    async with driven(app) as pilot:
        app.replay(OpenFile(source(tmp_path, lines)), paused=True)
        await until(pilot, lambda: paused_at(app, 0))
        await pilot.press("n")
        await until(pilot, lambda: paused_at(app, 1))
        await pilot.press("q")
    with open_store(str(tmp_path / "a.db")) as store:
        assert store.run(1).state == "interrupted"
        assert store.last_number(1) == 1


async def test_a_second_replay_has_to_wait(tmp_path: Path, app_on: Make) -> None:
    path = source(tmp_path, a_shop())
    app = app_on(str(tmp_path / "a.db"))
    async with driven(app) as pilot:
        app.replay(OpenFile(path), paused=True)
        await until(pilot, lambda: paused_at(app, 0))
        app.replay(OpenFile(path))
        await until(pilot, lambda: "under way" in told(app))
        await pilot.press("p")
        await until(pilot, lambda: app.playing is None)
    with open_store(str(tmp_path / "a.db")) as store:
        assert len(store.runs()) == 1


async def test_a_read_only_application_replays_nothing(tmp_path: Path, app_on: Make) -> None:
    open_store(str(tmp_path / "a.db")).close()
    app = app_on(str(tmp_path / "a.db"), readonly=True)
    async with driven(app) as pilot:
        assert app.screen.has_class("-welcome")
        await pilot.press("o", "M", "D")
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        app.replay(OpenFile("x"))
        await until(pilot, lambda: "--readonly" in told(app))


async def test_the_welcome_begins_a_demo_by_enter(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        assert app.screen.has_class("-welcome")
        await pilot.press("enter")
        await until(pilot, lambda: app.current.last > 100)
        await pilot.press("X")
        await until(pilot, lambda: app.playing is None)


async def test_a_welcome_that_is_not_shown_takes_no_key(tmp_path: Path, app_on: Make) -> None:
    app = app_on(store_with(tmp_path / "a.db", a_shop(2)))
    async with driven(app) as pilot:
        for place in PLACES:
            await pilot.press(place.key, "enter")
            await pilot.pause()
            assert not isinstance(app.focused, OptionList) or app.focused.display
            assert app.playing is None
            await pilot.press("escape")
        await settled(pilot)
    with open_store(str(tmp_path / "a.db")) as store:
        assert len(store.runs()) == 1


async def test_a_shop_is_made_up_by_the_form_with_its_faults(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, ShopScreen))
        app.screen.query_one("#shoppers", Input).value = "12"
        faults = app.screen.query_one(FaultList)
        app.screen.query_one("#find", Input).value = "prefix"
        await pilot.pause()
        faults.focus()
        await pilot.press("space", "plus")
        await pilot.pause()
        assert faults.chosen == ("split-event-id:prefix=30%",)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.playing is None and app.current.last > 0 and not app.current.running)
        assert app.current.about is not None
        assert "12 shoppers" in str(app.current.about.title)
        assert "split-event-id:prefix=30%" in str(app.current.about.title)
    assert list((tmp_path / "state" / "shops").iterdir()) == [], "what is replayed to its end is cleared up"


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("shoppers", "", "number"),
        ("shoppers", "0", "0 shoppers"),
        ("days", "999", "999 days"),
        ("locales", "xx_XX", "unknown locale"),
    ],
)
async def test_a_shop_that_can_not_be_made_is_told(
    tmp_path: Path, app_on: Make, name: str, typed: str, says: str
) -> None:
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, ShopScreen))
        app.screen.query_one(f"#{name}", Input).value = typed
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(app.screen, ShopScreen)
        assert says in str(app.screen.query_one("#wrong").render())


async def test_a_fault_is_taken_back_and_its_rate_goes_both_ways(tmp_path: Path, app_on: Make) -> None:
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, ShopScreen))
        faults = app.screen.query_one(FaultList)
        faults.focus()
        await pilot.press("minus")
        assert faults.chosen == ("split-event-id:random=10%",)
        await pilot.press(*["plus"] * 20)
        assert faults.chosen == ("split-event-id:random=100%",)
        await pilot.press("space")
        assert faults.chosen == ()


async def test_a_shop_that_is_stopped_while_it_is_made_leaves_nothing(tmp_path: Path) -> None:
    from simulator.tui.player import Player
    from simulator.tui.stores import Stores

    seen: list[Playing] = []
    job = MakeShop(ShopSettings(shoppers=50), (), "envelopes", tmp_path / "shops")
    player = Player(job, Stores(str(tmp_path / "a.db"), readonly=False), seen.append, lambda _: None)
    player.stop()
    player.work()
    assert seen[-1].phase == "interrupted"
    assert list((tmp_path / "shops").iterdir()) == []


async def test_a_player_tells_ten_times_a_second_at_most(tmp_path: Path) -> None:
    from simulator.tui.player import Player
    from simulator.tui.stores import Stores

    lines = [event("browser", f"order-{n}", n * 10.0) for n in range(3000)]
    seen: list[Playing] = []
    job = OpenFile(source(tmp_path, lines))
    player = Player(job, Stores(str(tmp_path / "a.db"), readonly=False), seen.append, lambda _: None)
    player.work()
    assert seen[-1].phase == "complete"
    assert seen[-1].progress is not None
    assert seen[-1].progress.read == 3000
    # Besides what the clock allows: making, opening, the first, the last and the end.
    assert len(seen) <= 8 + 10 * seen[-1].progress.seconds


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("+90", NOON + 90), ("+1.5h", NOON + 5400), ("14:20", NOON + 8400), ("2026-01-01T13:00:00Z", NOON + 3600)],
)
def test_times_as_they_are_typed(typed: str, expected: float) -> None:
    assert moment_of(typed, NOON) == expected


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "+"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        moment_of(typed, NOON)


async def test_paths_are_completed(tmp_path: Path) -> None:
    (tmp_path / "shop day").mkdir()
    (tmp_path / "shop.jsonl").touch()
    (tmp_path / ".hidden").touch()
    suggest = PathSuggester().get_suggestion
    assert await suggest(f"{tmp_path}/sh") == f"{tmp_path}/shop day/"
    assert await suggest(f"{tmp_path}/shop.") == f"{tmp_path}/shop.jsonl"
    assert await suggest(f"{tmp_path}/x") is None
    assert await suggest(f"{tmp_path}/nowhere/x") is None


async def test_a_click_on_the_track_seeks(tmp_path: Path, app_on: Make) -> None:
    lines = [event("browser", f"order-{n:02}", n * 10.0) for n in range(40)]
    app = app_on(str(tmp_path / "new.db"))
    async with driven(app) as pilot:
        app.replay(OpenFile(source(tmp_path, lines)), paused=True)
        await until(pilot, lambda: paused_at(app, 0) and app.current.run == 1)
        await pilot.press("n")
        await until(pilot, lambda: paused_at(app, 1))
        await pilot.pause()
        bar = app.screen.query_one(TransportBar)
        start, room = bar._track
        await pilot.click(TransportBar, offset=(start + room // 2, 0))
        await until(pilot, lambda: paused_at(app, 20) or paused_at(app, 21))
        await pilot.press("X")
        await until(pilot, lambda: app.playing is None)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_the_bar_fills_its_line_in_every_phase(tmp_path: Path, app_on: Make, width: int) -> None:
    app = app_on(str(tmp_path / "new.db"))
    half = Progress(1, 50, 100, 1_234_567, 10, 0, 0, 0, 2.0, latest=NOON)
    async with driven(app, (width, 24)) as pilot:
        bar = app.screen.query_one(TransportBar)
        for phase in ("making", "opening", "playing", "paused", "seeking", "finishing"):
            app.playing = Playing("顧客 🛒 day " * 5, phase, 60.0, half, NOON - 60, busy=3.0)  # type: ignore[arg-type]
            await pilot.pause()
            assert bar.render().cell_length <= width
        app.playing = None
        await pilot.pause()
        assert not bar.display


def test_durations() -> None:
    assert [duration(each) for each in (0, 42, 725, 11_400)] == ["0:00", "0:42", "12:05", "3:10:00"]
