"""``capisim`` itself: help, version, and commands that load when they are called."""

from __future__ import annotations

from importlib import import_module

import click
import pytest
from told import Capisim

from simulator import __version__
from simulator.cli.lazy import LazyGroup
from simulator.cli.root import COMMANDS, root


def test_version(capisim: Capisim) -> None:
    assert capisim("--version") == (0, f"capisim {__version__}\n", "")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]], ids=str)
def test_help_lists_every_command(capisim: Capisim, arguments: list[str]) -> None:
    told = capisim(*arguments)
    assert (told.code, told.err) == (0, "")
    for name in COMMANDS:
        assert f"\n  {name} " in told.out
    assert "130 interrupted" in " ".join(told.out.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_loads_and_explains_itself(capisim: Capisim, name: str) -> None:
    command = root.get_command(click.Context(root), name)
    assert isinstance(command, click.Command)
    assert command.name == name
    told = capisim(name, "--help")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"Usage: capisim {name} ")
    documented = [option for option in command.params if isinstance(option, click.Option)]
    assert [option.opts for option in documented if not option.help] == []


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["--nonsense"], ["replay", "--nonsense"], ["report", "--pair", "x"]], ids=str
)
def test_usage_errors_are_2_and_on_standard_error(capisim: Capisim, arguments: list[str]) -> None:
    told = capisim(*arguments)
    assert (told.code, told.out) == (2, "")
    assert "Error: " in told.err
    assert "Traceback" not in told.err


def test_a_module_without_its_command_is_refused() -> None:
    group = LazyGroup("x", package="simulator.cli", commands_by_name={"lazy": "No command."})
    assert import_module("simulator.cli.lazy")
    with pytest.raises((TypeError, AttributeError)):
        group.get_command(click.Context(group), "lazy")


def test_shell_completion_knows_commands_and_options(capisim: Capisim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_CAPISIM_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "capisim re")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert capisim().out.split() == ["plain,replay", "plain,report"]
    monkeypatch.setenv("COMP_WORDS", "capisim replay --re")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert capisim().out.split() == ["plain,--resume"]
    monkeypatch.setenv("COMP_WORDS", "capisim rules req")
    codes = capisim().out.split()
    assert codes
    assert all(code.startswith("plain,REQ") for code in codes)
