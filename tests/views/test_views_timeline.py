"""The timeline: every event in one stretch, and a wrong clock that hides nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored_run import NOON, StoredRun, busy_run

from simulator.finding import Severity
from simulator.views.timeline import timeline


def test_stretches_are_equal_and_hold_every_event() -> None:
    run = busy_run()
    buckets = timeline(run.store, 1, 9)
    assert len(buckets) == 9
    assert buckets[0].start == NOON
    assert buckets[-1].end == pytest.approx(NOON + 90)
    assert {round(later.start - one.end, 6) for one, later in pairwise(buckets)} == {0.0}
    # The two quarantined lines of this run were given a time by hand.
    assert (sum(each.browser for each in buckets), sum(each.server for each in buckets)) == (4, 5)
    assert sum(each.events for each in buckets) == 9
    assert buckets[0].found == {Severity.REJECTED: 1, Severity.ERROR: 0, Severity.WARNING: 0, Severity.NOTE: 0}


@pytest.mark.parametrize("buckets", [0, 1, 5])
def test_a_run_without_events_has_no_timeline(buckets: int) -> None:
    assert timeline(StoredRun().store, 1, buckets) == []


def test_events_of_one_moment_are_in_the_first_stretch() -> None:
    run = StoredRun()
    for _ in range(300):
        run.event("server", received_at=NOON)
    buckets = timeline(run.store, 1, 60)
    assert [each.server for each in buckets] == [300] + [0] * 59


def test_a_wrong_clock_does_not_flatten_the_rest() -> None:
    run = StoredRun()
    run.event("browser", received_at=0.0)
    for second in range(1000):
        run.event("browser", received_at=NOON + second)
    run.event("browser", received_at=NOON + 10 * 365 * 86_400)
    buckets = timeline(run.store, 1, 10)
    assert buckets[0].start == NOON
    assert buckets[-1].end == pytest.approx(NOON + 999)
    assert [each.browser for each in buckets] == [101] + [100] * 8 + [101]


def test_an_event_without_receipt_stands_at_its_own_time() -> None:
    run = StoredRun()
    run.event("browser", received_at=None, event_time=NOON)
    run.event("server", received_at=None, event_time=None)
    run.event("server", received_at=NOON + 10)
    assert [(each.browser, each.server) for each in timeline(run.store, 1, 2)] == [(1, 0), (0, 1)]


@given(
    times=st.lists(st.floats(0, 4e9) | st.floats(NOON, NOON + 1) | st.just(NOON), max_size=250),
    buckets=st.integers(1, 200),
)
def test_no_event_is_lost_whatever_its_time(times: list[float], buckets: int) -> None:
    run = StoredRun()
    for time in times:
        run.event("server", received_at=time, worst=2)
    told = timeline(run.store, 1, buckets)
    assert len(told) == (buckets if times else 0)
    assert sum(each.server for each in told) == sum(each.warning for each in told) == len(times)
