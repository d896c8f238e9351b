"""What to fix first: which problems there are, in which order, and what they cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from handed import handed
from stored_run import StoredRun, busy_run

from simulator.reports.handover.fixing import Cost, Problem


def sold(run: StoredRun, channel: str, value: Any, currency: str = "EUR", **columns: Any) -> int:
    name = columns.pop("name", "Purchase")
    of = columns.pop("of", None)
    n = run.event(channel, name, **columns) if of is None else run.duplicate(channel, of, name, **columns)
    run.payload(n, {"event_name": name, "custom_data": {"value": value, "currency": currency}})
    return n


def found(run: StoredRun) -> dict[str, Problem]:
    return {problem.kind: problem for problem in handed(run).problems}


def test_without_faults_there_is_nothing_to_fix() -> None:
    run = StoredRun()
    first = run.event("browser", event_id="a")
    run.duplicate("server", first, event_id="a", action_source="app")
    assert handed(run).problems == []


def test_every_problem_says_how_much_it_is_about() -> None:
    told = {kind: problem.told for kind, problem in found(busy_run()).items()}
    assert told["refused"] == "The API would refuse 1 event. 2 lines could not be read as an event."
    assert told["lost"] == "2 actions never came from the server and 1 action never came from the browser."
    assert told["matching"].startswith("Purchase has an estimate of ")
    assert told["else"] == "2 findings by 1 rule."


def test_what_costs_most_comes_first_by_its_share() -> None:
    run = StoredRun()
    # Of 100 euros that count 10 count twice; of 1,000 yen 900 never came from the browser.
    first = sold(run, "browser", 90, event_id="a")
    second = sold(run, "server", 10, event_id="b")
    run.finding(second, "DUP001", 1, twin=first, confidence="high")
    sold(run, "server", 900, "JPY", event_id="c")
    both = sold(run, "browser", 100, "JPY", event_id="d")
    sold(run, "server", 100, "JPY", of=both, event_id="d")
    problems = handed(run).problems
    assert [problem.kind for problem in problems][:2] == ["lost", "twice"]
    assert problems[0].costs == (Cost("JPY", "Purchase", 1, Decimal(900), 0.9),)
    assert problems[1].costs == (Cost("EUR", "Purchase", 1, Decimal(10), 0.1),)
    assert [each.rule for each in problems[1].rules] == ["DUP001"]


def test_a_refusal_costs_what_no_other_copy_makes_good() -> None:
    run = StoredRun()
    sold(run, "server", 30, event_id="a")
    sold(run, "server", 10, event_id="b", verdict="rejected", worst=0)
    saved = sold(run, "server", 70, event_id="a", verdict="rejected", worst=0)
    run.finding(saved, "EVT003", 0)
    refused = found(run)["refused"]
    assert (refused.told, refused.events) == ("The API would refuse 2 events.", 2)
    assert refused.costs == (Cost("EUR", "Purchase", 1, Decimal(10), 0.25),)
    assert [each.rule for each in refused.rules] == ["EVT003"]


def test_a_rule_belongs_to_one_problem() -> None:
    run = busy_run()
    run.finding(1, "USR004", 1)
    run.finding(1, "CLK005", 3)
    run.finding(1, "COV002", 2)
    by_kind = {kind: [each.rule for each in problem.rules] for kind, problem in found(run).items()}
    assert by_kind["matching"] == ["USR004", "CLK005"]
    assert by_kind["lost"] == ["COV002"]
    assert by_kind["refused"] == ["REQ003"]
    assert by_kind["else"] == ["EVT099"]


def test_what_a_reused_id_takes_away_stands_before_advice() -> None:
    run = busy_run()
    first = run.event("browser", event_id="a")
    for _ in range(2):
        run.finding(run.duplicate("browser", first, event_id="a"), "DUP005", 1, twin=first, confidence="high")
    kinds = [problem.kind for problem in handed(run).problems]
    assert kinds.index("reused") < kinds.index("matching") < kinds.index("else")
    reused = found(run)["reused"]
    assert reused.told == "At least 2 actions are discarded as a copy of another one with the same ID."
    assert (reused.events, [each.rule for each in reused.rules]) == (2, ["DUP005"])
