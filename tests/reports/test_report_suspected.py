"""Suspected pairs: which there are, in what order, and how they are told."""

from __future__ import annotations

from typing import Any

import pytest
from schema_check import assert_valid
from stored_run import NOON, StoredRun

from simulator.reports.summary import summarize
from simulator.reports.suspected import count_suspected, suspected


def two(
    run: StoredRun,
    one: str | None,
    other: str | None,
    channels: tuple[str, str] = ("browser", "server"),
    **columns: Any,
) -> tuple[int, int]:
    """Two events that count, with those ids; their numbers."""
    first = run.event(channels[0], event_id=one)
    return first, run.event(channels[1], event_id=other, **columns)


def found(run: StoredRun, limit: int = 9, of: int | None = None) -> list[tuple[str, str, int, int]]:
    told = suspected(run.store, 1, limit, of=of)
    return [(each.rule, each.confidence, each.first.n, each.second.n) for each in told]


def test_a_finding_with_a_twin_and_a_confidence_makes_one() -> None:
    run = StoredRun()
    first, second = two(run, "a-1", "b-1")
    run.finding(second, "DUP001", 1, twin=first, confidence="high")
    (each,) = suspected(run.store, 1, 9)
    assert (each.first.channel, each.second.channel) == ("browser", "server")
    assert (each.after_seconds, each.names) == (1.0, ("Purchase", "Purchase"))
    assert count_suspected(run.store, 1) == 1


@pytest.mark.parametrize(
    ("twin", "confidence", "verdict"),
    [
        (None, "high", "kept"),
        (1, None, "kept"),
        (1, "high", "rejected"),
        (1, "high", "duplicate"),
        (99, "high", "kept"),
    ],
)
def test_anything_else_makes_none(twin: int | None, confidence: str | None, verdict: str) -> None:
    run = StoredRun()
    _, second = two(run, "a-1", "b-1", verdict=verdict)
    run.finding(second, "DUP001", 1, twin=twin, confidence=confidence)
    assert (found(run), count_suspected(run.store, 1)) == ([], 0)


def test_several_findings_about_two_are_one_pair_told_by_the_worst() -> None:
    run = StoredRun()
    first, second = two(run, "a-1", "b-1")
    run.finding(second, "DUP019", 3, twin=first, confidence="low")
    run.finding(first, "DUP001", 1, twin=second, confidence="high")
    assert found(run) == [("DUP001", "high", first, second)]
    assert count_suspected(run.store, 1) == 1


def test_the_first_of_every_rule_comes_before_a_second() -> None:
    run = StoredRun()
    for rule, severity, confidence in (("DUP001", 2, "medium"), ("DUP001", 1, "high"), ("DUP003", 3, "low")):
        first, second = two(run, "a-1", "b-1")
        run.finding(second, rule, severity, twin=first, confidence=confidence)
    assert found(run) == [("DUP001", "high", 3, 4), ("DUP003", "low", 5, 6), ("DUP001", "medium", 1, 2)]
    assert found(run, 1) == [("DUP001", "high", 3, 4)]
    assert found(run, 0) == []
    assert found(run, of=5) == [("DUP003", "low", 5, 6)]
    assert found(run, of=7) == []
    assert count_suspected(run.store, 1) == 3


@pytest.mark.parametrize(
    ("one", "other", "channels", "names", "sentence"),
    [
        ("A-1", "a-1", ("browser", "server"), "Purchase", "the ids differ only in upper and lower case"),
        ("a-1", "web-a-1", ("browser", "server"), "Purchase", 'the server\'s id has the prefix "web-"'),
        ("a-1", "a-19", ("server", "server"), "Purchase", 'the second id has the suffix "9"'),
        (None, "b-1", ("browser", "server"), "Purchase", "of the two ids only the server's is there"),
        ("b-1", None, ("browser", "server"), "Purchase", "of the two ids only the browser's is there"),
        (None, None, ("browser", "server"), "Purchase", "neither has an event_id"),
        ("a-1", "a-1", ("browser", "server"), "purchase", "the event names differ; the two ids are the same"),
    ],
)
def test_how_they_part(
    one: str | None, other: str | None, channels: tuple[str, str], names: str, sentence: str
) -> None:
    run = StoredRun()
    first, second = two(run, one, other, channels, event_name=names)
    run.finding(second, "DUP001", 1, twin=first, confidence="high")
    assert suspected(run.store, 1, 1)[0].parting == sentence


def test_the_order_id_of_either_explains_an_id() -> None:
    run = StoredRun()
    first, second = two(run, "order-A-1001", "eid.4711")
    run.payload(first, {"custom_data": "not an object"})
    run.payload(second, {"custom_data": {"order_id": "A-1001"}})
    run.finding(second, "DUP001", 1, twin=first, confidence="high")
    assert suspected(run.store, 1, 1)[0].parting == "the browser's id contains the order id and the other does not"


def test_the_browsers_copy_is_first_else_the_one_received_first() -> None:
    run = StoredRun()
    first, second = two(run, "a", "b", ("server", "browser"))
    run.finding(second, "DUP001", 1, twin=first, confidence="high")
    later, sooner = two(run, "a", "b", ("server", "server"), received_at=NOON)
    run.finding(later, "DUP003", 1, twin=sooner, confidence="high")
    assert [(each.first.n, each.second.n) for each in suspected(run.store, 1, 9)] == [(2, 1), (4, 3)]


def test_without_a_receipt_the_event_times_tell_the_gap() -> None:
    run = StoredRun()
    first, second = two(run, "a", "b", received_at=None, event_time=NOON + 31)
    run.finding(second, "DUP001", 1, twin=first, confidence="high")
    assert suspected(run.store, 1, 1)[0].after_seconds == 30
    run.store.connection.execute("UPDATE events SET event_time = NULL, received_at = NULL")
    assert suspected(run.store, 1, 1)[0].after_seconds is None


def test_the_document_tells_how_many_and_shows_up_to_twenty() -> None:
    run = StoredRun()
    for _ in range(25):
        first, second = two(run, "A-1", "a-1")
        run.finding(second, "DUP001", 1, twin=first, confidence="medium")
    summary = summarize(run.store)
    assert_valid(summary, "report.schema.json")
    told = summary["deduplication"]["suspected"]
    assert (told["count"], len(told["examples"])) == (25, 20)
    assert told["examples"][0] == {
        "rule": "DUP001",
        "severity": "error",
        "confidence": "medium",
        "first": {"n": 1, "channel": "browser", "event_name": "Purchase", "event_id": "A-1"},
        "second": {"n": 2, "channel": "server", "event_name": "Purchase", "event_id": "a-1"},
        "after_seconds": 1.0,
        "parting": "the ids differ only in upper and lower case",
    }
    example = summary["findings"][0]["example"]
    assert (example["twin"], example["confidence"]) == (1, "medium")
