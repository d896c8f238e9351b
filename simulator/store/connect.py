"""Opening a store: the file, its mode, its pragmas, its version."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.store.read import Store

# 'capi' in ASCII: tells our files from other people's SQLite files.
APPLICATION_ID = 0x63617069
PAGE_BYTES = 16384
CACHE_KIB = 16384
CHECKPOINT_PAGES = 1024
JOURNAL_BYTES = 64 * 1024 * 1024
BUSY_SECONDS = 5.0

_EXPLANATIONS = (
    ("not a database", "it is no SQLite database: name another file with --store"),
    ("malformed", "it is damaged: name another file with --store, or restore it"),
    ("disk is full", "the disk is full: free some space, then continue with --resume"),
    ("disk I/O error", "the disk reports an error"),
    ("readonly", "it can't be written: the file or its folder is read-only"),
    ("unable to open", "it can't be opened: check that the folder exists and can be written"),
    ("locked", "another process is writing to it: wait until that has finished"),
)


def explain(path: str, error: Exception) -> StoreError:
    """The one sentence for what SQLite or the operating system said."""
    text = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    for sign, sentence in _EXPLANATIONS:
        if sign in text:
            return StoreError(f"store {path}: {sentence}")
    return StoreError(f"store {path}: {text}")


@contextmanager
def store_errors(path: str) -> Iterator[None]:
    """Turn what SQLite and the operating system raise into StoreError."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise explain(path, error) from error


def open_store(path: str, *, durable: bool = False, readonly: bool = False) -> Store:
    """Open the store at ``path``, or make it; ``:memory:`` keeps nothing.

    A file is made with mode 0600. ``durable`` makes every commit survive a power loss; without
    it, a killed process loses nothing but a power loss may take the last commits. ``readonly``
    never makes, migrates or changes anything. Raises StoreError, also for a store that a newer
    capisim has written.
    """
    # Late: a command that opens no store should not pay for it.
    from sqlite_utils import Database

    from simulator.store.read import Store

    with store_errors(path):
        connection = _connect(path, readonly)
        try:
            _prepare(connection, path, durable, readonly)
            database = Database(connection, execute_plugins=False)
            _migrate(database, path, readonly)
        except BaseException:
            connection.close()
            raise
        return Store(database, path)


def _connect(path: str, readonly: bool) -> sqlite3.Connection:
    if path == ":memory:":
        return sqlite3.connect(path, check_same_thread=False)
    file = Path(path).expanduser()
    if file.is_dir():
        raise StoreError(f"store {path}: it is a folder: name a file with --store")
    if readonly:
        if not file.exists():
            raise StoreError(f"store {path}: there is no such file; 'capisim replay' makes one")
        uri = f"{file.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # SQLite gives its journal files the mode of the database, so this one call settles all.
    descriptor = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    if os.fstat(descriptor).st_size == 0 and hasattr(os, "fchmod"):
        # An empty file that somebody touched before has the mode they gave it.
        os.fchmod(descriptor, 0o600)
    os.close(descriptor)
    return sqlite3.connect(file, timeout=BUSY_SECONDS, check_same_thread=False)


def _prepare(connection: sqlite3.Connection, path: str, durable: bool, readonly: bool) -> None:
    # One statement, so that a store that is just being made is seen before or after, not halfway.
    application, tables = connection.execute(
        "SELECT application_id, (SELECT count(*) FROM sqlite_master) FROM pragma_application_id"
    ).fetchone()
    if application not in (0, APPLICATION_ID) or (application == 0 and tables):
        raise StoreError(f"store {path}: it is a database of another program: name another file with --store")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    if readonly:
        connection.execute("PRAGMA query_only = 1")
        return
    if not tables:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode = WAL")
    # As much as the cache holds, so that a checkpoint needn't read back what it writes.
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
    # It grows while somebody looks at a long run, and need not stay that large.
    connection.execute(f"PRAGMA journal_size_limit = {JOURNAL_BYTES}")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")


def _migrate(database: object, path: str, readonly: bool) -> None:
    from sqlite_utils import Database

    from simulator.store.migrations import steps

    assert isinstance(database, Database)  # noqa: S101 - for the type checker; the caller just made it
    known = {step.name for step in steps._migrations}
    unknown = [step.name for step in steps.applied(database) if step.name not in known]
    if unknown:
        raise StoreError(
            f"store {path}: a newer capisim has written it; upgrade capisim, or name another file with --store"
        )
    if readonly:
        if not database.table_names():
            raise StoreError(f"store {path}: it is empty; 'capisim replay' fills one")
        if steps.pending(database):
            raise StoreError(f"store {path}: an older capisim has written it; run 'capisim doctor' once to upgrade it")
        return
    if steps.pending(database):
        # Taken at once, so that of two processes one migrates and the other finds it done.
        connection = database.conn
        connection.execute("BEGIN IMMEDIATE")
        try:
            steps.apply(database)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
