"""kill -9 at any moment: nothing lost, nothing doubled, and the resumed run equals an undisturbed one."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_traffic import envelopes, write

from simulator.pipeline import replay
from simulator.settings import Settings
from simulator.store import open_store

KILLS = 36
EVENTS = 30_000
# How far a child gets at most before it is killed, in batches: the kills lie all over the file, and
# channel by channel also in the second pass, which decides what came out of order.
STEPS = {"by-receipt": 28, "channel-by-channel": 44}
CHILD = """
import sys
import simulator.pipeline.redecide as redeciding
import simulator.pipeline.replaying as module
from simulator.settings import Settings
from simulator.store import open_store

from simulator.store.write import Writer

module.ITEMS_PER_CHUNK = 100
redeciding.BATCH = 100
decide = Writer.decide


def and_tell(self, decisions):
    decide(self, decisions)
    print(0, flush=True)


Writer.decide = and_tell
store_path, source, resume, workers = sys.argv[1:]
with open_store(store_path) as store:
    settings = Settings(workers=int(workers))
    run = module.Replay.resume(store, [], settings) if resume == "yes" else module.Replay(store, [source], settings)
    for progress in run.batches():
        print(progress.read, flush=True)
"""


def _spin(seconds: float) -> None:
    """Let a child get to a random point of its work; nothing depends on how far it gets."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system can't kill a process so")
@pytest.mark.parametrize("order", list(STEPS))
def test_a_killed_replay_loses_and_doubles_nothing(tmp_path: Path, order: str) -> None:
    chance = random.Random(order)
    lines = envelopes(EVENTS, gap=60.0)
    if order == "channel-by-channel":
        lines.sort(key=lambda line: str(line["channel"]))
    source = write(tmp_path / "events.jsonl", lines, junk_every=50)
    store_path = tmp_path / "store.db"
    kills = 0
    resume = "no"
    while True:
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(store_path), str(source), resume, "1"],
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert child.stdout is not None
            if kills == KILLS // 2:
                rest = child.stdout.read()
                assert child.wait() == 0, rest
                break
            committed = 0
            for _ in range(chance.randrange(1, STEPS[order])):
                committed = int(child.stdout.readline())
            _spin(chance.random() * 0.01)
            child.send_signal(signal.SIGKILL)
        assert child.returncode == -signal.SIGKILL, "the replay ended before it could be killed: give it more to read"
        kills += 1
        resume = "yes"
        with open_store(str(store_path)) as store:
            assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            stored = sum(store.totals(1).values())
            assert stored >= committed
            assert store.last_number(1) == stored
            taken = store.run(1).sources[0]
            with source.open("rb") as file:
                head = file.read(taken.offset)
            assert head.count(b"\n") == stored
    with open_store(":memory:") as undisturbed:
        replay(undisturbed, [str(source)], Settings(workers=1))
        expected = list(undisturbed.lines(1))
    with open_store(str(store_path)) as store:
        assert list(store.lines(1)) == expected
        assert store.run(1).state == "complete"
    assert len(expected) == EVENTS + EVENTS // 50
