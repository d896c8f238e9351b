"""JUnit of a run and of a gate: what fails, what is skipped, and any text in it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junit_form import read, violations
from stored_run import StoredRun, busy_run

from simulator.checks.catalog import catalog
from simulator.finding import Severity
from simulator.junit import Case, Problem, document
from simulator.reports.junit import MOST, of_gate, of_run
from simulator.settings import Gate, Settings
from simulator.views.gating import judge


def suite(text: bytes) -> ET.Element:
    root = read(text)
    assert violations(root) == []
    return root[0]


def named(element: ET.Element, kind: str) -> dict[str, ET.Element]:
    """The problems of a kind, by the first word of their test case."""
    cases = element.iter("testcase")
    return {case.get("name", "").split()[0]: case[0] for case in cases if len(case) and case[0].tag == kind}


def test_a_rule_fails_at_the_limit_and_not_below() -> None:
    run = busy_run()
    strict = suite(of_run(run.store, 1, Severity.WARNING))
    assert sorted(named(strict, "failure")) == ["EVT099", "REQ003"]
    assert (strict.get("failures"), strict.get("errors")) == ("2", "0")
    mild = suite(of_run(run.store, 1, Severity.ERROR))
    assert sorted(named(mild, "failure")) == ["REQ003"]
    assert "warning: EVT099, 2 findings" in (mild.findtext("system-out") or "")
    assert {case.get("name", "").split()[0] for case in mild.iter("testcase")} == {"complete", *catalog()}


def test_a_failure_tells_where_what_and_how_to_mend_it() -> None:
    run = StoredRun()
    for _ in range(MOST + 3):
        run.finding(run.event("server", event_id="order-1"), "USR001", 1, "The value is no hash.")
    failure = named(suite(of_run(run.store, 1, Severity.ERROR)), "failure")["USR001"]
    assert failure.get("message") == f"error: {MOST + 3} findings"
    text = failure.text or ""
    assert text.startswith("shop.jsonl:1: The value is no hash.\n  at event #1, Purchase, server, $.user_data.em\n")
    assert "expected a SHA-256 hash\n  found j…@… (16 characters)" in text
    assert f"shop.jsonl:{MOST}:" in text
    assert f"shop.jsonl:{MOST + 1}:" not in text
    assert "and 3 more" in text
    assert catalog()["USR001"].source in text


def test_what_is_left_out_is_skipped_and_what_was_broken_off_is_an_error() -> None:
    run = StoredRun(rules={"select": ["EVT"], "ignore": ["EVT013"]}, suspicion={"enabled": False})
    run.event("server")
    run.store.connection.execute("UPDATE runs SET state = 'interrupted'")
    told = suite(of_run(run.store, 1, Severity.ERROR))
    skipped = named(told, "skipped")
    assert {"EVT013", "DUP001", "USR001"} <= skipped.keys()
    assert "EVT003" not in skipped
    assert told.get("skipped") == str(len(skipped))
    assert list(named(told, "error")) == ["complete"]


def test_a_gate_has_a_case_for_each_condition() -> None:
    run = busy_run()
    gate = Gate(min_events=100, must_see=("Purchase", "Evil\x00[b]:server"))
    result = judge(run.store, 1, gate, Settings())
    told = suite(of_gate(result))
    assert len(list(told.iter("testcase"))) == len(result.conditions)
    assert told.get("failures") == str(result.failed)
    failure = named(told, "failure")["min_events"]
    assert failure.get("message") == "11 events, at least 100 events"


@pytest.mark.parametrize("kind", ["failure", "error", "skipped"])
@given(st.text())
def test_any_text_makes_a_document_that_can_be_read(kind: str, text: str) -> None:
    problem = Problem(kind, text, text, text)  # type: ignore[arg-type]
    assert suite(document(text, [Case(text, text, problem), Case(text, text)], text)).get("tests") == "2"


def test_hostile_events_stay_text() -> None:
    run = StoredRun(source="a\x00\x1b]]>.jsonl")
    for text in ("\x00\x1b[31m\x85\u2028", "]]><!--<script>&amp;", "\ufffe\ufeff\x0b"):
        run.finding(run.event("server", text, event_id=text), "EVT099", 1, text, text)
    failure = named(suite(of_run(run.store, 1, Severity.ERROR)), "failure")["EVT099"]
    assert "a\\x00\\x1b]]>.jsonl:2: ]]><!--<script>&amp;" in (failure.text or "")


def test_nobody_is_named() -> None:
    run = StoredRun()
    run.finding(run.event("server", "Bought by ana@example.com", event_id="ana@example.com"), "EVT099", 1)
    assert b"ana@" not in of_run(run.store, 1, Severity.ERROR)
