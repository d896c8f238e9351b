"""A pace decides when each batch is taken and how long it is, and never what becomes of an event."""

from __future__ import annotations

import gc
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from small_traffic import envelopes, write

from simulator.pipeline import Ahead, Replay, StoppedError, replay
from simulator.settings import Settings
from simulator.store import Store, open_store

SETTINGS = Settings(workers=1)


class Told:
    """A pace that does what the test says."""

    shared = True

    def __init__(self, items: Callable[[int], int], ready: Callable[[Ahead], bool] = lambda _: True) -> None:
        self._items, self._ready = items, ready
        self.seen: list[Ahead] = []
        self.taken = 0

    def items(self) -> int:
        return self._items(self.taken)

    def ready(self, ahead: Ahead) -> bool:
        wanted = self._ready(ahead)
        if wanted:
            self.seen.append(ahead)
            self.taken += ahead.events
        return wanted


def verdicts(store: Store, run: int) -> list[object]:
    return [line._replace(origin="") for line in store.lines(run)]


@pytest.fixture(params=["plain", "gzip", "document"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    plain = write(tmp_path / "events.jsonl", envelopes(240), junk_every=9)
    if request.param == "gzip":
        packed = tmp_path / "events.jsonl.gz"
        packed.write_bytes(gzip.compress(plain.read_bytes()))
        return packed
    if request.param == "document":
        write(plain, envelopes(240))
        whole = [json.loads(line) for line in plain.read_text("utf-8").splitlines()]
        plain.write_text(json.dumps(whole), "utf-8")
    return plain


@pytest.mark.parametrize(
    "items",
    [lambda _: 1, lambda taken: 50 if taken < 60 else 1, lambda taken: 1 if 20 < taken < 90 else 33],
    ids=["singly", "long, then singly", "now this, now that"],
)
def test_how_batches_are_cut_changes_nothing(source: Path, items: Callable[[int], int]) -> None:
    with open_store(":memory:") as store:
        plain = replay(store, [str(source)], SETTINGS)
        pace = Told(items)
        paced = Replay(store, [str(source)], SETTINGS, pace=pace)
        for _ in paced.batches():
            pass
        assert verdicts(store, paced.run) == verdicts(store, plain)
        assert sum(ahead.events for ahead in pace.seen) == store.last_number(plain)


def test_a_batch_that_is_cut_again_is_stored_once(source: Path) -> None:
    with open_store(":memory:") as store:
        plain = replay(store, [str(source)], SETTINGS)
        short = False

        def ready(ahead: Ahead) -> bool:
            nonlocal short
            short = ahead.found
            return not ahead.found or ahead.events == 1

        pace = Told(lambda _: 1 if short else 40, ready)
        paced = Replay(store, [str(source)], SETTINGS, pace=pace)
        for _ in paced.batches():
            pass
        assert verdicts(store, paced.run) == verdicts(store, plain)
        assert any(ahead.events > 1 for ahead in pace.seen)
        assert all(ahead.events == 1 for ahead in pace.seen if ahead.found)


def test_a_pace_that_stops_leaves_a_run_that_can_be_continued(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(120), junk_every=9)
    with open_store(":memory:") as store:
        plain = replay(store, [str(source)], SETTINGS)

        def ready(_: Ahead) -> bool:
            if len(pace.seen) == 41:
                raise StoppedError
            return True

        pace = Told(lambda _: 1, ready)
        begun = Replay(store, [str(source)], SETTINGS, pace=pace)
        with pytest.raises(StoppedError):
            for _ in begun.batches():
                pass
        assert store.run(begun.run).state == "interrupted"
        assert store.last_number(begun.run) == 41
        again = Replay.resume(store, [], SETTINGS, run=begun.run, pace=Told(lambda _: 7))
        assert again.progress().found == begun.progress().found
        for _ in again.batches():
            pass
        assert store.run(begun.run).state == "complete"
        assert verdicts(store, begun.run) == verdicts(store, plain)


def test_the_collector_is_left_alone_where_the_process_is_shared(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(10))
    with open_store(":memory:") as store:
        for shared in (True, False):
            pace = Told(lambda _: 1)
            pace.shared = shared
            seen = {gc.isenabled() for _ in Replay(store, [str(source)], SETTINGS, pace=pace).batches()}
            assert (True in seen) is (shared or gc.isenabled())
            assert (False in seen) is not shared


def test_progress_in_a_short_file_is_told_to_the_byte(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(4))
    lines = source.read_bytes().splitlines(keepends=True)
    with open_store(":memory:") as store:
        steps = list(Replay(store, [str(source)], SETTINGS, pace=Told(lambda _: 1)).batches())
    ends = [sum(map(len, lines[: count + 1])) for count in range(4)]
    assert [step.bytes_done for step in steps] == [*ends, ends[-1]]
    assert steps[-1].latest > 0
