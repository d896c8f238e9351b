"""What each rule found: how often, on which events, when."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from stored_run import NOON, StoredRun

from simulator import pipeline
from simulator.filtering import parse
from simulator.finding import Severity
from simulator.reports.summary import summarize
from simulator.settings import Settings
from simulator.store import open_store
from simulator.views.rules_found import affected, examples, rules_found, trends

FIXTURES = Path(__file__).parents[2] / "fixtures"


def some_run() -> StoredRun:
    run = StoredRun()
    for second in range(10):
        run.event("server", received_at=NOON + second)
    run.finding(2, "USR003", 1, "first")
    run.finding(2, "USR003", 2, "second")
    run.finding(2, "EVT001", 2)
    run.finding(9, "USR003", 2, "third")
    run.finding(0, "COV001", 2, "about the run", "$")
    return run


def test_rules_come_by_severity_and_count_findings_and_events() -> None:
    assert rules_found(some_run().store, 1) == [
        ("USR003", Severity.ERROR, 3, 2, 2),
        ("COV001", Severity.WARNING, 1, 0, 0),
        ("EVT001", Severity.WARNING, 1, 1, 2),
    ]


def test_trends_place_findings_in_the_time_of_the_run() -> None:
    assert trends(some_run().store, 1, 3) == {"USR003": [2, 0, 1], "EVT001": [1, 0, 0]}


def test_affected_events_come_once_and_in_order() -> None:
    run = some_run()
    assert list(chain.from_iterable(affected(run.store, 1, "USR003"))) == [2, 9]
    assert list(chain.from_iterable(affected(run.store, 1, "COV001"))) == []


def test_affected_events_come_in_pieces_that_may_be_empty() -> None:
    run = StoredRun()
    for _ in range(5000):
        run.event("server")
    run.finding(5000, "USR003", 1)
    assert [list(piece) for piece in affected(run.store, 1, "USR003")] == [[], [5000]]


def test_examples_are_the_first_of_each_event() -> None:
    first, last = examples(some_run().store, 1, "USR003", 5)
    assert (first.n, first.finding.message, first.finding.severity, first.origin) == (
        2,
        "first",
        Severity.ERROR,
        "shop.jsonl:2",
    )
    assert (last.n, last.finding.message) == (9, "third")
    assert first.finding.fix != ""
    (whole,) = examples(some_run().store, 1, "COV001")
    assert (whole.n, whole.event_name, whole.origin, whole.finding.message) == (0, None, "", "about the run")


def test_nothing_is_found_in_an_empty_run() -> None:
    store = StoredRun().store
    assert rules_found(store, 1) == []
    assert trends(store, 1, 10) == {}
    assert examples(store, 1, "USR003") == []


@pytest.mark.parametrize("scenario", ["documented-samples", "different-event-ids", "malformed-lines", "coverage-gap"])
def test_counts_agree_with_the_report(scenario: str) -> None:
    with open_store(":memory:") as store:
        run = pipeline.replay(store, [str(FIXTURES / scenario)], Settings(store=":memory:", workers=1))
        told = {entry["rule"]: entry["count"] for entry in summarize(store, run)["findings"]}
        assert {each.rule: each.findings for each in rules_found(store, run)} == told
        assert told, "the scenario has findings"


def test_a_filter_leaves_what_was_found_about_the_events_it_lets_through() -> None:
    run, late = some_run(), parse("n>5")
    assert rules_found(run.store, 1, late) == [("USR003", Severity.WARNING, 1, 1, 9)]
    assert trends(run.store, 1, 3, late) == {"USR003": [0, 0, 1]}
    assert list(chain.from_iterable(affected(run.store, 1, "USR003", late))) == [9]
    assert [each.n for each in examples(run.store, 1, "USR003", 5, late)] == [9]
    assert examples(run.store, 1, "COV001", 5, late) == []
