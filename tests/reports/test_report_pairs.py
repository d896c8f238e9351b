"""Pairs: which two copies, and the sentence that says why."""

from __future__ import annotations

import pytest
from stored_run import NOON, StoredRun, busy_run

from simulator.reports.pairs import pairs
from simulator.views.copies import Copy, Pair
from simulator.views.why import why_pair


def pair(
    counts: str, other: str, rule: str, key: str = "event_id", counts_first: bool = True, event_id: str | None = "x"
) -> Pair:
    early, late = (1, NOON), (2, NOON + 30)
    mine, theirs = (early, late) if counts_first else (late, early)
    survivor = Copy(mine[0], counts, "a.jsonl:1", "x", mine[1])
    return Pair("Purchase", survivor, Copy(theirs[0], other, "a.jsonl:2", event_id, theirs[1]), key, 30.0, rule)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            pair("browser", "server", "browser-within-5-minutes"),
            "Same event name and event_id: both came within 5 minutes, so the browser's copy counts.",
        ),
        (
            pair("browser", "server", "browser-within-5-minutes", counts_first=False),
            (
                "Same event name and event_id: both came within 5 minutes, so the browser's copy counts, although it "
                "came second."
            ),
        ),
        (
            pair("server", "browser", "first-received"),
            "Same event name and event_id: the server's copy came first, so it counts.",
        ),
        (
            pair("server", "server", "first-received"),
            "Same event name and event_id: a repeat on the server channel, and the first one counts.",
        ),
        (
            pair("browser", "browser", "browser-within-5-minutes", counts_first=False),
            "Same event name and event_id: a repeat on the browser channel, and the copy that counts is another.",
        ),
        (
            pair("browser", "server", "browser-first", "fbp", event_id=None),
            (
                "No event_id to compare, but the same event name and fbp: the browser's copy came first and the "
                "server's followed, so the browser's counts."
            ),
        ),
        (
            pair("browser", "server", "browser-first", "external_id"),
            (
                "The ids differ, but the same event name and external_id: the browser's copy came first and the "
                "server's followed, so the browser's counts."
            ),
        ),
        (
            pair("server", "server", "offline-first-received", "order_id"),
            "The same offline sale: same order_id: a repeat on the server channel, and the first one counts.",
        ),
    ],
)
def test_why_is_one_sentence_for_every_rule(given: Pair, sentence: str) -> None:
    assert why_pair(given) == sentence


def test_equal_times_are_ordered_by_number() -> None:
    early, late = Copy(1, "browser", "a:1", None, NOON), Copy(2, "server", "a:2", None, NOON)
    assert not Pair("Lead", early, late, "fbp", 0.0, "browser-first").survivor_came_second
    assert Pair("Lead", late, early, "fbp", 0.0, "browser-first").survivor_came_second
    unknown = late._replace(received_at=None)
    assert Pair("Lead", unknown, early, "fbp", 0.0, "browser-first").survivor_came_second


def test_pairs_name_both_copies() -> None:
    first = next(iter(pairs(busy_run().store, 1, 8)))
    assert first.counts == Copy(1, "browser", "shop.jsonl:1", "order-1", NOON)
    assert first.duplicate == Copy(2, "server", "shop.jsonl:2", "order-1", NOON + 1.5)
    assert (first.event_name, first.key, first.after_seconds) == ("Purchase", "event_id", 1.5)


def test_every_kind_comes_before_a_second_of_the_same_kind() -> None:
    run = StoredRun()
    for _ in range(5):
        run.duplicate("server", run.event("browser"))
    run.duplicate("server", run.event("browser"), key="fbp", survivor_rule="browser-first")
    run.duplicate("server", run.event("browser", "Lead"), "Lead")
    shown = list(pairs(run.store, 1, 3))
    assert [(pair.event_name, pair.key) for pair in shown] == [
        ("Purchase", "event_id"),
        ("Purchase", "fbp"),
        ("Lead", "event_id"),
    ]
    assert len(list(pairs(run.store, 1, 4))) == 4
    assert [pair.duplicate.n for pair in pairs(run.store, 1, 100)] == [2, 4, 6, 8, 10, 12, 14]
