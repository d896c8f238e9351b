"""Several processes: the same verdicts, also where a clock is needed, and a clear word when one dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from small_traffic import envelopes, write

from simulator.errors import SettingsError, WorkerError
from simulator.pipeline import replay, validate
from simulator.pipeline.replaying import Replay
from simulator.pipeline.workers import WORTH_A_POOL, choose_workers
from simulator.settings import Settings
from simulator.store import open_store


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.pipeline.replaying.ITEMS_PER_CHUNK", 50)
    # A pool that is asked for works on one processor too, only no faster.
    monkeypatch.setattr("simulator.pipeline.workers.processors", lambda: 2)


def bare_events(days: int) -> list[dict[str, Any]]:
    """Server events without receipt times, spread over some days, oldest first."""
    lines = envelopes(600, gap=days * 86_400 / 600)
    return [line["event"] for line in lines]


def test_workers_that_need_a_clock_get_the_one_that_one_process_finds(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", bare_events(days=20))
    verdicts = []
    for workers in (1, 2):
        with open_store(":memory:") as store:
            run = replay(store, [str(source)], Settings(workers=workers))
            verdicts.append((store.run(run).clock, list(store.lines(run))))
    assert verdicts[0] == verdicts[1]
    rules = {finding.rule for line in verdicts[0][1] for finding in line.findings}
    assert "EVT003" in rules, "by the latest time in the file, the oldest events are too old"


def test_validation_is_the_same_in_several_processes(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(600), junk_every=20)
    one, two = (list(validate([str(source)], Settings(workers=workers))) for workers in (1, 2))
    assert one == two
    assert [event.n for event in one if event.n] == list(range(1, 631))


def test_a_bad_plan_is_told_before_there_is_a_run(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(200))
    plan = tmp_path / "plan" / "events"
    plan.mkdir(parents=True)
    (plan / "Purchase.schema.json").write_text('{"type": "no such type"}')
    for workers in (1, 2):
        with open_store(":memory:") as store:
            with pytest.raises(SettingsError):
                replay(store, [str(source)], Settings(workers=workers, schemas=str(plan.parent)))
            assert store.runs() == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system can't kill a process so")
def test_a_worker_that_is_killed_ends_the_run_with_a_sentence(tmp_path: Path) -> None:
    source = write(tmp_path / "events.jsonl", envelopes(5000))
    path = str(tmp_path / "store.db")
    with open_store(path) as store:
        batches = Replay(store, [str(source)], Settings(workers=2)).batches()
        next(batches)
        for worker in multiprocessing.active_children():
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(WorkerError, match="--workers 1"):
            for _ in batches:
                pass
        assert store.run().state == "interrupted"
        run = replay(store, [], Settings(workers=1), resume=True)
        assert store.last_number(run) == 5000


@pytest.mark.parametrize(
    ("wanted", "size", "available", "chosen"),
    [
        (1, WORTH_A_POOL * 2, 8, 0),
        (0, WORTH_A_POOL - 1, 8, 0),
        (0, WORTH_A_POOL, 8, 4),
        (0, WORTH_A_POOL, 2, 2),
        (0, WORTH_A_POOL, 1, 0),
        (0, None, 8, 0),
        (3, 10, 8, 3),
        (3, None, 2, 3),
        (3, WORTH_A_POOL, 1, 0),
    ],
)
def test_who_inspects(
    monkeypatch: pytest.MonkeyPatch, wanted: int, size: int | None, available: int, chosen: int
) -> None:
    monkeypatch.setattr("simulator.pipeline.workers.processors", lambda: available)
    assert choose_workers(wanted, size) == chosen
