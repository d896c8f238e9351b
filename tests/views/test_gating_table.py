"""Every condition of a gate, on both sides of its limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, NamedTuple

import pytest
from stored_run import NOON, StoredRun

from simulator.match_quality.keys import KEYS
from simulator.settings import Gate, Settings
from simulator.views.gating import Condition, judge

OFF = Gate(complete=False, min_events=0, max_rejected=-1, max_errors=-1)
EM, FBP = (1 << KEYS.index(key) for key in ("em", "fbp"))
Fill = Callable[[StoredRun], None]


def ask(run: StoredRun, **asked: Any) -> tuple[Condition, ...]:
    """What a gate that asks for nothing else says of the run."""
    return judge(run.store, 1, replace(OFF, **asked), Settings()).conditions


class Row(NamedTuple):
    """A run, and for one condition the last value that lets it pass and the first that doesn't."""

    name: str
    fill: Fill
    passes: Any
    fails: Any
    figure: float | None
    about: str | None = None
    unit: str = "percent"


def pairs_and_more(run: StoredRun) -> None:
    """Three pairs and one event of the browser's alone: coverage 75 %. A fifth of what counts counts twice."""
    first = run.event("browser")
    run.duplicate("server", first, present=EM | FBP, valid=EM)
    for _ in range(2):
        run.duplicate("server", run.event("browser"), present=EM, valid=EM)
    run.finding(run.event("browser"), "DUP003", 1, twin=first, confidence="high")
    run.event("server", present=FBP, valid=FBP)


def a_third_missing(run: StoredRun) -> None:
    """Two pairs and one alone: 66.66… %, which no limit with two digits hits."""
    for _ in range(2):
        run.duplicate("server", run.event("browser"))
    run.event("browser")


def found(*findings: tuple[int, str, int]) -> Fill:
    """A run of one event with findings: on which event (0: the run as a whole), which rule, how severe."""

    def fill(run: StoredRun) -> None:
        run.event("server")
        for n, rule, severity in findings:
            run.finding(n, rule, severity)

    return fill


def events(*columns: dict[str, Any]) -> Fill:
    def fill(run: StoredRun) -> None:
        for each in columns:
            run.event(**{"channel": "server", **each})

    return fill


REJECTED = {"verdict": "rejected"}
ERRORS = found((1, "EVT011", 1), (1, "EVT011", 1), (0, "COV001", 1), (1, "EVT009", 2), (1, "EVT003", 0))
WARNINGS = found((1, "EVT009", 2), (0, "COV002", 2), (1, "EVT011", 1), (1, "EVT007", 3))
LATE = events({"event_time": NOON, "received_at": NOON + 60.5}, {"event_time": NOON, "received_at": NOON + 1})
TABLE = [
    Row("min_events", events({}, {"verdict": "quarantined"}), 2, 3, 2, unit="events"),
    Row("max_rejected", events({}, REJECTED, REJECTED), 2, 1, 2, unit="events"),
    Row("max_errors", ERRORS, 3, 2, 3, unit="findings"),
    Row("max_warnings", WARNINGS, 2, 1, 2, unit="findings"),
    Row("min_coverage", pairs_and_more, ("75",), ("75.01",), 75.0, "Purchase"),
    Row("min_coverage", pairs_and_more, ("99", "Purchase=75"), ("1", "Purchase=76"), 75.0, "Purchase"),
    Row("min_coverage", a_third_missing, ("66.66",), ("66.67",), 66.66, "Purchase"),
    Row("min_key_coverage", pairs_and_more, ("Purchase.em=75",), ("Purchase.em=75.01",), 75.0, "Purchase.em"),
    Row("min_key_coverage", pairs_and_more, ("*.fbp=50",), ("*.fbp=50.01",), 50.0, "Purchase.fbp"),
    Row("min_key_valid", pairs_and_more, ("Purchase.fbp=25",), ("Purchase.fbp=25.01",), 25.0, "Purchase.fbp"),
    Row("max_twice", pairs_and_more, ("20",), ("19.99",), 20.0, "Purchase"),
    Row("max_twice", pairs_and_more, ("0", "Purchase=20"), ("100", "Purchase=19"), 20.0, "Purchase"),
    Row("max_delay", LATE, ("60.5",), ("60.499",), 60.5, "Purchase", "seconds"),
    Row("max_delay", LATE, ("1", "Purchase=61"), ("99", "Purchase=60"), 60.5, "Purchase", "seconds"),
    Row("must_see", events({}), ("Purchase:server",), ("Purchase:browser",), None, None, "events"),
    Row("must_not_see", events({}), ("x=channel:browser",), ("x=channel:server",), None, None, "events"),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.name}-{row.passes}")
def test_a_condition_holds_up_to_its_limit_and_not_beyond(row: Row) -> None:
    run = StoredRun()
    row.fill(run)
    (passed,) = ask(run, **{row.name: row.passes})
    (failed,) = ask(run, **{row.name: row.fails})
    assert (passed.name, passed.passed, passed.unit) == (row.name, True, row.unit)
    assert (failed.name, failed.passed, failed.unit) == (row.name, False, row.unit)
    if row.figure is not None:
        assert passed.figure == failed.figure == row.figure
        assert passed.about == failed.about == row.about


@pytest.mark.parametrize(("likely", "passes"), [("low", True), ("high", False)])
def test_the_estimate_gates_by_its_likeliest_value_and_tells_its_range(likely: str, passes: bool) -> None:
    from simulator.views.quality import quality

    run = StoredRun()
    run.event("server", present=EM | FBP, valid=EM | FBP)
    score = quality(run.store, 1)[0].estimate
    limit = score.likely if passes else round(score.likely + 0.1, 1)
    (condition,) = ask(run, min_estimate=(str(limit),))
    assert (condition.passed, condition.figure, condition.unit) == (passes, score.likely, "points")
    assert score.version in condition.told
    assert f"{score.low:.1f} to {score.high:.1f}" in condition.told


@pytest.mark.parametrize(("state", "passes"), [("complete", True), ("interrupted", False), ("running", False)])
def test_a_run_must_have_been_read_to_its_end(state: str, passes: bool) -> None:
    run = StoredRun()
    run.store.connection.execute("UPDATE runs SET state = ?", [state])
    (condition,) = ask(run, complete=True)
    assert condition.passed is passes
    assert ask(run, complete=False) == ()


@pytest.mark.parametrize(
    ("plan", "browser", "server", "off", "passes"),
    [(True, 1, 1, 0, True), (True, 1, 0, 0, False), (True, 1, 1, 1, False), (False, 0, 0, 0, True)],
)
def test_the_plan_wants_its_events_on_both_channels_as_planned(
    plan: bool, browser: int, server: int, off: int, passes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.views.gating.seen._planned", lambda *_: frozenset({"Purchase"}))
    run = StoredRun()
    for _ in range(browser):
        run.event("browser")
    for _ in range(server):
        n = run.event("server")
        for _ in range(off):
            run.finding(n, "EVT098", 1)
    conditions = ask(run, plan=plan)
    assert all(condition.passed for condition in conditions) is passes
    assert [condition.about for condition in conditions] == (["Purchase:browser", "Purchase:server"] if plan else [])
    assert {condition.name for condition in conditions} <= {"plan"}


def test_every_setting_is_in_the_table() -> None:
    elsewhere = {"complete", "plan", "min_estimate", "profile", "profiles"}
    assert {row.name for row in TABLE} | elsewhere == {item.name for item in fields(Gate)}


def test_a_gate_that_asks_for_nothing_passes_anything() -> None:
    run = StoredRun()
    run.event("server", verdict="rejected")
    result = judge(run.store, 1, OFF, Settings())
    assert (result.conditions, result.passed, result.failed) == ((), True, 0)
