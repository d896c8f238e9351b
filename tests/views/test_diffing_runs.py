"""Runs and reports compared: events, pairs, and the same numbers from either."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored_run import StoredRun, busy_run

from simulator.errors import UsageError
from simulator.finding import Severity
from simulator.reports.json import report
from simulator.reports.summary import summarize
from simulator.views.diffing import Worse, diff, of_document, of_run
from simulator.views.diffing.pairs import PairChanges, _both, pair_changes

ERROR = Severity.ERROR


def paired(*ids: str | None) -> StoredRun:
    """A run with a pair for each id."""
    run = StoredRun()
    for each in ids:
        run.duplicate("server", run.event("browser", event_id=each), event_id=each)
    return run


def changes(before: StoredRun, after: StoredRun) -> PairChanges:
    return pair_changes((before.store, 1), (after.store, 1))


def test_a_pair_whose_copies_are_apart_broke() -> None:
    after = paired("a")
    after.event("browser", event_id="b")
    after.event("server", event_id="b")
    assert changes(paired("a", "b"), after) == PairChanges([("Purchase", "b")], [], 1, 0)
    assert changes(after, paired("a", "b")) == PairChanges([], [("Purchase", "b")], 0, 1)


def test_a_pair_that_lost_one_copy_broke_and_one_that_is_gone_did_not() -> None:
    after = StoredRun()
    after.event("browser", event_id="b")
    assert changes(paired("a", "b", None), after).broken == [("Purchase", "b")]


def test_which_copy_counts_makes_no_difference() -> None:
    after = StoredRun()
    after.duplicate("browser", after.event("server", event_id="a"), event_id="a")
    assert changes(paired("a"), after) == PairChanges([], [], 0, 0)
    found = diff(of_run(paired("a").store, 1, "a"), of_run(after.store, 1, "b"), ERROR)
    assert found.events is not None
    assert found.events.changed_count == 2
    assert found.worse == ()


def test_a_repeat_on_one_channel_is_no_pair() -> None:
    before = StoredRun()
    before.duplicate("browser", before.event("browser", event_id="a"), event_id="a")
    after = StoredRun()
    after.event("browser", event_id="a")
    assert changes(before, after) == PairChanges([], [], 0, 0)


def test_pairs_without_an_id_of_their_own_are_found_by_that_of_their_copy() -> None:
    before, after = StoredRun(), StoredRun()
    before.duplicate("server", before.event("browser", event_id="a"), event_id=None, key="fbp")
    after.event("browser", event_id="a")
    after.event("server", event_id=None)
    assert changes(before, after).broken == [("Purchase", "a")]


KEYS = st.dictionaries(
    st.tuples(st.sampled_from(["A", "é", "😀", "ﬀ"]), st.text(max_size=2)), st.booleans(), max_size=8
)


@given(KEYS, KEYS)
def test_merging_finds_what_is_on_both_sides(one: dict[Any, bool], two: dict[Any, bool]) -> None:
    merged = list(_both(iter(sorted(one.items())), iter(sorted(two.items()))))
    assert merged == [(key, one[key], two[key]) for key in sorted(one.keys() & two.keys())]


def test_an_event_that_is_refused_now_is_worse() -> None:
    before, after = paired("a"), StoredRun()
    after.event("browser", event_id="a")
    after.event("server", event_id="a", verdict="rejected")
    found = diff(of_run(before.store, 1, "a"), of_run(after.store, 1, "b"), ERROR)
    assert Worse("verdict", "duplicate → rejected", None, 1) in found.worse
    assert Worse("pairs", None, None, 1) in found.worse
    back = diff(of_run(after.store, 1, "b"), of_run(before.store, 1, "a"), ERROR)
    assert back.worse == ()


def test_a_run_and_its_report_hold_the_same_numbers() -> None:
    run = busy_run()
    document = orjson.loads(report(summarize(run.store)))
    assert of_document(document, "x").standing == of_run(run.store, 1, "x").standing
    found = diff(of_document(document, "x"), of_run(run.store, 1, "y"), ERROR)
    assert (found.events, found.pairs, found.worse) == (None, None, ())


@pytest.mark.parametrize("member", ["run", "events", "verdicts", "findings", "deduplication", "match_quality"])
def test_half_a_report_is_refused_without_its_values(member: str) -> None:
    document = summarize(busy_run().store)
    for broken in ({key: value for key, value in document.items() if key != member}, document | {member: "order-1"}):
        with pytest.raises(UsageError, match="no whole report") as caught:
            of_document(broken, "x.json")
        assert "order-1" not in str(caught.value)


def test_another_document_is_no_report() -> None:
    with pytest.raises(UsageError, match="is no report of capisim"):
        of_document(json.loads('{"schema": "https://capisim.dev/schemas/gate.schema.json"}'), "x")
