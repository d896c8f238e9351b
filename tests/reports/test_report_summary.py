"""The summary counts right, holds nothing of the machine, and has its published shape."""

from __future__ import annotations

from collections import Counter
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from schema_check import assert_valid
from stored_run import NOON, StoredRun, busy_run

from simulator.errors import UsageError
from simulator.finding import Severity
from simulator.reports.json import report
from simulator.reports.summary import summarize, worst
from simulator.store import open_store


def names_of(run: StoredRun) -> dict[str, dict[str, Any]]:
    entries = summarize(run.store)["deduplication"]["event_names"]
    return {entry["event_name"]: entry for entry in entries}


def test_a_busy_run_has_the_published_shape() -> None:
    assert_valid(orjson.loads(report(summarize(busy_run().store))), "report.schema.json")


def test_an_empty_run_has_the_published_shape() -> None:
    summary = summarize(StoredRun().store)
    assert_valid(summary, "report.schema.json")
    assert summary["events"] == 0
    assert summary["findings"] == summary["match_quality"] == summary["money"] == []
    assert summary["deduplication"]["event_names"] == []
    assert worst(summary) is None


def test_a_store_without_runs_says_so() -> None:
    with open_store(":memory:") as store, pytest.raises(UsageError, match="no run"):
        summarize(store)


def test_verdicts_add_up() -> None:
    summary = summarize(busy_run().store)
    assert summary["verdicts"] == {"kept": 5, "duplicate": 3, "rejected": 1, "quarantined": 2}
    assert summary["events"] == 11


def test_a_pair_is_counted_once_however_many_copies_it_has() -> None:
    purchase = names_of(busy_run())["Purchase"]
    assert purchase == {
        "event_name": "Purchase",
        "browser": 2,
        "server": 3,
        "pairs": 1,
        "duplicates": 2,
        "browser_only": 1,
        "server_only": 1,
        "coverage": 50.0,
        "keys": {"event_id": 2, "external_id": 0, "fbp": 0},
    }


def test_refused_events_are_no_copies() -> None:
    run = StoredRun()
    run.event("server", verdict="rejected")
    assert names_of(run) == {}


def test_coverage_is_unknown_without_browser_events() -> None:
    run = StoredRun()
    run.event("server")
    assert names_of(run)["Purchase"]["coverage"] is None


def test_a_repeat_on_the_same_channel_is_no_pair() -> None:
    run = StoredRun()
    first = run.event("server")
    run.duplicate("server", first, survivor_rule="first-received")
    entry = names_of(run)["Purchase"]
    assert (entry["pairs"], entry["duplicates"], entry["server_only"]) == (0, 1, 1)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Purchase", "Lead", "购买"]),
            st.lists(st.sampled_from(["browser", "server"]), min_size=1, max_size=4),
        ),
        max_size=12,
    )
)
def test_counts_equal_those_of_the_groups_they_were_made_from(groups: list[tuple[str, list[str]]]) -> None:
    run = StoredRun()
    expected: dict[str, Counter[str]] = {}
    for name, channels in groups:
        survivor = run.event(channels[0], name)
        for channel in channels[1:]:
            run.duplicate(channel, survivor, name)
        count = expected.setdefault(name, Counter())
        count.update(channels)
        kinds = set(channels)
        count["pairs" if len(kinds) == 2 else f"{channels[0]}_only"] += 1
        count["duplicates"] += len(channels) - 1
    found = names_of(run)
    assert found.keys() == expected.keys()
    for name, entry in found.items():
        members = ("browser", "server", "pairs", "duplicates", "browser_only", "server_only")
        assert {member: entry[member] for member in members} == {member: expected[name][member] for member in members}


def test_findings_are_grouped_by_rule_the_worst_first_with_the_first_example() -> None:
    findings = summarize(busy_run().store)["findings"]
    assert [(finding["rule"], finding["severity"], finding["count"]) for finding in findings] == [
        ("REQ003", "rejected", 1),
        ("EVT099", "warning", 2),
    ]
    example = findings[1]["example"]
    assert (example["n"], example["origin"], example["path"]) == (2, "shop.jsonl:2", "$.custom_data")
    assert example["message"].startswith("[bold]not"), "the first of two on the same event"


def test_a_finding_about_the_run_as_a_whole_has_no_event() -> None:
    run = StoredRun()
    run.finding(0, "COV001", 2, path="$")
    summary = summarize(run.store)
    assert_valid(summary, "report.schema.json")
    assert (summary["findings"][0]["example"]["n"], summary["findings"][0]["example"]["origin"]) == (None, None)


def test_a_rule_of_another_catalog_keeps_its_code() -> None:
    run = StoredRun()
    run.finding(run.event("server"), "EVT000", 3)
    assert summarize(run.store)["findings"][0]["name"] == "EVT000"


@pytest.mark.parametrize(
    ("ranks", "expected"), [([3], Severity.NOTE), ([3, 1, 2], Severity.ERROR), ([2, 0], Severity.REJECTED)]
)
def test_worst_is_the_worst_of_all(ranks: list[int], expected: Severity) -> None:
    run = StoredRun()
    n = run.event("server")
    for code, rank in zip(("EVT001", "EVT002", "EVT003"), ranks, strict=False):
        run.finding(n, code, rank)
    assert worst(summarize(run.store)) is expected


def test_match_quality_is_of_accepted_web_events_of_the_server() -> None:
    run = StoredRun()
    web = run.event("server", present=0b1, valid=0b1)
    run.duplicate("server", web, present=0b1, valid=0b1)
    run.event("server", verdict="rejected", present=0b11, valid=0b11)
    run.event("server", action_source="physical_store", present=0b11, valid=0b11)
    run.event("browser", present=0b11, valid=0b11)
    (entry,) = summarize(run.store)["match_quality"]
    assert (entry["event_name"], entry["events"]) == ("Purchase", 2)
    estimate = entry["estimate"]
    assert 0 <= estimate["low"] < estimate["likely"] < estimate["high"] <= 10
    shares = {key["key"]: (key["coverage"], key["valid"]) for key in entry["keys"]}
    assert shares["em"] == (100, 100)
    assert all(share == (0, 0) for key, share in shares.items() if key != "em")
    assert entry["gains"]
    for gain in entry["gains"]:
        assert (gain["missing_share"], gain["key"] != "em") == (100, True)
        assert "Purchase" in gain["text"]


def test_the_machine_does_not_show() -> None:
    one, other = StoredRun(), StoredRun()
    other.store.connection.execute(
        "UPDATE runs SET started_at = ?, finished_at = ?, settings = json_set(settings, '$.workers', 9)",
        [NOON + 5000, NOON + 9000],
    )
    assert report(summarize(one.store)) == report(summarize(other.store))


def test_runs_do_not_mix() -> None:
    run = busy_run()
    before = summarize(run.store, 1)
    key = 2 * 2**32 + 1
    run.store.connection.execute(
        "INSERT INTO events (id, channel, event_name, source, line, present, valid, verdict)"
        " VALUES (?, 'server', 'Purchase', 0, 1, 0, 0, 'kept')",
        [key],
    )
    run.store.connection.execute(
        "INSERT INTO findings VALUES (?, 0, 'EVT001', 1, '$', 'x', NULL, NULL, 1, 'high')", [key]
    )
    assert summarize(run.store, 1) == before
