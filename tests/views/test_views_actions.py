"""Actions with their two copies, and which there are of each kind."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from stored_run import NOON, StoredRun, busy_run

from simulator import pipeline
from simulator.filtering import parse
from simulator.finding import Severity
from simulator.settings import Settings
from simulator.store import open_store
from simulator.views.action_kinds import Kind, count_actions, select_actions
from simulator.views.actions import actions

FIXTURES = Path(__file__).parents[2] / "fixtures"


def numbers(run: StoredRun, kind: Kind = Kind.ALL) -> list[int]:
    return list(chain.from_iterable(select_actions(run.store, 1, kind)))


def test_every_event_that_counts_or_was_refused_is_an_action() -> None:
    assert numbers(busy_run()) == [1, 4, 6, 7, 8, 9]


def test_a_pair_tells_its_copies_gap_and_worst_finding() -> None:
    run = busy_run()
    pair, late, alone, *_ = actions(run.store, 1, [1, 4, 6])
    assert (pair.n, pair.copies, pair.gap, pair.both_channels) == (1, 3, 1.5, True)
    assert pair.other is not None
    assert pair.other.n == 2, "the first of the two duplicates"
    assert (pair.worst, pair.rule) == (Severity.WARNING, "EVT099")
    browser, server = late.on("browser"), late.on("server")
    assert browser is not None
    assert server is not None
    assert (browser.n, server.n) == (4, 5)
    assert (alone.other, alone.copies, alone.gap, alone.worst, alone.on("server")) == (None, 1, None, None, None)


def test_a_repeat_on_one_channel_is_no_pair_of_channels() -> None:
    run = StoredRun()
    first = run.event("server")
    second = run.duplicate("server", first)
    (action,) = actions(run.store, 1, [first])
    assert action.other is not None
    assert action.other.n == second
    assert not action.both_channels
    assert action.on("browser") is None
    assert numbers(run, Kind.ONE_SIDED) == [first]


def test_of_many_copies_the_other_channel_s_is_shown() -> None:
    run = StoredRun()
    first = run.event("browser")
    run.duplicate("browser", first)
    other = run.duplicate("server", first)
    (action,) = actions(run.store, 1, [first])
    assert action.other is not None
    assert (action.other.n, action.copies) == (other, 3)


def test_mismatched_pairs_are_those_with_other_ids_or_with_findings_about_the_two() -> None:
    run = StoredRun()
    good = run.event("browser")
    run.duplicate("server", good)
    by_person = run.event("browser")
    run.duplicate("server", by_person, key="external_id")
    drifted = run.event("browser")
    copy = run.duplicate("server", drifted)
    run.finding(copy, "DUP006", 1, twin=drifted)
    alone = run.event("browser")
    run.finding(alone, "EVT001", 1)
    assert numbers(run, Kind.MISMATCHED) == [by_person, drifted]
    assert numbers(run, Kind.ONE_SIDED) == [alone]


def test_suspected_twins_have_one_line_and_both_sides() -> None:
    run = StoredRun()
    one = run.event("browser", received_at=NOON)
    other = run.event("server", received_at=NOON + 2.25)
    run.finding(other, "DUP001", 1, twin=one, confidence="high")
    assert numbers(run, Kind.SUSPICIOUS) == [other]
    seen, twin = actions(run.store, 1, [other, one])
    assert seen.suspected is not None
    assert twin.suspected is not None
    assert (seen.suspected.n, twin.suspected.n) == (one, other)
    assert seen.gap == twin.gap == 2.25
    assert seen.on("browser") == seen.suspected
    assert (twin.worst, twin.rule) == (Severity.ERROR, "DUP001"), "the finding lies on the other of the two"


def test_a_suspicion_against_a_duplicate_is_none_of_the_pairs() -> None:
    run = StoredRun()
    one = run.event("browser")
    copy = run.duplicate("server", one)
    third = run.event("server")
    run.finding(third, "DUP001", 1, twin=copy, confidence="low")
    assert numbers(run, Kind.SUSPICIOUS) == []


def test_pieces_begin_where_they_are_asked_to() -> None:
    run = StoredRun()
    for _ in range(5000):
        run.event("browser")
    pieces = list(select_actions(run.store, 1))
    assert [len(piece) for piece in pieces] == [2048, 2952]
    assert list(chain.from_iterable(select_actions(run.store, 1, start_after=4998))) == [4999, 5000]


def test_an_empty_run_and_unknown_numbers_have_none() -> None:
    assert numbers(StoredRun()) == []
    assert actions(busy_run().store, 1, [99]) == []


@pytest.mark.parametrize("scenario", ["three-copies", "missing-event-id", "different-event-ids", "poisoned-batch"])
def test_every_event_of_a_scenario_belongs_to_one_action(scenario: str) -> None:
    with open_store(":memory:") as store:
        run = pipeline.replay(store, [str(FIXTURES / scenario)], Settings(store=":memory:", workers=1))
        chosen = list(chain.from_iterable(select_actions(store, run)))
        counted = sum(action.copies for action in actions(store, run, chosen))
        assert counted == sum(count for verdict, count in store.totals(run).items() if verdict != "quarantined")


def test_a_filter_lets_an_action_through_by_any_of_its_copies() -> None:
    run = busy_run()
    run.event("server", "Lead", event_id="{brace}", verdict="kept")
    asked = {"verdict:duplicate": [1, 4], "name:Lead": [4, 10 + 2], "channel:server": [1, 4, 7, 8, 12], "n:3": [1]}
    asked |= {"id:order-1 & name:Lead": [], '"{brace}"': [12], "!channel:browser": [1, 4, 7, 8, 12]}
    for text, expected in asked.items():
        assert list(chain.from_iterable(select_actions(run.store, 1, Kind.ALL, parse(text)))) == expected, text
    assert list(chain.from_iterable(select_actions(run.store, 1, Kind.ONE_SIDED, parse("name:Lead")))) == [12]


@pytest.mark.parametrize("text", [None, "name:Lead", "verdict:duplicate", "!channel:browser"])
def test_counts_are_those_of_what_is_selected(text: str | None) -> None:
    run = busy_run()
    run.finding(7, "DUP001", 1, twin=6, confidence="high")
    where = parse(text) if text else None
    selected = {kind: sum(map(len, select_actions(run.store, 1, kind, where))) for kind in Kind}
    assert count_actions(run.store, 1, where) == selected
