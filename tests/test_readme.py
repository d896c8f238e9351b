"""The README tells the truth: its commands exist, run, and are the ones continuous integration runs."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest

from simulator.cli import run
from simulator.cli.root import COMMANDS, root

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SETUP = re.compile(r"<!-- setup: (\w+) -->\n```sh\n(.*?)```", re.DOTALL)


def shown_commands() -> list[str]:
    """Every ``capisim ...`` line of the README's shell blocks, without its comment."""
    lines = [line for kind, block in _BLOCK.findall(README) if kind == "sh" for line in block.splitlines()]
    return [line.split("  #")[0].strip() for line in lines if line.startswith("capisim")]


def runnable() -> list[str]:
    """Those that need nothing but the repository: scenarios, rules, normalising."""
    quiet = re.compile(r"[|<>]|\bmy-|\.har\b|\byour-|^capisim connect")
    return [command for command in shown_commands() if not quiet.search(command)]


def test_there_are_exactly_two_set_up_commands() -> None:
    found = _SETUP.findall(README)
    assert [name for name, _ in found] == ["try", "test"]
    assert all(len(block.splitlines()) == 1 for _, block in found), "each is one command to copy"
    assert sum(block.count("pip install") for kind, block in _BLOCK.findall(README) if kind == "sh") == 2
    assert "fixtures/" in found[0][1]
    assert "[dev]" in found[1][1]


def test_continuous_integration_runs_the_same_two() -> None:
    printed = subprocess.run(
        [ROOT / ".ci" / "run", "--print-setup"], capture_output=True, text=True, check=True, timeout=60
    )
    assert printed.stdout == "".join(block for _, block in _SETUP.findall(README))


def test_the_readme_shows_every_command() -> None:
    assert {shlex.split(command)[1] for command in shown_commands() if " " in command} >= set(COMMANDS)


@pytest.mark.parametrize("command", shown_commands())
def test_shown_command_and_its_options_exist(command: str) -> None:
    words = shlex.split(re.split(r"[|<>]", command)[0])[1:]
    if not words or words[0].startswith("-"):
        return
    found = root.get_command(click.Context(root), words[0])
    assert found is not None, f"no command {words[0]!r}"
    options = {option for parameter in found.params for option in parameter.opts}
    assert {word.split("=")[0] for word in words[1:] if word.startswith("--")} <= options


@pytest.mark.parametrize("command", runnable())
def test_shown_command_runs(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("CAPISIM_STORE", str(tmp_path / "store.db"))
    words = shlex.split(command)[1:]
    if words[:1] in (["report"], ["gate"]):
        assert run(["replay", "fixtures/clean-pair", "--format", "json"]) == 0
    code = run(words)
    told = capsys.readouterr()
    assert code in (0, 1), told.err
    assert told.out.strip()


def test_files_the_readme_links_to_exist() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_settings_table_is_complete() -> None:
    from simulator.settings.listing import all_settings

    assert [setting.key for setting in all_settings() if f"| `{setting.key}` |" not in README] == []


def test_the_exit_codes_are_told() -> None:
    from simulator.errors import ExitCode

    section = README.split("## Exit codes")[1].split("##")[0]
    assert [int(code) for code in re.findall(r"^\| (\d+) \| .{5,} \|$", section, re.MULTILINE)] == sorted(ExitCode)


def test_severities_and_evidence_are_told() -> None:
    from simulator.finding import Evidence, Severity

    section = README.split("## Verdicts, severity, evidence")[1].split("\n## ")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE) == [*Severity, *Evidence]


def test_every_fault_of_the_network_is_told() -> None:
    from simulator.emulator.network_faults import KINDS

    section = README.split("## Faults of the network")[1].split("\n## ")[0]
    told = set(re.findall(r"`([a-z0-9-]+)(?:\[:SECONDS\])?`", section))
    assert {name.removesuffix("-after") for name in KINDS} <= told
    assert "the same four with `-after`" in section


def test_profiles_and_conditions_of_the_gate_are_told() -> None:
    from simulator.settings.profiles import OURS

    section = README.split("## Gate")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(OURS)
