"""``capisim replay`` and ``capisim report``: reports on standard output, codes, resuming."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from shop_lines import NOON, clean_pair, envelope, refused, write
from told import Capisim

from simulator import pipeline
from simulator.store import open_store
from simulator.store.write import Writer


@pytest.fixture
def source(place: Path) -> Path:
    return write(place / "shop.jsonl", *clean_pair(), refused(), "no event at all")


def verdicts(jsonl: str) -> list[tuple[int, str, int | None]]:
    lines = [json.loads(line) for line in jsonl.splitlines()]
    return [(line["n"], line["verdict"], line["duplicate_of"]) for line in lines]


def test_text_is_the_default_and_all_there_is_on_standard_output(capisim: Capisim, source: Path) -> None:
    told = capisim("replay", source)
    assert (told.code, told.err) == (1, "")
    assert told.out.startswith("Run 1 ")
    for title in ("Verdicts", "Pairs by event name", "Who counts, and why", "Findings", "Quarantined"):
        assert f"\n{title}" in told.out


def test_json_has_the_members_of_the_design(capisim: Capisim, source: Path) -> None:
    told = capisim("replay", source, "--json")
    assert (told.code, told.err) == (1, "")
    document = json.loads(told.out)
    assert list(document) == [
        "schema",
        "run",
        "events",
        "verdicts",
        "findings",
        "deduplication",
        "match_quality",
        "money",
    ]
    assert document["verdicts"] == {"kept": 1, "duplicate": 1, "rejected": 1, "quarantined": 1}
    assert document["run"]["sources"][0]["path"] == str(source)


def test_jsonl_has_one_line_an_event_in_input_order(capisim: Capisim, source: Path) -> None:
    told = capisim("replay", source, "--format", "jsonl")
    assert told.code == 1
    assert verdicts(told.out) == [
        (1, "kept", None),
        (2, "duplicate", 1),
        (3, "rejected", None),
        (4, "quarantined", None),
    ]


def test_clean_input_is_0(capisim: Capisim, place: Path) -> None:
    assert capisim("replay", write(place / "clean.jsonl", *clean_pair())).code == 0


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl"])
def test_report_repeats_what_replay_said(capisim: Capisim, source: Path, output_format: str) -> None:
    said = capisim("replay", source, "--format", output_format)
    assert capisim("report", "--format", output_format) == said
    assert capisim("report", 1, "--format", output_format) == said


def test_report_takes_the_newest_or_the_one_named(capisim: Capisim, source: Path, place: Path) -> None:
    capisim("replay", source, "--title", "first")
    capisim("replay", write(place / "clean.jsonl", *clean_pair()), "--title", "second")
    assert json.loads(capisim("report", "--json").out)["run"]["title"] == "second"
    told = capisim("report", 1, "--json")
    assert json.loads(told.out)["run"]["title"] == "first"
    assert told.code == 1


@pytest.mark.parametrize("arguments", [["report"], ["report", 7]], ids=str)
def test_a_run_that_is_not_there_is_a_clear_sentence(
    capisim: Capisim, place: Path, source: Path, arguments: list[object]
) -> None:
    if len(arguments) > 1:
        capisim("replay", source)
    else:
        open_store(str(place / "store.db")).close()
    told = capisim(*arguments)
    assert (told.code, told.out) == (2, "")
    assert told.err.count("\n") == 1
    assert "no run" in told.err


def test_report_makes_no_store(capisim: Capisim, place: Path) -> None:
    told = capisim("report")
    assert (told.code, told.out) == (3, "")
    assert "capisim replay" in told.err
    assert not (place / "store.db").exists()


def test_a_store_in_memory_leaves_nothing_behind(capisim: Capisim, source: Path, place: Path) -> None:
    told = capisim("replay", source, "--store", ":memory:", "--json")
    assert json.loads(told.out)["events"] == 4
    assert [path.name for path in place.iterdir()] == [source.name]


def test_the_order_of_runs_and_machines_changes_no_byte(capisim: Capisim, source: Path) -> None:
    one = capisim("replay", source, "--store", ":memory:", "--json", "--workers", 1)
    two = capisim("replay", source, "--store", "other.db", "--json", "--workers", 2)
    assert one == two


def test_the_clock_judges_what_has_no_time_of_receipt(capisim: Capisim, place: Path) -> None:
    event = envelope("server", "order-1", 0)["event"]
    source = write(place / "bare.jsonl", event)
    assert capisim("replay", source).code == 0, "judged at the latest time in the file"
    told = capisim("replay", source, "--at", "2026-03-01", "--json")
    assert json.loads(told.out)["run"]["clock"] == 1_772_323_200.0


def test_resume_needs_something_to_resume(capisim: Capisim, source: Path) -> None:
    told = capisim("replay", "--resume")
    assert (told.code, told.out) == (2, "")
    assert "no interrupted run" in told.err
    capisim("replay", source)
    assert "no interrupted run" in capisim("replay", source, "--resume").err


@pytest.mark.parametrize("flag", [["--at", "now"], ["--title", "x"]], ids=str)
def test_resume_keeps_the_clock_and_the_title(capisim: Capisim, source: Path, flag: list[str]) -> None:
    told = capisim("replay", source, "--resume", *flag)
    assert (told.code, told.out) == (2, "")
    assert "--resume keeps" in told.err


@pytest.mark.parametrize(
    ("option", "value"),
    [("--ignore", "DUP001"), ("--select", "EVT"), ("--environment", "production"), ("--engine", "jsonschema")],
)
def test_resume_keeps_the_settings_and_says_so(capisim: Capisim, source: Path, option: str, value: str) -> None:
    told = capisim("replay", source, "--resume", option, value)
    assert (told.code, told.out) == (2, "")
    assert f"leave out {option}" in told.err


def test_an_interrupt_is_130_and_resume_ends_as_if_nothing_had_been(
    capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [envelope(channel, f"order-{n}", n) for n in range(40) for channel in ("browser", "server")]
    source = write(place / "shop.jsonl", *lines)
    whole = capisim("replay", source, "--store", "whole.db", "--format", "jsonl")
    monkeypatch.setattr(sys.modules[pipeline.Replay.__module__], "ITEMS_PER_CHUNK", 7)
    add, calls = Writer.add, iter(range(100))

    def interrupted(*arguments: object) -> None:
        if next(calls) == 3:
            raise KeyboardInterrupt
        add(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "add", interrupted)
    told = capisim("replay", source)
    assert (told.code, told.out) == (130, "")
    assert "Interrupted. What was read is stored; 'capisim replay --resume' continues." in told.err
    monkeypatch.setattr(Writer, "add", add)
    assert capisim("replay", "--resume", "--format", "jsonl") == whole


def test_a_source_is_needed(capisim: Capisim) -> None:
    told = capisim("replay")
    assert (told.code, told.out) == (2, "")
    assert "SOURCE" in told.err


def test_standard_input_is_judged_now(capisim: Capisim, monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    old = {**envelope("server", "order-1", 0)["event"], "event_time": int(NOON) - 300 * 86400}
    source = write(place / "old.jsonl", old)
    monkeypatch.setattr(sys.modules[pipeline.Replay.__module__], "now", lambda: NOON)
    with source.open("rb") as stream:
        monkeypatch.setattr(sys, "stdin", _Stdin(stream))
        told = capisim("replay", "-", "--json")
    assert told.code == 1, "the event is older than seven days"
    assert json.loads(told.out)["run"]["clock"] == NOON


class _Stdin:
    def __init__(self, stream: object) -> None:
        self.buffer = stream
