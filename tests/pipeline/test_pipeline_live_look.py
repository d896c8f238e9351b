"""A look that is made beside the writer says what the writer's own look says, step by step or all at once."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from live_traffic import captured

from simulator.pipeline.listening import Listener
from simulator.pipeline.live_look import Looked, look_at
from simulator.settings import Rules, Settings
from simulator.store import Store, open_store
from simulator.store.snapshot import snapshot

# What is suspected more often than anything else, one that hides others, one that never is.
RULES = Rules(ignore=("DUP011", "COV", "PRV001"))


def found(listener: Listener) -> Looked:
    with snapshot(listener.store) as still:
        return look_at(still, listener.run, listener.settings, listener.planned, lambda: None)


def look_beside(listener: Listener) -> None:
    """As the emulator does it."""
    mark = listener.mark()
    if mark is not None:
        for _ in listener.put_down(found(listener), mark):
            pass


def told(store: Store, run: int) -> list[Any]:
    """All that a run says of its events and itself, and what is hidden."""
    worst = store.connection.execute("SELECT worst FROM events WHERE id >> 32 = ? ORDER BY id", [run]).fetchall()
    hidden = store.connection.execute("SELECT * FROM hidden WHERE event >> 32 = ? ORDER BY 1, 2", [run]).fetchall()
    return [list(store.lines(run)), worst, hidden, store.run_findings(run), store.ignored(run)]


@examples(max_examples=20)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 120), gap=st.sampled_from([0.5, 20.0]), ignoring=st.booleans())
def test_both_looks_say_the_same_however_often(seed: int, count: int, gap: float, ignoring: bool) -> None:
    lines = captured(count, seed, gap=gap)
    settings = Settings(workers=1, rules=RULES if ignoring else Rules())
    chance = random.Random(seed)
    with open_store(":memory:") as one, open_store(":memory:") as other:
        beside, own = Listener(one, settings), Listener(other, settings)
        start = 0
        while start < len(lines):
            end = start + chance.randrange(1, 40)
            beside.take(lines[start:end])
            own.take(lines[start:end])
            if chance.random() < 0.5:
                look_beside(beside)
            start = end
        look_beside(beside)
        own.look()
        assert told(one, 1) == told(other, 1)
        assert beside.mark() is None
        assert not found(beside).amendments, "nothing is left to change"


def test_a_look_is_given_up_when_another_was_made_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.pipeline.live_look.AT_ONCE", 1)
    lines = captured(300)
    with open_store(":memory:") as store:
        listener = Listener(store, Settings(workers=1))
        listener.take(lines[:150])
        mark = listener.mark()
        assert mark is not None
        looked = found(listener)
        assert len(looked.amendments) > 2
        steps = listener.put_down(looked, mark)
        next(steps)
        listener.take(lines[150:])
        listener.look()
        before = told(store, listener.run)
        assert list(steps) == []
        assert told(store, listener.run) == before


def test_a_snapshot_of_either_store_stands_still(tmp_path: Any) -> None:
    lines = captured(60)
    for path in (":memory:", str(tmp_path / "store.db")):
        with open_store(path) as store:
            listener = Listener(store, Settings(workers=1))
            listener.take(lines[:30])
            events = store.last_number(1)
            with snapshot(store) as still:
                listener.take(lines[30:])
                assert still.last_number(1) == events
                assert store.last_number(1) > events
