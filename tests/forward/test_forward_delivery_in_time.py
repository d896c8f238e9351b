"""Delivery and time: what may still be sent again after hours and days, and what is told instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from delivering import HOUR, resumed, sent, settled, states
from forwarding import (
    DAY,
    NOW,
    Scripted,
    Time,
    broken,
    event,
    refused,
    run_of,
)

from simulator.errors import ExitCode
from simulator.forward.answers import Answer, Trouble
from simulator.forward.delivery import WINDOW
from simulator.store.outbox import unfinished

if TYPE_CHECKING:
    from pathlib import Path


def test_an_event_without_an_id_is_not_sent_again_when_it_may_have_arrived(tmp_path: Path) -> None:
    graph, time = Scripted(broken(Trouble.TIMEOUT)), Time()
    with run_of(tmp_path, event("a"), event(None)) as store:
        outcome = sent(store, graph, time)
    assert graph.ids == [["a", None], ["a"]]
    assert states(outcome) == ["accepted", "unknown"]
    assert "have no event id" in outcome.warnings[0]
    assert outcome.exit_code == ExitCode.NETWORK


@pytest.mark.parametrize("failure", [broken(Trouble.REFUSED), refused(2, status=500), refused(17)], ids=str)
def test_one_without_an_id_is_sent_again_when_it_has_not_arrived(failure: Answer, tmp_path: Path) -> None:
    graph, time = Scripted(failure), Time()
    with run_of(tmp_path, event(None)) as store:
        assert states(sent(store, graph, time)) == ["accepted"]
    assert graph.ids == [[None], [None]]


@pytest.mark.parametrize(
    ("later", "state"), [(0, "accepted"), (WINDOW - 1, "accepted"), (WINDOW, "unknown"), (WINDOW + HOUR, "unknown")]
)
def test_what_may_have_arrived_is_sent_again_for_48_hours(later: float, state: str, tmp_path: Path) -> None:
    graph, time = Scripted(broken(Trouble.RESET)), Time()
    with run_of(tmp_path, event("a")) as store:
        assert states(sent(store, graph, time, settled(attempts=1))) == ["waiting"]
        time.now += later
        outcome = resumed(store, graph, time)
    assert states(outcome) == [state]
    assert len(graph.posted) == (2 if state == "accepted" else 1)
    assert any("48 hours" in each for each in outcome.warnings) is (state == "unknown")


def test_the_48_hours_count_from_the_first_attempt_in_doubt(tmp_path: Path) -> None:
    graph, time = Scripted(broken(Trouble.RESET), broken(Trouble.RESET)), Time()
    once = settled(attempts=1)
    with run_of(tmp_path, event("a")) as store:
        sent(store, graph, time, once)
        time.now += 30 * HOUR
        assert states(resumed(store, graph, time, once)) == ["waiting"]
        time.now += 17 * HOUR
        assert unfinished(store).state == "interrupted"
        time.now += HOUR
        assert states(resumed(store, graph, time, once)) == ["unknown"]
    assert len(graph.posted) == 2


def test_what_never_left_may_be_sent_after_48_hours(tmp_path: Path) -> None:
    graph, time = Scripted(broken(Trouble.REFUSED)), Time()
    with run_of(tmp_path, event("a")) as store:
        sent(store, graph, time, settled(attempts=1))
        time.now += 5 * DAY
        assert states(resumed(store, graph, time)) == ["accepted"]


@pytest.mark.parametrize(("age", "state"), [(7 * DAY - HOUR, "accepted"), (7 * DAY + HOUR // 2, "expired")])
def test_what_has_become_too_old_is_not_sent(age: int, state: str, tmp_path: Path) -> None:
    graph, time = Scripted(broken(Trouble.REFUSED)), Time()
    with run_of(tmp_path, event("a", event_time=int(NOW) - HOUR), event("b", event_time=int(NOW) - 60)) as store:
        sent(store, graph, time, settled(attempts=1))
        time.now += age - HOUR
        outcome = resumed(store, graph, time)
    assert states(outcome) == [state, "accepted"]
    assert any("too old for Meta" in each for each in outcome.warnings) is (state == "expired")
    assert outcome.exit_code == (ExitCode.CLEAN if state == "accepted" else ExitCode.FINDINGS)


def test_a_wait_that_would_end_too_late_is_not_begun(tmp_path: Path) -> None:
    graph, time = Scripted(Answer(429, retry_after=100.0)), Time()
    with run_of(tmp_path, event("a", event_time=int(NOW) - 7 * DAY + 50)) as store:
        outcome = sent(store, graph, time)
    assert (states(outcome), time.waited, len(graph.posted)) == (["expired"], [], 1)


def test_one_that_may_have_arrived_and_is_too_old_now_is_told_as_unknown(tmp_path: Path) -> None:
    graph, time = Scripted(broken(Trouble.RESET)), Time()
    with run_of(tmp_path, event("a", event_time=int(NOW) - 7 * DAY + HOUR)) as store:
        sent(store, graph, time, settled(attempts=1))
        time.now += 2 * HOUR
        assert states(resumed(store, graph, time)) == ["unknown"]
