"""Opening a store: what is made, what is refused, and with which sentence."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from simulator.errors import ExitCode, StoreError
from simulator.store import connect, open_store
from simulator.store.connect import explain
from simulator.store.read import Store
from simulator.store.snapshot import snapshot
from simulator.store.transaction import transaction


def test_a_new_store_belongs_to_its_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "store.db"
    with open_store(str(path)) as store:
        store.connection.execute("INSERT INTO payloads VALUES (1, '{}')")
        store.connection.commit()
        files = sorted(tmp_path.joinpath("new").iterdir())
        assert [file.name for file in files] == ["store.db", "store.db-shm", "store.db-wal"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_pragmas_are_those_that_were_measured(tmp_path: Path) -> None:
    def pragmas(**options: bool) -> dict[str, object]:
        with open_store(str(tmp_path / "store.db"), **options) as store:
            names = ("journal_mode", "page_size", "synchronous")
            return {name: store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    assert pragmas() == {"journal_mode": "wal", "page_size": 16384, "synchronous": 1}
    assert pragmas(durable=True) == {"journal_mode": "wal", "page_size": 16384, "synchronous": 2}


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "store.db")

    def schema() -> list[tuple[object, ...]]:
        with open_store(path) as store:
            return store.connection.execute("SELECT * FROM sqlite_master ORDER BY name").fetchall()

    assert schema() == schema()


def test_a_store_in_memory_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    open_store(":memory:").close()
    assert list(tmp_path.iterdir()) == []


def test_readonly_never_makes_and_never_writes(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with pytest.raises(StoreError, match="there is no such file"):
        open_store(str(path), readonly=True)
    assert not path.exists()
    open_store(str(path)).close()
    with open_store(str(path), readonly=True) as store, pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.connection.execute("DELETE FROM events")


def _no_database(path: Path) -> None:
    path.write_bytes(b"event_name,event_time\n" * 100)


def _database_of_others(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()


def _newer_store(path: Path) -> None:
    with open_store(str(path)) as store:
        store.database["_sqlite_migrations"].insert({"migration_set": "capisim", "name": "step_999", "applied_at": "x"})


def _folder(path: Path) -> None:
    path.mkdir()


def _damaged(path: Path) -> None:
    open_store(str(path)).close()
    content = bytearray(path.read_bytes())
    content[20:100] = b"\xff" * 80
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_no_database, "it is no SQLite database"),
        (_database_of_others, "it is a database of another program"),
        (_newer_store, "a newer capisim has written it"),
        (_folder, "it is a folder"),
        (_damaged, "it is"),
    ],
)
def test_what_is_no_store_of_ours_is_refused_and_left_alone(tmp_path: Path, make, sentence: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "store.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=sentence) as caught:
        open_store(str(path))
    assert caught.value.exit_code is ExitCode.STORE
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (sqlite3.OperationalError("database or disk is full"), "the disk is full: free some space"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "it can't be written"),
        (sqlite3.OperationalError("database is locked"), "another process is writing to it"),
        (PermissionError(13, "Permission denied"), "Permission denied"),
    ],
)
def test_each_failure_has_its_sentence(error: Exception, sentence: str) -> None:
    assert sentence in str(explain("s.db", error))


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    from simulator.store.migrations import steps

    path = str(tmp_path / "store.db")

    def breaking(db) -> None:  # type: ignore[no-untyped-def]
        db["half_made"].insert({"a": 1})
        raise sqlite3.OperationalError("disk I/O error")

    steps(name="step_998")(breaking)
    try:
        with pytest.raises(StoreError, match="the disk reports an error"):
            open_store(path)
    finally:
        steps._migrations.pop()
    with open_store(path) as store:
        assert "half_made" not in store.database.table_names()
        assert store.runs() == []


def test_a_journal_that_grew_behind_a_reader_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "JOURNAL_BYTES", 200_000)
    path = tmp_path / "store.db"
    journal = tmp_path / "store.db-wal"

    def write(store: Store, times: int) -> None:
        for _ in range(times):
            with transaction(store):
                store.connection.execute("UPDATE big SET text = randomblob(50000)")

    with open_store(str(path)) as store:
        store.connection.execute("PRAGMA wal_autocheckpoint = 5")
        with transaction(store):
            store.connection.execute("CREATE TABLE big AS SELECT randomblob(50000) AS text")
        with snapshot(store):
            write(store, 20)
            assert journal.stat().st_size > 1_000_000
        write(store, 3)
        assert journal.stat().st_size <= 300_000
