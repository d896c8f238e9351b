"""Ended in the middle of a replay: terminal in order, store whole, and the run goes on as if nothing had been."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import pytest
from test_tui_terminal import Terminal, whole

from simulator import pipeline
from simulator.settings import Settings
from simulator.store import open_store

_SHOPPERS = "400"
_RESULT = """
    SELECT id % 4294967296, channel, event_name, event_id, verdict, duplicate_of, key, after_seconds, survivor_rule,
        worst, source, line FROM events WHERE id / 4294967296 = ? ORDER BY id
"""
_FOUND = "SELECT event % 4294967296, rule, path, twin FROM findings WHERE event / 4294967296 = ? ORDER BY 1, 2, 3, 4"
Result: TypeAlias = list[list[tuple[object, ...]]]
ENDINGS: dict[str, Callable[[Terminal], object]] = {
    "q": lambda opened: opened.press(b"q"),
    "ctrl+c": lambda opened: opened.press(b"\x03"),
    "term": lambda opened: opened.process.send_signal(signal.SIGTERM),
    "hup": lambda opened: opened.process.send_signal(signal.SIGHUP),
    "kill": lambda opened: opened.process.kill(),
}


def stored(path: Path) -> int:
    """How many events are in the store by now."""
    if not path.exists():
        return 0
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def result(path: Path, run: int) -> Result:
    with closing(sqlite3.connect(path)) as connection:
        return [connection.execute(query, (run,)).fetchall() for query in (_RESULT, _FOUND)]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Result]:
    """What comes of a source when nothing ends its replay; worked out once for equal sources."""
    known: dict[bytes, Result] = {}

    def of(source: str) -> Result:
        digest = sha256(Path(source).read_bytes()).digest()
        if digest not in known:
            path = tmp_path_factory.mktemp("undisturbed") / "store.db"
            with open_store(str(path)) as store:
                run = pipeline.replay(store, [source], Settings(), at=None)
            known[digest] = result(path, run)
        return known[digest]

    return of


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_replay_that_was_ended_goes_on(
    ending: str, undisturbed: Callable[[str], Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = tmp_path / "store.db"
    opened = Terminal("demo", "--shoppers", _SHOPPERS, "--store", str(store), state=tmp_path)
    try:
        while stored(store) < 300:
            assert opened.process.poll() is None
            opened._read(b"events")
        ENDINGS[ending](opened)
        code = opened.ended()
        if ending == "kill":
            assert code == -signal.SIGKILL
        else:
            assert code == {"term": 143, "hup": 129}.get(ending, 0)
            assert opened.in_order
    finally:
        opened.close()
    assert whole(str(store))
    before = stored(store)
    with open_store(str(store)) as again:
        assert again.run(1).state != "complete", "it must have been ended in the middle"
        (source,) = again.run(1).sources
        for _ in pipeline.Replay.resume(again, [], Settings(), run=1).batches():
            pass
        assert again.run(1).state == "complete"
        assert again.last_number(1) > before
    assert result(store, 1) == undisturbed(source.path)
