"""A live run: the same verdicts as a replay, and nothing acknowledged that is not stored."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from live_traffic import captured

from simulator.errors import SettingsError, StoreError, UsageError
from simulator.pipeline import replay
from simulator.pipeline.listening import Listener, TurnedAway
from simulator.pipeline.replaying import Replay
from simulator.pipeline.resume import find_interrupted
from simulator.settings import Rules, Settings
from simulator.store import Store, open_store
from simulator.store.write import Writer
from simulator.verdict import Outcome

SETTINGS = Settings(workers=1)
CHILD = """
import sys
from pathlib import Path
from simulator.pipeline.listening import Listener
from simulator.settings import Settings
from simulator.store import open_store

store_path, source = sys.argv[1:]
lines = Path(source).read_bytes().splitlines()
with open_store(store_path) as store:
    listener = Listener(store, Settings())
    for start in range(0, len(lines), 7):
        for taken in listener.take(lines[start : start + 7]):
            print(taken.line, len(taken.verdicts), flush=True)
"""


def told(store: Store, run: int) -> list[Any]:
    """What a run says about everything in it, without the name of the source."""
    lines = [verdict._replace(origin=verdict.origin.partition(":")[2]) for verdict in store.lines(run)]
    worst = store.connection.execute("SELECT worst FROM events WHERE id >> 32 = ? ORDER BY id", [run]).fetchall()
    return [lines, worst, store.run_findings(run), store.totals(run)]


@examples(max_examples=25)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 120), gap=st.sampled_from([0.5, 20.0, 4000.0]))
def test_listening_says_what_replaying_the_same_requests_says(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int, gap: float
) -> None:
    lines = captured(count, seed, gap=gap)
    file = tmp_path_factory.mktemp("live") / "requests.jsonl"
    file.write_bytes(b"\n".join(lines))
    chance = random.Random(seed)
    with open_store(":memory:") as store:
        listener = Listener(store, SETTINGS)
        start = 0
        while start < len(lines):
            end = start + chance.randrange(1, 20)
            taken = listener.take(lines[start:end])
            assert [each.line for each in taken] == list(range(start + 1, min(end, len(lines)) + 1))
            if chance.random() < 0.3:
                listener.look()
            start = end
        live = listener.finish()
        again = replay(store, [str(file)], SETTINGS)
        assert told(store, live) == told(store, again)
        assert store.run(live).state == "complete"


def test_what_is_acknowledged_is_what_is_stored() -> None:
    lines = captured(200)
    with open_store(":memory:") as store:
        listener = Listener(store, SETTINGS)
        acknowledged = [verdict for line in lines for taken in listener.take([line]) for verdict in taken.verdicts]
        stored = list(store.lines(listener.run))
        assert [each[:6] for each in acknowledged] == [each[:6] for each in stored]
        assert [each.findings for each in acknowledged] == [each.findings for each in stored]
        later = [(a, b) for a, b in zip(acknowledged, stored, strict=True) if a != b]
        # What a later copy decides otherwise is all that may differ.
        assert later, "some copies come second and are the ones that count"
        assert {each.verdict for pair in later for each in pair} == {Outcome.KEPT, Outcome.DUPLICATE}
        assert listener.progress().read == len(stored)


def test_one_refused_event_refuses_its_request_and_no_other() -> None:
    bad = captured(1)[-1]
    good = [line for line in captured(60) if b'"data":[' in line]
    with open_store(":memory:") as store:
        taken = Listener(store, SETTINGS).take([good[0], bad, TurnedAway("No such pixel"), b" ", good[1]])
        assert [len(each.verdicts) for each in taken] == [2, 1, 1, 0, 2]
        assert taken[1].verdicts[0].verdict == Outcome.QUARANTINED
        assert taken[2].verdicts[0].findings[0].message == "No such pixel"


def test_what_is_committed_together_is_told_apart_and_keeps_its_order() -> None:
    several = next(line for line in captured(60) if b'"data":[' in line)
    with open_store(":memory:") as store:
        listener = Listener(store, SETTINGS)
        taken = listener.take([several, TurnedAway("no"), several, several, TurnedAway("no")])
        told = [(verdict.n, verdict.origin) for each in taken for verdict in each.verdicts]
        origins = "listen:1 data[0]|listen:1 data[1]|listen:2|listen:3 data[0]|listen:3 data[1]|"
        origins += "listen:4 data[0]|listen:4 data[1]|listen:5"
        assert told == list(enumerate(origins.split("|"), 1))
        assert [(verdict.n, verdict.origin) for verdict in store.lines(listener.run)] == told


def test_a_look_shows_suspicions_while_the_run_goes_on_and_another_can_take_them_back() -> None:
    lines = captured(300)
    with open_store(":memory:") as store:
        listener = Listener(store, SETTINGS)
        listener.take(lines[:150])
        before = told(store, listener.run)
        listener.look()
        first = told(store, listener.run)
        assert first != before, "there is something to suspect in this traffic"
        listener._writer.forget_suspicions()
        assert told(store, listener.run)[:2] == before[:2], "what was hidden comes back"
        listener.take(lines[150:])
        listener.look()
        looked = told(store, listener.run)
        listener.finish()
        assert told(store, listener.run) == looked


def test_a_reset_begins_a_world_of_its_own() -> None:
    lines = captured(60)
    with open_store(":memory:") as store:
        listener = Listener(store, SETTINGS, title="staging")
        first = listener.run
        listener.take(lines)
        second = listener.reset()
        assert second != first
        assert listener.take(lines)[0].line == 1
        listener.finish()
        assert told(store, first) == told(store, second)
        assert [run.title for run in store.runs()] == ["staging", "staging"]
        with pytest.raises(StoreError, match="finished"):
            listener.take(lines[:1])
        assert listener.finish() == second


def test_what_could_not_be_stored_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = captured(80)
    with open_store(":memory:") as store, open_store(":memory:") as calm:
        listener, undisturbed = Listener(store, SETTINGS), Listener(calm, SETTINGS)
        listener.take(lines[:30])
        undisturbed.take(lines[:30])
        with monkeypatch.context() as patch:
            patch.setattr(Writer, "_decide", lambda self, _: self._store.connection.execute("no SQL"))
            with pytest.raises(StoreError):
                listener.take(lines[30:60])
        listener.take(lines[30:])
        undisturbed.take(lines[30:])
        listener.finish()
        undisturbed.finish()
        assert told(store, 1) == told(calm, 1)


def test_bad_settings_begin_no_run() -> None:
    with open_store(":memory:") as store:
        with pytest.raises(SettingsError):
            Listener(store, Settings(schemas="/nowhere/at/all"))
        with pytest.raises(SettingsError):
            Listener(store, Settings(rules=Rules(ignore=("ZZZ999",))))
        assert store.runs() == []


@pytest.mark.parametrize("count", [0, 60])
def test_a_live_run_that_was_cut_off_is_completed(count: int) -> None:
    lines = captured(60)[:count]
    with open_store(":memory:") as store:
        cut_off = Listener(store, SETTINGS)
        if lines:
            cut_off.take(lines)
        cut_off.abandon()
        assert store.run(1).state == "interrupted"
        assert replay(store, [], SETTINGS, resume=True) == 1
        assert store.run(1).state == "complete"
        whole = Listener(store, SETTINGS)
        if lines:
            whole.take(lines)
        assert told(store, 1) == told(store, whole.finish())
        if lines:
            assert store.run(1).clock == store.run(2).clock


def test_an_interrupted_replay_is_resumed_before_a_live_run(tmp_path: Path) -> None:
    file = tmp_path / "requests.jsonl"
    file.write_bytes(b"\n".join(captured(6)))
    with open_store(":memory:") as store:
        Replay(store, [str(file)], SETTINGS)
        Listener(store, SETTINGS).take(captured(6))
        assert find_interrupted(store, []).id == 1
        with pytest.raises(UsageError, match="no interrupted run"):
            find_interrupted(store, [str(file), "another"])
        assert replay(store, [], SETTINGS, resume=True) == 1
        assert find_interrupted(store, []).id == 2


def test_what_was_looked_at_is_not_looked_at_again() -> None:
    with open_store(":memory:") as store:
        listener = Listener(store, SETTINGS)
        listener.take(captured(60))
        listener.look()
        looked: list[None] = []
        listener.finish(lambda: looked.append(None))
        assert looked == []


def test_a_last_look_that_is_broken_off_loses_no_event() -> None:
    def stop() -> None:
        raise StoreError("enough")

    with open_store(":memory:") as store:
        listener = Listener(store, SETTINGS)
        stored = listener.take(captured(60))
        with pytest.raises(StoreError, match="enough"):
            listener.finish(stop)
        listener.abandon()
        assert store.run(1).state == "interrupted"
        assert sum(store.totals(1).values()) == sum(len(each.verdicts) for each in stored)
        replay(store, [], SETTINGS, resume=True)
        whole = Listener(store, SETTINGS)
        whole.take(captured(60))
        assert told(store, 1) == told(store, whole.finish())


def test_a_run_that_nobody_ended_is_interrupted_once_another_begins() -> None:
    with open_store(":memory:") as store:
        first = Listener(store, SETTINGS)
        first.take(captured(10))
        assert store.run(1).state == "running"
        second = Listener(store, SETTINGS)
        assert [run.state for run in store.runs()] == ["interrupted", "running"]
        first.finish()
        second.finish()
        assert [run.state for run in store.runs()] == ["complete", "complete"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system can't kill a process so")
@pytest.mark.parametrize("after", [1, 8, 50, 333])
def test_a_killed_listener_has_stored_all_that_it_acknowledged(tmp_path: Path, after: int) -> None:
    lines = captured(4000)
    file = tmp_path / "requests.jsonl"
    file.write_bytes(b"\n".join(lines))
    place = tmp_path / "store.db"
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(place), str(file)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        acknowledged = [tuple(map(int, child.stdout.readline().split())) for _ in range(after)]
        child.send_signal(signal.SIGKILL)
        acknowledged += [
            tuple(map(int, line.split())) for line in child.stdout if line.count(" ") == 1 and "\n" in line
        ]
    assert child.returncode == -signal.SIGKILL, "it ended before it could be killed: give it more to take"
    with open_store(str(place)) as store:
        assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        stored = dict(store.connection.execute("SELECT line, count(*) FROM events GROUP BY line"))
        assert {line: count for line, count in acknowledged if count} == {
            line: count for line, count in stored.items() if line <= acknowledged[-1][0]
        }
        assert store.run(1).state != "complete"
