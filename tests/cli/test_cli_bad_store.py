"""Stores that can't be written, and input that is bad in large ways: a sentence, a code, no traceback."""

from __future__ import annotations

import ctypes
import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from shop_lines import clean_pair, envelope, write
from told import Capisim

from simulator.store import connect

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


def obey_modes() -> None:
    """Let a process of root's obey file modes as everybody else's does, from its next exec on."""
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0) != 0:
        raise OSError("root keeps the right to write anywhere")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets root give up its rights over files")
def test_a_folder_that_cannot_be_written_is_3(place: Path) -> None:
    source = write(place / "shop.jsonl", *clean_pair())
    locked = place / "locked"
    locked.mkdir(mode=0o500)
    done = subprocess.run(
        [sys.executable, "-m", "simulator.cli", "replay", source, "--store", locked / "store.db"],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=obey_modes,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith("capisim: store ")
    assert done.stderr.count("\n") == 1
    assert list(locked.iterdir()) == []


def test_a_full_disk_under_the_store_is_3_and_resume_ends_it(
    capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [envelope("server", f"order-{n}", n) for n in range(3000)]
    source = write(place / "shop.jsonl", *lines)
    monkeypatch.setattr("simulator.pipeline.replaying.ITEMS_PER_CHUNK", 200)
    prepare = connect._prepare

    def with_little_room(connection: sqlite3.Connection, path: str, durable: bool, readonly: bool) -> None:
        prepare(connection, path, durable, readonly)
        connection.execute("PRAGMA max_page_count = 60")

    with monkeypatch.context() as patched:
        patched.setattr(connect, "_prepare", with_little_room)
        told = capisim("replay", source)
    assert (told.code, told.out) == (3, "")
    assert "the disk is full" in told.err
    assert told.err.count("\n") == 1
    assert capisim("report", "--json").out.count('"interrupted"') == 1
    resumed = capisim("replay", "--resume", "--format", "jsonl")
    assert resumed.code == 0
    assert resumed.out.count("\n") == 3000


def test_one_line_of_a_hundred_megabytes_is_quarantined(capisim: Capisim, place: Path) -> None:
    source = write(place / "shop.jsonl", *clean_pair())
    with source.open("ab") as file:
        file.write(b'{"event_name": "')
        for _ in range(100):
            file.write(b"A" * 1024 * 1024)
        file.write(b'"}\n')
    told = capisim("replay", source, "--json")
    assert told.code == 1
    assert '"quarantined": 1' in told.out
    assert "bytes long" in told.out
    assert len(told.out) < 20_000


def test_what_stands_before_the_end_of_broken_gzip_is_kept(capisim: Capisim, place: Path) -> None:
    plain = write(place / "shop.jsonl", *(envelope("server", f"order-{n}", n) for n in range(2000)))
    packed = gzip.compress(plain.read_bytes())
    (place / "shop.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    told = capisim("validate", place / "shop.jsonl.gz")
    assert told.code == 1
    assert "gzip" in told.out.lower()
    assert told.err == ""
