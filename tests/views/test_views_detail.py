"""One event in full, and the sentence that says why."""

from __future__ import annotations

import pytest
from stored_run import NOON, StoredRun, busy_run

from simulator.errors import UsageError
from simulator.store import event_key
from simulator.store.rows import event_span
from simulator.views.detail import detail


def why(run: StoredRun, n: int) -> str:
    return detail(run.store, 1, n).why


def test_the_copies_know_each_other() -> None:
    run = busy_run()
    assert detail(run.store, 1, 1).copies == (2, 3)
    assert detail(run.store, 1, 3).copies == (1, 2)
    assert detail(run.store, 1, 6).copies == ()
    assert detail(run.store, 1, 2).twins == (1, 3)


def test_why_a_duplicate_is_one() -> None:
    run = busy_run()
    same = "same event name and event_id; both came within 5 minutes, so the browser's copy counts"
    assert why(run, 2) == f"Second copy, 1.5 s after #1; {same}."
    assert why(run, 3) == f"Third copy, 40 s after #1; {same}."
    assert why(run, 5) == f"First copy, 30 s before #4; {same}, although it came second."


def test_why_an_event_counts() -> None:
    run = busy_run()
    same = "same event name and event_id; both came within 5 minutes, so the browser's copy counts"
    assert why(run, 1) == f"Counts; the server's copy #2 came 1.5 s after it and 1 more copy; {same}."
    assert why(run, 4) == f"Counts; the server's copy #5 came 30 s before it; {same}, although it came second."
    assert why(run, 6) == "Counts; no other copy came."
    assert why(run, 9) == "Counts; it has no event_id, and no other copy was recognised."
    run.store.connection.execute("UPDATE runs SET state = 'running'")
    assert why(run, 6) == "Counts; no other copy came so far."
    chat = run.event("server", event_id="m-1", action_source="business_messaging")
    assert why(run, chat) == "Counts; Meta never deduplicates business messaging."
    nameless = run.event("server", None, event_id="m-2")
    assert why(run, nameless) == "Counts; without an event name it is compared with no other."


def test_why_an_event_is_refused() -> None:
    run = busy_run()
    assert why(run, 8) == "Refused with its request: is refused with its request."
    run.finding(8, "EVT013", 0, "The event is too old.", "$.event_time")
    assert why(run, 8) == "Refused by EVT013: The event is too old."
    run.finding(8, "CUS001", 0, "No value.", "$.custom_data")
    assert why(run, 8) == "Refused by EVT013 (one more such finding): The event is too old."
    run.finding(8, "CUS002", 0, "No currency.", "$.custom_data")
    run.finding(8, "CUS002", 2, "A warning refuses nothing.", "$.custom_data")
    assert "(2 more such findings)" in why(run, 8)
    assert why(run, run.event("server", verdict="rejected")) == "Refused, as the API would refuse it."


def test_why_a_line_is_no_event() -> None:
    run = busy_run()
    run.finding(10, "REQ001", 1, "the line is \x1b[31mno JSON", "$")
    found = detail(run.store, 1, 10)
    assert found.why == "Not an event: the line is \\x1b[31mno JSON."
    assert (found.payload, found.excerpt, found.line.channel) == (None, '{"…"', None)
    assert why(run, 11) == "Not an event: no event could be read."


def test_suspected_ones_are_named_from_both_sides() -> None:
    run = busy_run()
    run.finding(7, "DUP001", 1, "one action, two ids", "$.event_id", twin=6, confidence="high")
    run.finding(9, "DUP031", 3, "two that differ, nothing supposed", "$.event_id", twin=6)
    assert (detail(run.store, 1, 6).suspected, detail(run.store, 1, 7).suspected) == ((7,), (6,))
    assert detail(run.store, 1, 9).suspected == ()
    assert why(run, 6) == "Counts; no copy was recognised, but #7 looks like the same action."


def test_payload_request_and_findings_are_those_of_the_event() -> None:
    run = busy_run()
    run.payload(2, {"event_name": "Purchase", "custom_data": {"value": 1}})
    connection = run.store.connection
    connection.execute(
        "INSERT INTO requests VALUES (?, 'graph', ?, ?)", [event_key(1, 1), '{"partner_agent":"x_1"}', b"data=\xff"]
    )
    connection.execute("UPDATE events SET request = ? WHERE id = ?", [event_key(1, 1), event_key(1, 2)])
    found = detail(run.store, 1, 2)
    assert found.payload == {"event_name": "Purchase", "custom_data": {"value": 1}}
    assert found.request == ("graph", {"partner_agent": "x_1"}, "data=\ufffd")
    assert [finding.rule for finding in found.findings] == ["EVT099", "EVT099"]
    assert found.origin == "shop.jsonl:2"
    assert detail(run.store, 1, 1).request is None


def test_every_fallback_key_has_its_words() -> None:
    run = StoredRun()
    first = run.event("browser", event_id=None)
    run.duplicate("server", first, key="fbp", survivor_rule="browser-first", received_at=NOON + 3, after_seconds=2.0)
    assert why(run, 2) == (
        "Second copy, 2 s after #1; no event_id to compare, but the same event name and fbp; the browser's copy came "
        "first and the server's followed, so the browser's counts."
    )


def test_a_survivor_that_is_gone_leaves_a_sentence() -> None:
    run = StoredRun()
    n = run.duplicate("server", 99)
    assert why(run, n) == "A copy of #99, which counts."


@pytest.mark.parametrize("n", [0, 12, 2**32])
def test_an_event_that_is_not_there(n: int) -> None:
    with pytest.raises(UsageError, match=f"run 1 holds no event #{n}"):
        detail(busy_run().store, 1, n)


def test_one_event_is_found_without_reading_the_run() -> None:
    run = busy_run()
    run.finding(7, "DUP001", 1, "one action, two ids", "$.event_id", twin=6, confidence="high")
    asked: list[str] = []
    run.store.connection.set_trace_callback(asked.append)
    detail(run.store, 1, 1)
    detail(run.store, 1, 6)
    run.store.connection.set_trace_callback(None)
    assert len(asked) > 10
    end_of_run = str(event_span(1)[1])
    for statement in asked:
        plan = [step for *_, step in run.store.connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        assert not [step for step in plan if step.startswith("SCAN") and "(subquery" not in step], statement
        if end_of_run in statement:
            # The range of the whole run may narrow an index, and nothing else.
            assert [step for step in plan if "duplicate_of=?" in step or "twin=?" in step], statement
