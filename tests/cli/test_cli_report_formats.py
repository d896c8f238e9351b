"""Every format of a report: its exit code, and the same bytes in any surroundings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from junit_form import read, violations
from shop_lines import clean_pair, envelope, refused, write
from told import Capisim

from simulator.cli.root import root

ALL_FORMATS = """
import sys
from simulator.cli import run
for name in sys.argv[2:]:
    sys.stdout.write(f"<<format {name}\\n")
    sys.stdout.flush()
    run(["report", sys.argv[1], "--format", name])
"""


def formats(command: str) -> tuple[str, ...]:
    found = root.get_command(click.Context(root), command)
    assert found is not None
    (choice,) = (each.type for each in found.params if each.name == "output_format")
    assert isinstance(choice, click.Choice)
    return tuple(choice.choices)


@pytest.fixture
def source(place: Path) -> Path:
    lines = [*clean_pair(), refused(), "{broken", envelope("browser", "order 3", 9), envelope("server", "order-3", 10)]
    return write(place / "shöp.jsonl", *lines)


def test_these_are_the_formats() -> None:
    assert set(formats("report")) >= {"text", "json", "jsonl", "csv", "sarif", "junit"}
    assert set(formats("gate")) >= {"text", "json", "junit"}


@pytest.mark.parametrize("output_format", formats("report"))
def test_the_exit_code_is_that_of_the_findings(capisim: Capisim, source: Path, output_format: str) -> None:
    told = capisim("report", source, "--format", output_format)
    assert (told.code, told.err) == (1, "")
    assert "order-1" in told.out or output_format in ("text", "junit", "sarif", "html", "markdown")
    good = write(source.parent / "good.jsonl", *clean_pair())
    assert capisim("report", good, "--format", output_format).code == 0


def test_a_run_and_its_source_tell_the_same(capisim: Capisim, source: Path) -> None:
    assert capisim("replay", source.name, "--format", "jsonl").code == 1
    for output_format in ("sarif", "junit", "csv"):
        straight = capisim("report", source.name, "--format", output_format)
        assert straight.out
        assert capisim("report", "--format", output_format) == straight


def test_the_bytes_are_the_same_in_any_surroundings(source: Path, place: Path) -> None:
    def begin(**surroundings: str) -> subprocess.Popen[bytes]:
        path = {"PYTHONPATH": str(Path(__file__).parents[2])}
        words = [sys.executable, "-c", ALL_FORMATS, source.name, *formats("report")]
        return subprocess.Popen(words, env={**os.environ, **path, **surroundings}, cwd=place, stdout=subprocess.PIPE)

    started = (
        begin(PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C"),
        begin(PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C.UTF-8"),
    )
    one, other = (process.communicate(timeout=60)[0] for process in started)
    assert one == other
    parts = {part.split(b"\n")[0].decode(): part for part in one.split(b"<<format ")[1:]}
    assert set(parts) == set(formats("report"))
    assert b"money" in parts["json"]
    assert b"money" in parts["sarif"]


def test_a_gate_as_junit(capisim: Capisim, source: Path) -> None:
    told = capisim("gate", source, "--format", "junit", "--profile", "staging")
    assert told.code == 1
    suite = read(told.out.encode())[0]
    assert violations(suite) == []
    assert suite.get("name") == "capisim gate staging"
    assert int(suite.get("failures", "0")) >= 2
    assert capisim("gate", write(source.parent / "good.jsonl", *clean_pair()), "--format", "junit").code == 0


@pytest.mark.parametrize("output_format", ["sarif", "junit"])
def test_filters_and_pairs_are_not_for_these(capisim: Capisim, source: Path, output_format: str) -> None:
    assert capisim("report", source, "--filter", "server", "--format", output_format).code == 2
    assert capisim("report", source, "--pair", 1, "--format", output_format).code == 2
