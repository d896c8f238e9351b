"""Start-up is a feature: what a command doesn't need, it doesn't import."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"textual", "faker", "jsonschema", "starlette", "sqlite_utils", "rich"}
_PROBE = """
import sys
from simulator.cli import run
code = run({arguments!r})
print("\\nMODULES " + " ".join(sorted(sys.modules)))
sys.exit(code)
"""


def modules_after(arguments: list[str], folder: Path) -> tuple[str, set[str]]:
    """What a command prints, and every module that is loaded when it is done."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE.format(arguments=arguments)],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        timeout=60,
    )
    output, _, modules = done.stdout.rpartition("\nMODULES ")
    return output, set(modules.split())


def test_version_loads_nothing_heavy(tmp_path: Path) -> None:
    output, loaded = modules_after(["--version"], tmp_path)
    assert output.startswith("capisim ")
    assert "simulator.cli.root" in loaded, "the probe must see what was loaded"
    assert not loaded & HEAVY


@pytest.mark.parametrize("arguments", [["--help"], ["replay", "--help"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    output, loaded = modules_after(arguments, tmp_path)
    assert output.startswith("Usage: ")
    assert not loaded & HEAVY


def test_the_package_itself_loads_nothing(tmp_path: Path) -> None:
    code = "import sys, simulator; print(*(name for name in sys.modules if name.startswith('simulator')))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        timeout=60,
    )
    assert done.stdout.split() == ["simulator"]
