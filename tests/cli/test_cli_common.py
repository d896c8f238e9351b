"""Options that commands share: formats, times, settings, and the code that findings mean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from shop_lines import clean_pair, write
from told import Capisim

from simulator.cli.common import _SETTINGS, code_for
from simulator.cli.gate_options import OPTIONS
from simulator.finding import Severity
from simulator.settings.sources import from_flags


@pytest.mark.parametrize("fail_on", Severity)
@pytest.mark.parametrize("worst", [None, *Severity])
def test_findings_fail_from_the_threshold_on(worst: Severity | None, fail_on: Severity) -> None:
    expected = int(worst is not None and worst.rank <= fail_on.rank)
    assert code_for(worst, fail_on) == expected


@pytest.mark.parametrize(("fail_on", "code"), [("rejected", 0), ("error", 1), ("warning", 1), ("note", 1)])
def test_an_unreadable_line_is_as_bad_as_an_error(capisim: Capisim, tmp_path: Path, fail_on: str, code: int) -> None:
    source = tmp_path / "events.jsonl"
    write(source, clean_pair())
    source.write_bytes(source.read_bytes() + b"nonsense\n")
    told = capisim("validate", str(source), "--fail-on", fail_on, "--format", "json")
    assert told.code == code
    assert "REQ001" in told.out


def test_json_is_short_for_format_json_and_contradicts_the_others(capisim: Capisim) -> None:
    short, long = capisim("rules", "--json"), capisim("rules", "--format", "json")
    assert short == long
    assert short.out.startswith("{")
    assert capisim("rules", "--json", "--format", "json").code == 0
    told = capisim("rules", "--json", "--format", "text")
    assert (told.code, told.out) == (2, "")
    assert "contradicts" in told.err


@pytest.mark.parametrize("time", ["yesterday", "1767268800000", "", "2026-13-01"])
def test_a_time_that_cannot_be_read_is_a_usage_error(capisim: Capisim, place: Path, time: str) -> None:
    source = write(place / "a.jsonl", *clean_pair())
    told = capisim("replay", source, "--at", time)
    assert (told.code, told.out) == (2, "")
    assert "--at" in told.err
    assert not (place / "store.db").exists()


def test_every_wrong_setting_is_told_at_once(capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPISIM_ENGINE", "guesswork")
    (place / "capisim.toml").write_text("[deduplication]\nwindow_hours = 'long'\n", "utf-8")
    told = capisim("replay", write(place / "a.jsonl", *clean_pair()))
    assert (told.code, told.out) == (2, "")
    assert "2 problems in the settings" in told.err
    assert "CAPISIM_ENGINE" in told.err
    assert "window_hours" in told.err


def test_a_flag_wins_over_the_environment(capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPISIM_FAIL_ON", "rejected")
    source = write(place / "a.jsonl", *clean_pair(), "no event")
    assert capisim("replay", source).code == 0
    assert capisim("replay", source, "--fail-on", "error").code == 1


@pytest.mark.parametrize(("key", "add"), [*_SETTINGS.items(), *OPTIONS.items()])
def test_a_mistake_names_the_option_as_it_is_typed(key: str, add: Callable[[Any], Any]) -> None:
    command: Any = click.command()(add(lambda **_: None))
    given = from_flags({key: "\x00"}).given[key]
    assert given.origin.removeprefix("option ") in command.params[0].opts
