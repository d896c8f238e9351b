"""Deleting runs: nothing of them is left, nothing of the others is touched."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored_run import busy_run

from simulator import pipeline
from simulator.errors import StoreError
from simulator.settings import Settings
from simulator.store import Store, open_store
from simulator.store.connect import BUSY_SECONDS
from simulator.store.purging import _OF_EVENTS, _OF_FORWARDS, _OF_RUNS, purge

CANARY = "canary.of.run"
TABLES = {name for name, _ in _OF_EVENTS} | set(_OF_FORWARDS) | set(_OF_RUNS) | {"runs"}


def replayed(store: Store, folder: Path, name: str) -> int:
    """A run with a clean pair, an event that is refused, and a line that can't be read, all with a canary."""
    body = {
        "event_name": "Purchase",
        "event_id": f"{CANARY}.{name}",
        "event_time": 1_767_268_800,
        "action_source": "website",
        "event_source_url": f"https://shop.example/{CANARY}.{name}",
        "user_data": {"em": [f"{CANARY}.{name}@shop.example"]},
    }
    lines = [
        json.dumps({"channel": channel, "pixel_id": "1", "received_at": 1_767_268_801.0, "event": body})
        for channel in ("browser", "server")
    ]
    source = folder / f"{name}.jsonl"
    source.write_text("\n".join([*lines, f"{CANARY}.{name} is no JSON"]) + "\n", "utf-8")
    return pipeline.replay(store, [str(source)], Settings(workers=1), at=None, title=f"{CANARY}.{name}")


def forwarded(store: Store, run: int, name: str) -> None:
    """As a forward of a run leaves it."""
    change = store.connection.execute
    change(
        "INSERT INTO forwards (run, state, version, started_at, graph_url, graph_version, pixel_id, test_code) "
        "VALUES (?, 'complete', '0', 0, 'u', 'v', '1', ?)",
        (run, f"{CANARY}.{name}"),
    )
    (forward,) = change("SELECT max(id) FROM forwards").fetchone()
    change(
        "INSERT INTO attempts (forward, began_at, events, outcome, message) VALUES (?, 0, 1, 'taken', ?)",
        (forward, f"{CANARY}.{name}"),
    )
    change(
        "INSERT INTO outbox (forward, ix, n, payload, state, attempts) VALUES (?, 1, 1, ?, 'taken', 1)",
        (forward, f"{CANARY}.{name}"),
    )
    store.connection.commit()


def rows(store: Store, run: int) -> dict[str, list[tuple[object, ...]]]:
    """Everything of one run, by table."""
    first, last = run << 32, ((run + 1) << 32) - 1
    where = {table: f"{key} BETWEEN {first} AND {last} ORDER BY 1, 2" for table, key in _OF_EVENTS}
    where |= dict.fromkeys(_OF_FORWARDS, f"forward IN (SELECT id FROM forwards WHERE run = {run})")  # noqa: S608 - numbers of ours
    where |= dict.fromkeys(_OF_RUNS, f"run = {run}") | {"runs": f"id = {run}"}
    ask = store.connection.execute
    return {table: [tuple(row) for row in ask(f"SELECT * FROM {table} WHERE {of}")] for table, of in where.items()}  # noqa: S608


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with four runs, numbered from 1, each forwarded once."""
    folder = tmp_path_factory.mktemp("four")
    with open_store(str(folder / "four.db")) as store:
        for name in ("r1", "r2", "r3", "r4"):
            forwarded(store, replayed(store, folder, name), name)
    return folder / "four.db"


def test_every_table_is_known() -> None:
    tables = set(busy_run().store.database.table_names())
    assert tables - {"_sqlite_migrations"} == TABLES, "a new table needs its place in what is deleted"


@given(st.sets(st.integers(1, 4)))
def test_nothing_of_them_is_left_and_the_others_stay(
    four: Path, tmp_path_factory: pytest.TempPathFactory, gone: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("purge")
    with open_store(shutil.copy(four, folder / "a.db")) as store:
        before = {run: rows(store, run) for run in range(1, 5)}
        assert all(before[1][table] for table in TABLES - {"requests", "ignored", "hidden"})
        assert purge(store, gone) == (len(gone), 3 * len(gone), len(gone), False)
        nothing: dict[str, list[tuple[object, ...]]] = {table: [] for table in TABLES}
        assert {run: rows(store, run) for run in before} == before | dict.fromkeys(gone, nothing)
        assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        held = b"".join(file.read_bytes() for file in folder.glob("a.db*"))
        assert {run for run in before if f"{CANARY}.r{run}".encode() in held} == before.keys() - gone


def test_the_file_gets_smaller(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with open_store(str(path)) as store:
        body = {"event_name": "X" * 500, "event_time": 1, "action_source": "website", "user_data": {}}
        source = tmp_path / "many.jsonl"
        line = json.dumps({"channel": "server", "pixel_id": "1", "received_at": 2.0, "event": body})
        source.write_text(f"{line}\n" * 2000, "utf-8")
        run = pipeline.replay(store, [str(source)], Settings(workers=1), at=None)
    large = path.stat().st_size
    with open_store(str(path)) as store:
        purge(store, [run])
    assert path.stat().st_size < large / 4


def test_who_reads_keeps_the_journal_and_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "a.db")
    with open_store(path) as store:
        run = replayed(store, tmp_path, "r")
    monkeypatch.setattr("simulator.store.connect.BUSY_SECONDS", 0.05)
    with open_store(path, readonly=True) as reader, open_store(path) as store:
        reader.connection.execute("BEGIN")
        assert len(reader.runs()) == 1
        assert purge(store, [run]).rest
        reader.connection.rollback()
        assert not purge(store, []).rest
    assert BUSY_SECONDS > 1


def test_who_writes_is_not_disturbed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "a.db")
    with open_store(path) as writer:
        run = replayed(writer, tmp_path, "r")
        monkeypatch.setattr("simulator.store.connect.BUSY_SECONDS", 0.05)
        writer.connection.execute("BEGIN IMMEDIATE")
        with open_store(path) as store, pytest.raises(StoreError, match="another process is writing"):
            purge(store, [run])
        writer.connection.rollback()
        assert [each.id for each in writer.runs()] == [run]
