"""Start-up is a feature: what a command doesn't need, it doesn't import."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"textual", "faker", "jsonschema", "starlette", "sqlite_utils", "rich", "jinja2"}
_PROBE = """
import sys
from simulator.cli import run
code = run({arguments!r})
print("\\nMODULES " + " ".join(sorted(sys.modules)))
sys.exit(code)
"""


def output_of(code: str, *arguments: str, folder: Path) -> str:
    """What Python prints for this code, in a process of its own in that folder."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        timeout=60,
    )
    return done.stdout


def modules_after(arguments: list[str], folder: Path) -> tuple[str, set[str]]:
    """What a command prints, and every module that is loaded when it is done."""
    output, _, modules = output_of(_PROBE.format(arguments=arguments), folder=folder).rpartition("\nMODULES ")
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
    assert output_of(code, folder=tmp_path).split() == ["simulator"]


# In one process, one after the other: none of them needs what the application or the emulator does. What all of them
# together load, each of them loads at the most.
_PLAIN = """
import contextlib, io, sys
from simulator.cli import run
APART = {"textual", "starlette", "uvicorn", "httptools"}
store, events, folder = sys.argv[1:]
told = []
for arguments in (
    ["rules", "EVT001"], ["normalize", "em", "Jane@Example.com"], ["faults"], ["validate", events],
    ["check", folder], ["replay", events, "--store", store], ["report", "--store", store, "--json"],
    ["report", "--store", store, "--format", "jsonl"], ["replay", events, "--store", store, "--json"],
    ["diff", "1", "2", "--store", store], ["gate", events], ["doctor", "--store", store],
    ["generate", "--shoppers", "2", "--output", store + ".jsonl"], ["demo", "--shoppers", "2", "--store", store + "2"],
):
    data, problem = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    with contextlib.redirect_stdout(data), contextlib.redirect_stderr(problem):
        code = run(arguments)
    if code not in (0, 1):
        told.append(f"{arguments} ended with {code}: {problem.getvalue()}")
    if APART & set(sys.modules):
        told.append(f"{arguments} loads {sorted(APART & set(sys.modules))}")
        break
print("\\n".join(told), end="")
"""


def test_plain_commands_load_neither_the_application_nor_a_server(tmp_path: Path) -> None:
    scenario = Path(__file__).parents[1] / "fixtures" / "clean-pair"
    where = (str(tmp_path / "store.db"), str(scenario / "events.jsonl"), str(scenario))
    assert output_of(_PLAIN, *where, folder=tmp_path) == ""


_FIRST_FRAME = """
import asyncio, sys
from pathlib import Path
from simulator.tui.app import CapisimApp
LATER = set("faker jsonschema jsonschema_rs starlette uvicorn httptools lark phonenumbers pygments".split())

async def start(store, folder):
    app = CapisimApp(store, state_folder=Path(folder))
    async with app.run_test() as pilot:
        while not app.current.loaded:
            await pilot.pause(0.005)
        await pilot.pause()
        print(*sorted(LATER & set(sys.modules)), "textual" in sys.modules, app.current.last)

asyncio.run(start(*sys.argv[1:]))
"""


@pytest.mark.parametrize("empty", [True, False], ids=["empty", "with a run"])
def test_the_first_frame_of_the_application_loads_no_more_than_it_shows(empty: bool, tmp_path: Path) -> None:
    store = str(tmp_path / "store.db")
    if not empty:
        events = Path(__file__).parents[1] / "fixtures" / "clean-pair" / "events.jsonl"
        modules_after(["replay", str(events), "--store", store, "--fail-on", "rejected"], tmp_path)
    told = output_of(_FIRST_FRAME, store, str(tmp_path), folder=tmp_path).split()
    assert told == ["True", "0" if empty else "2"]
