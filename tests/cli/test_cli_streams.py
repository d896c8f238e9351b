"""The real process: pipes that close, disks that are full, input that is no input."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from shop_lines import clean_pair, envelope, write

ROOT = Path(__file__).parents[2]
HAS_FULL_DEVICE = Path("/dev/full").exists()


def start(*arguments: object, stdout: Any = subprocess.PIPE, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    paths = (str(ROOT), os.environ.get("PYTHONPATH"))
    return subprocess.run(
        [sys.executable, "-m", "simulator.cli", *map(str, arguments)],
        check=False,
        timeout=120,
        stderr=subprocess.PIPE,
        stdout=stdout,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in paths if path), **variables},
    )


def assert_one_sentence(done: subprocess.CompletedProcess[bytes], code: int, *words: str) -> None:
    told = done.stderr.decode()
    assert done.returncode == code, told
    assert not done.stdout
    assert told.startswith("capisim: ")
    assert told.count("\n") == 1, told
    for word in words:
        assert word in told


@pytest.mark.parametrize(
    "arguments",
    [["replay", "shop.jsonl", "--format", "jsonl"], ["validate", "shop.jsonl"], ["rules", "--json"]],
    ids=str,
)
def test_a_reader_that_goes_away_ends_it_quietly(place: Path, arguments: list[str]) -> None:
    lines = [envelope("server", f"order-{n}", n, custom_data={}) for n in range(3000)]
    write(place / "shop.jsonl", *lines)
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = start(*arguments, stdout=write_end)
    finally:
        os.close(write_end)
    assert done.stderr == b""
    assert done.returncode == (0 if arguments[0] == "rules" else 1)


@pytest.mark.skipif(not HAS_FULL_DEVICE, reason="this system has no /dev/full")
@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
def test_a_full_disk_under_standard_output_is_3(place: Path, output_format: str) -> None:
    write(place / "shop.jsonl", *clean_pair())
    with Path("/dev/full").open("wb") as full:
        done = start("replay", "shop.jsonl", "--format", output_format, stdout=full)
    assert done.returncode == 3
    assert done.stderr.decode().startswith("capisim: the disk is full")
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def bad_inputs(place: Path) -> dict[str, Path]:
    files = {
        "empty": b"",
        "gzip-of-nothing": gzip.compress(b""),
        "binary": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
        "utf-16": "{}".encode("utf-16"),
    }
    for name, content in files.items():
        (place / name).write_bytes(content)
    (place / "folder").mkdir()
    return {name: place / name for name in (*files, "folder", "missing")}


@pytest.mark.parametrize("command", ["replay", "validate"])
def test_input_that_cannot_be_read_at_all_is_2_with_its_name(place: Path, command: str) -> None:
    for name, path in bad_inputs(place).items():
        assert_one_sentence(start(command, path), 2, name)


def test_what_can_be_read_of_bad_input_is_reported(place: Path) -> None:
    deep = "[" * 100_000
    source = write(place / "odd.jsonl", *clean_pair(), deep, '{"a": NaN}')
    with source.open("ab") as file:
        file.write(b'\xff\xfe{"a"\n')
    done = start("replay", source, "--json")
    assert (done.returncode, done.stderr) == (1, b"")
    assert b'"quarantined": 3' in done.stdout


def test_a_store_that_is_none_is_3(place: Path) -> None:
    source = write(place / "shop.jsonl", *clean_pair())
    other = write(place / "notes.txt", "these are notes, and long enough to be taken for a database" * 20)
    before = other.read_bytes()
    assert_one_sentence(start("replay", source, "--store", other), 3, "notes.txt", "--store")
    assert other.read_bytes() == before
    assert_one_sentence(start("replay", source, "--store", place), 3, "folder")
    assert_one_sentence(start("report", "--store", place / "nothing.db"), 3, "nothing.db")


def test_standard_output_stays_utf_8_whatever_the_terminal(place: Path) -> None:
    source = write(place / "shop.jsonl", envelope("server", "o-1", 0, event_name="购买"))
    for output_format in ("json", "jsonl"):
        done = start("replay", source, "--store", ":memory:", "--format", output_format, PYTHONIOENCODING="ascii")
        assert "购买" in done.stdout.decode("utf-8")
    done = start("replay", source, "--store", ":memory:", PYTHONIOENCODING="ascii")
    assert done.stdout.decode("ascii")
    assert done.stderr == b""
