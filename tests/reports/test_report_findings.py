"""The other event, the confidence, and what the settings left out."""

from __future__ import annotations

from typing import Any

import pytest
from schema_check import assert_valid
from stored_run import StoredRun

from simulator.reports.findings import about, ignored, ignored_line
from simulator.reports.summary import summarize


@pytest.mark.parametrize(
    ("twin", "confidence", "words"),
    [
        (None, None, ""),
        (1, None, "with #1"),
        (12, "medium", "with #12, medium confidence"),
        (None, "low", "low confidence"),
    ],
)
def test_what_is_said_of_two(twin: int | None, confidence: str | None, words: str) -> None:
    assert about(twin, confidence) == words


def run_that_ignores(counts: dict[int, int], **rules: Any) -> StoredRun:
    run = StoredRun(rules=rules)
    for second_pass in (0, 1):
        for entry, number in counts.items():
            run.store.connection.execute("INSERT INTO ignored VALUES (1, ?, ?, ?)", [second_pass, entry, number])
    return run


def test_what_was_left_out_is_told_by_entry() -> None:
    table = {"rule": "EVT013", "reason": "no\x1b ads", "event_names": ["PageView"]}
    run = run_that_ignores({0: 2, 1: 1}, ignore=["CLK"], ignores=[table])
    assert ignored(run.store, 1) == {
        "findings": 6,
        "entries": [{"entry": "CLK", "findings": 4}, {"entry": "EVT013 for PageView: no\\x1b ads", "findings": 2}],
    }
    summary = summarize(run.store)
    assert summary["ignored"] == ignored(run.store, 1)
    assert_valid(summary, "report.schema.json")


def test_an_entry_that_left_nothing_out_is_told_too() -> None:
    run = run_that_ignores({}, ignore=["CLK"])
    assert ignored(run.store, 1) == {"findings": 0, "entries": [{"entry": "CLK", "findings": 0}]}


def test_settings_that_leave_nothing_out_are_not_mentioned() -> None:
    assert ignored(StoredRun().store, 1) is None
    assert ignored(run_that_ignores({}, select=["CLK"]).store, 1) is None
    assert "ignored" not in summarize(StoredRun().store)


def test_a_rule_of_another_catalog_leaves_the_total() -> None:
    run = run_that_ignores({0: 2}, ignore=["XYZ999"])
    assert ignored(run.store, 1) == {"findings": 4, "entries": []}


@pytest.mark.parametrize(
    ("left_out", "line"),
    [
        (None, ""),
        ({"findings": 0, "entries": []}, ""),
        ({"findings": 1, "entries": []}, "1 finding ignored by the settings"),
        ({"findings": 1200, "entries": []}, "1,200 findings ignored by the settings"),
    ],
)
def test_the_line_of_the_text(left_out: dict[str, Any] | None, line: str) -> None:
    assert ignored_line(left_out) == line


def test_the_file_of_test_shoppers_is_no_part_of_the_document() -> None:
    summary = summarize(StoredRun(customers="/home/jane/shoppers.csv", environment="test").store)
    assert summary["run"]["settings"] == {"environment": "test", "engine": "jsonschema-rs"}
