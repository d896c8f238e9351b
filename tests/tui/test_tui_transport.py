"""The pace that a key sets: asked as a replay asks it, without a clock and without a screen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import a_shop, event, store_with

from simulator.pipeline import Ahead, Replay, StoppedError, replay
from simulator.settings import Settings
from simulator.store import open_store
from simulator.tui.playing import Playing
from simulator.tui.transport import FAST_ITEMS, SPEEDS, Goal, Transport

NOON = 1_767_268_800.0


def ahead(second: float, *, events: int = 1, found: bool = False, last: float | None = None) -> Ahead:
    return Ahead(events, NOON + second, NOON + (second if last is None else last), found)


def test_full_speed_takes_long_batches_at_once() -> None:
    transport = Transport()
    assert transport.items() == FAST_ITEMS
    assert transport.ready(ahead(0, events=FAST_ITEMS))


def test_at_a_speed_events_are_due_by_their_gaps() -> None:
    now = [100.0]
    waits: list[float] = []
    transport = Transport(10.0, clock=lambda: now[0])

    def wait(seconds: float | None = None) -> bool:
        waits.append(seconds or 0.0)
        now[0] += seconds or 0.0
        return True

    transport._changed.wait = wait  # type: ignore[method-assign]
    assert transport.items() == 1
    assert all(transport.ready(ahead(second)) for second in (0, 60, 61))
    assert waits == pytest.approx([6.0, 0.1])


def test_a_long_batch_is_cut_again_when_a_speed_is_set() -> None:
    transport = Transport()
    assert transport.items() == FAST_ITEMS
    transport.set_speed(1.0)
    assert not transport.ready(ahead(0, events=FAST_ITEMS))
    assert transport.items() == 1


def test_steps_that_are_asked_for_at_once_are_all_taken() -> None:
    transport = Transport()
    assert transport.items() == FAST_ITEMS
    for _ in range(3):
        transport.seek(Goal("event"))
    assert not transport.ready(ahead(0, events=FAST_ITEMS))
    steps = 0
    while transport.goal is not None:
        assert transport.items() == 1
        assert transport.ready(ahead(steps))
        steps += 1
    assert steps == 3
    assert not transport.playing
    transport.seek(Goal("event"))
    transport.toggle()
    transport.seek(Goal("event"))
    assert transport.ready(ahead(4))
    assert transport.goal is None, "what was forgotten is not made up for"


def test_speeds_go_from_real_time_to_the_fullest_and_no_further() -> None:
    transport = Transport(SPEEDS[0])
    transport.faster(-1)
    assert transport.speed == 1.0
    transport.faster(len(SPEEDS) + 3)
    assert transport.speed is None
    transport.faster(-1)
    assert transport.speed == SPEEDS[-2]


def test_stop_ends_a_replay_that_waits() -> None:
    told = threading.Event()
    transport = Transport(playing=False, told=lambda _: told.set())
    ended: list[bool] = []

    def run() -> None:
        try:
            transport.ready(ahead(0))
        except StoppedError:
            ended.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    assert told.wait(30)
    transport.stop()
    thread.join(30)
    assert ended == [True]


class Driver:
    """Replays in this thread; when the transport is about to wait, the next order is given, or all is stopped."""

    def __init__(self, path: Path, lines: list[object], **transport: object) -> None:
        source = path / "source.jsonl"
        store_with(path / "a.db", lines)
        (path / "events.jsonl").rename(source)
        self.source = str(source)
        self.path = str(path / "a.db")
        self.orders: list[Callable[[Transport], None]] = []
        self.stops: list[int] = []
        self.transport = Transport(told=self._told, **transport)  # type: ignore[arg-type]
        self.read = 0

    def _told(self, _: float | None) -> None:
        self.stops.append(self.read)
        # The replay's thread holds the condition, which may be entered again.
        (self.orders.pop(0) if self.orders else Transport.stop)(self.transport)

    def run(self, *orders: Callable[[Transport], None]) -> str:
        self.orders = list(orders)
        self.transport._changed.wait = lambda _=None: True  # type: ignore[method-assign, assignment, misc]
        with open_store(self.path) as store:
            begun = Replay(store, [self.source], Settings(workers=1), pace=self.transport)
            try:
                for progress in begun.batches():
                    self.read = progress.read
                    assert progress.bytes_total
                    self.transport.came_to(progress.bytes_done / progress.bytes_total)
            except StoppedError:
                pass
            return store.run(begun.run).state


def test_steps_take_one_event_each(tmp_path: Path) -> None:
    driver = Driver(tmp_path, list(a_shop()), playing=False)
    step = lambda transport: transport.seek(Goal("event"))  # noqa: E731
    assert driver.run(step, step, step) == "interrupted"
    assert driver.stops == [0, 1, 2, 3]


def test_to_the_next_finding_runs_up_to_it_and_pauses(tmp_path: Path) -> None:
    clean = [event("browser", f"order-{n}", n * 10.0) for n in range(450)]
    broken = dict(enumerate(clean)) | {
        each: event("server", f"x-{each}", each * 10.0, custom_data={}) for each in (310, 420)
    }
    driver = Driver(tmp_path, list(broken.values()), playing=False)
    with open_store(driver.path) as store:
        found = [line.n for line in store.lines(1) if any(each.rule.startswith("CUS") for each in line.findings)]
    assert found == [311, 421]
    to_finding = lambda transport: transport.seek(Goal("finding"))  # noqa: E731
    driver.run(*[to_finding] * 2)
    assert driver.stops == [0, *found]


def test_to_a_moment_stops_in_front_of_it(tmp_path: Path) -> None:
    lines = [event("browser", f"order-{n}", n * 10.0) for n in range(500)]
    driver = Driver(tmp_path, list(lines), playing=False)
    driver.run(lambda transport: transport.seek(Goal("moment", NOON + 3005.0)))
    assert driver.stops == [0, 301]


def test_to_a_share_stops_close_behind_it(tmp_path: Path) -> None:
    lines = [event("browser", f"order-{n:04}", n * 10.0) for n in range(1000)]
    driver = Driver(tmp_path, list(lines), playing=False)
    driver.run(lambda transport: transport.seek(Goal("share", 0.5)))
    assert driver.stops[0] == 0
    assert 500 <= driver.stops[1] <= 502


def test_a_run_driven_by_keys_ends_like_one_that_was_not(tmp_path: Path) -> None:
    driver = Driver(tmp_path, list(a_shop()), playing=False)
    orders = [lambda transport: transport.seek(Goal("event"))] * 5
    assert driver.run(*orders, Transport.toggle) == "complete"
    with open_store(driver.path) as store:
        once, again = ([line._replace(origin="") for line in store.lines(run)] for run in (1, 2))
        assert once == again
        assert replay(store, [driver.source], Settings(workers=1)) == 3


def test_remaining_time_is_told_by_what_is_done() -> None:
    from simulator.run import Progress

    half = Progress(1, 50, 100, 10, 10, 0, 0, 0, 2.0, latest=NOON + 600)
    assert Playing("x", "playing", None, half, NOON, busy=2.0).remaining == 2.0
    assert Playing("x", "playing", 60.0, half, NOON).remaining == 10.0
    assert Playing("x", "playing", None, half, NOON, from_share=0.25, busy=2.0).remaining == 4.0
    assert Playing("x", "opening").remaining is None
