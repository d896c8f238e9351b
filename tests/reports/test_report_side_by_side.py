"""Two payloads side by side: which rows there are, what was lost, and which pairs are chosen."""

from __future__ import annotations

from typing import Any

import pytest
from schema_check import assert_valid
from stored_run import NOON, StoredRun

from simulator.reports.pairs import choose, pairs_found_fault_with, pairs_of_event
from simulator.reports.side_by_side import lost, put_side_by_side
from simulator.reports.summary import summarize
from simulator.store import Store
from simulator.views.copies import Copy, Pair

HASH = "a" * 64
BROWSER: dict[str, Any] = {
    "event_name": "Purchase",
    "event_time": NOON,
    "event_id": "order-1",
    "user_data": {"fbp": "fb.1.1.2", "fbc": "fb.1.1.x"},
    "custom_data": {"value": 24.0, "currency": "EUR"},
}
SERVER: dict[str, Any] = {
    **BROWSER,
    "action_source": "website",
    "user_data": {"fbp": "fb.1.1.2", "em": [HASH], "ph": [HASH], "client_ip_address": "198.51.100.7"},
    "custom_data": {"value": 29, "currency": "eur", "order_id": "A-1001"},
}


def test_rows_are_what_differs_or_one_copy_alone_has_in_metas_order() -> None:
    sides = put_side_by_side(BROWSER, SERVER)
    assert [(row.section, row.name, row.kind) for row in sides.rows] == [
        ("", "action_source", "second-only"),
        ("user_data", "em", "second-only"),
        ("user_data", "ph", "second-only"),
        ("user_data", "client_ip_address", "second-only"),
        ("user_data", "fbc", "first-only"),
        ("custom_data", "value", "differs"),
        ("custom_data", "order_id", "second-only"),
    ]
    assert sides.alike == 5, "event_name, event_time, event_id, fbp, currency"


def test_everything_gives_a_row_to_what_is_alike() -> None:
    whole = put_side_by_side(BROWSER, SERVER, everything=True)
    assert len(whole.rows) == 12
    assert [row.name for row in whole.rows if row.kind == "same"] == [
        "event_name",
        "event_time",
        "event_id",
        "fbp",
        "currency",
    ]


def test_a_harmless_spelling_is_alike_and_both_are_shown_as_they_were_sent() -> None:
    mixed = "aAaA" + "a" * 56 + "AAaa"
    one, other = ({"user_data": {"em": text}} for text in (mixed, mixed.replace("aaaa", "aAaA", 1)))
    (row,) = put_side_by_side(one, other, everything=True).rows
    assert (row.kind, row.first) == ("same", row.second)
    assert put_side_by_side(one, other) == ((), 1)


def test_two_equal_payloads_have_no_rows() -> None:
    assert put_side_by_side(BROWSER, BROWSER) == ((), 7)


def pair(counts: str, other: str) -> Pair:
    one, two = (Copy(n, channel, f"a.jsonl:{n}", "x", NOON + n) for n, channel in ((1, counts), (2, other)))
    return Pair("Purchase", one, two, "event_id", 1.0, "first-received")


@pytest.mark.parametrize(
    ("counts", "other", "payloads", "sentence"),
    [
        (
            "browser",
            "server",
            (BROWSER, SERVER),
            (
                "The server's copy does not count, and it alone had em, ph and order_id. "
                "Meta does not say whether it keeps them."
            ),
        ),
        (
            "server",
            "browser",
            (SERVER, BROWSER),
            "The browser's copy does not count, and it alone had fbc. Meta does not say whether it keeps them.",
        ),
        (
            "server",
            "server",
            (BROWSER, {**BROWSER, "user_data": {**BROWSER["user_data"], "client_ip_address": "198.51.100.7"}}),
            "#2 does not count, and it alone had client_ip_address. Meta does not say whether it keeps them.",
        ),
        ("browser", "server", (SERVER, {**SERVER, "action_source": "website"}), ""),
        ("browser", "server", (BROWSER, {**BROWSER, "action_source": "website"}), ""),
        (
            "server",
            "browser",
            ({}, {"custom_data": {f"own_{n}": 1 for n in range(12)}}),
            (
                "The browser's copy does not count, and it alone had own_0, own_1, own_10, own_11, own_2, own_3, own_4 "
                "and 5 more. Meta does not say whether it keeps them."
            ),
        ),
    ],
)
def test_what_was_lost(counts: str, other: str, payloads: tuple[Any, Any], sentence: str) -> None:
    assert lost(pair(counts, other), put_side_by_side(*payloads)) == sentence


def run_of_pairs(*changes: dict[str, Any], finding: dict[int, tuple[str, int]] | None = None) -> StoredRun:
    """One pair for each change of the server's payload; findings by the place of the pair, from 0."""
    run = StoredRun()
    for index, change in enumerate(changes):
        first = run.event("browser")
        second = run.duplicate("server", first)
        run.payload(first, BROWSER)
        run.payload(second, BROWSER | change)
        if finding and index in finding:
            run.finding(second, *finding[index], twin=first)
    return run


def chosen(run: StoredRun, limit: int) -> list[int]:
    return [shown.pair.counts.n for shown in choose(run.store, 1, limit)]


def test_pairs_with_findings_come_first_the_first_of_every_rule_before_a_second() -> None:
    found = {1: ("DUP019", 3), 2: ("DUP019", 3), 3: ("DUP012", 2)}
    run = run_of_pairs({}, {}, {}, {}, {}, finding=found)
    assert [pair.counts.n for pair in pairs_found_fault_with(run.store, 1, 9)] == [7, 3, 5]
    assert chosen(run, 2) == [7, 3]
    assert chosen(run, 9) == [7, 3, 5, 1, 9]
    assert chosen(run, 0) == []
    assert [shown.findings for shown in choose(run.store, 1, 4)] == [("DUP012",), ("DUP019",), ("DUP019",), ()]


def test_then_those_that_differ_each_kind_before_a_second_of_it() -> None:
    value = {"custom_data": {"value": 1, "currency": "EUR"}}
    run = run_of_pairs({}, value, value, {"opt_out": True}, {"event_time": NOON + 2})
    assert chosen(run, 2) == [3, 7]
    assert chosen(run, 3) == [3, 7, 5]
    assert [shown.worth_seeing for shown in choose(run.store, 1, 9)] == [True, True, True, False, False]


def test_a_finding_on_the_copy_that_counts_is_about_the_pair_too() -> None:
    run = run_of_pairs({}, {})
    run.finding(3, "DUP012", 2, twin=4)
    assert chosen(run, 1) == [3]


def test_a_finding_about_two_duplicates_is_about_no_pair() -> None:
    run = run_of_pairs({})
    third = run.duplicate("server", 1)
    run.finding(third, "DUP004", 3, twin=2, confidence="high")
    assert list(pairs_found_fault_with(run.store, 1, 9)) == []


@pytest.mark.parametrize(("n", "expected"), [(1, [2, 3]), (2, [2]), (3, [3]), (4, []), (9, [])])
def test_the_pairs_of_one_event(n: int, expected: list[int]) -> None:
    run = run_of_pairs({})
    run.payload(run.duplicate("server", 1), BROWSER)
    run.event("server")
    assert [shown.pair.duplicate.n for shown in pairs_of_event(run.store, 1, n, 9)] == expected
    assert len(pairs_of_event(run.store, 1, 1, 1)) == 1


def test_the_document_holds_as_many_pairs_as_asked_for_and_how_many_there_are() -> None:
    run = run_of_pairs({}, SERVER, {})
    summary = summarize(run.store, 1, 2)
    assert_valid(summary, "report.schema.json")
    told = summary["deduplication"]["pairs"]
    assert (told["count"], [each["counted"] for each in told["examples"]]) == (3, [3, 1])
    assert told["examples"][0] == {
        "event_name": "Purchase",
        "counted": 3,
        "other": 4,
        "channels": {"counted": "browser", "other": "server"},
        "key": "event_id",
        "after_seconds": 1.5,
        "survivor_rule": "browser-within-5-minutes",
        "differs": [{"path": "$.custom_data.value", "counted": "24.0", "other": "29"}],
        "only_counted": ["$.user_data.fbc"],
        "only_other": [
            "$.action_source",
            "$.user_data.em",
            "$.user_data.ph",
            "$.user_data.client_ip_address",
            "$.custom_data.order_id",
        ],
    }
    assert summarize(run.store, 1, 0)["deduplication"]["pairs"] == {"count": 3, "examples": []}


def test_only_a_fixed_number_of_payloads_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of_pairs(*[{}] * 60)
    loaded: list[int] = []
    payload = Store.payload

    def counted(self: Store, number: int, n: int) -> dict[str, Any] | None:
        loaded.append(n)
        return payload(self, number, n)

    monkeypatch.setattr(Store, "payload", counted)
    assert len(choose(run.store, 1, 2)) == 2
    assert len(loaded) <= 2 * (4 * 2 + 16)
