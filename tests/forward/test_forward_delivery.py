"""Delivery: what is sent again and what never, in which order, and what the outbox says afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from delivering import MEANT, resumed, sent, settled, states
from forwarding import (
    DAY,
    NOW,
    SETTINGS,
    Posted,
    Scripted,
    Time,
    broken,
    event,
    refused,
    run_of,
    taken,
)

from simulator.errors import ExitCode, StoreError, UsageError
from simulator.forward import Asked, SendProgress, plan, send
from simulator.forward.answers import Answer, Trouble
from simulator.forward.locking import sole_sender
from simulator.forward.past import outcome_of
from simulator.store import open_store
from simulator.store.outbox import Outbox, forwards, unfinished

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_what_is_taken_is_taken_once(tmp_path: Path) -> None:
    graph, time = Scripted(), Time()
    with run_of(tmp_path, event("a"), event("b")) as store:
        outcome = sent(store, graph, time)
        assert graph.ids == [["a", "b"]]
        assert graph.posted[0].path == "1234567890/events"
        assert graph.posted[0].body["test_event_code"] == "TEST12345"
        assert states(outcome) == ["accepted", "accepted"]
        assert (outcome.exit_code, outcome.stop, outcome.attempts) == (ExitCode.CLEAN, None, 1)
        assert outcome.results[0].answered is not None
        assert outcome.results[0].answered.fbtrace_id == "Atrace"
        assert outcome.forward.state == "complete"
        with pytest.raises(UsageError, match="no unfinished forward"):
            unfinished(store)


@pytest.mark.parametrize(
    "passing",
    [
        broken(Trouble.REFUSED),
        broken(Trouble.UNRESOLVED),
        broken(Trouble.CONNECT_TIMEOUT),
        broken(Trouble.TIMEOUT),
        broken(Trouble.RESET),
        broken(Trouble.NOT_JSON, status=502),
        refused(1, 99, status=500),
        refused(2, status=500),
        refused(4),
        refused(17, 2446079),
        refused(341),
        refused(368),
        refused(80004),
        refused(7777, is_transient=True),
        Answer(429),
    ],
    ids=lambda answer: str(answer),
)
def test_what_may_pass_is_tried_again_with_the_same_bytes(passing: Answer, tmp_path: Path) -> None:
    graph, time = Scripted(passing, passing), Time()
    with run_of(tmp_path, event("a"), event("b")) as store:
        outcome = sent(store, graph, time)
    assert graph.ids == [["a", "b"]] * 3
    assert graph.posted[0] == graph.posted[1] == graph.posted[2]
    assert states(outcome) == ["accepted"] * 2
    assert outcome.exit_code == ExitCode.CLEAN
    first, second = time.waited
    assert second > first >= 1, "pauses grow"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(190, status=401), "refused"),
        (refused(190, 463), "refused"),
        (refused(100, 33), "refused"),
        (refused(100, message="(#100) Missing Permission"), "refused"),
        (refused(104), "refused"),
        (refused(200, status=403), "refused"),
        (refused(803, status=404), "refused"),
        (refused(2500), "refused"),
        (refused(3), "refused"),
        (broken(Trouble.TLS), "network"),
        (broken(Trouble.NOT_JSON, status=403), "network"),
        (broken(Trouble.NOT_JSON, status=200), "network"),
        (Answer(200, {"success": True}), "network"),
    ],
    ids=lambda each: str(each),
)
def test_what_is_about_the_request_as_a_whole_ends_it(answer: Answer, kind: str, tmp_path: Path) -> None:
    graph, time = Scripted(answer), Time()
    with run_of(tmp_path, event("a"), event("b")) as store:
        outcome = sent(store, graph, time, settled(batch_events=1))
        assert graph.ids == [["a"]], "nothing else is tried with a request that can't work"
        assert time.waited == []
        assert states(outcome) == ["waiting"] * 2
        assert outcome.stop is not None
        assert outcome.stop.kind == kind
        assert outcome.exit_code == (ExitCode.NETWORK if kind == "network" else ExitCode.FINDINGS)
        again = resumed(store, graph, time)
        assert states(again) == ["accepted"] * 2, "once it is mended, the rest goes"
        assert graph.ids[0] == ["a"]
        assert sorted(str(each) for ids in graph.ids[1:] for each in ids) == ["a", "b"]


def test_a_token_that_is_mended_sends_the_rest_together(tmp_path: Path) -> None:
    graph, time = Scripted(refused(190, status=401)), Time()
    with run_of(tmp_path, event("a"), event("b"), event("c")) as store:
        sent(store, graph, time)
        assert states(resumed(store, graph, time)) == ["accepted"] * 3
    assert graph.ids == [["a", "b", "c"]] * 2


def guilty(*ids: str) -> Callable[[Posted], Answer]:
    def answer(posted: Posted) -> Answer:
        return refused(100, 2804050) if {*ids} & {*posted.ids} else taken(len(posted.ids))

    return answer


def test_after_a_refusal_events_go_one_by_one_and_the_guilty_one_is_found(tmp_path: Path) -> None:
    graph, time = Scripted(*[guilty("b")] * 9), Time()
    with run_of(tmp_path, *(event(name) for name in "abcd")) as store:
        outcome = sent(store, graph, time, settled(batch_events=3))
    assert graph.ids == [["a", "b", "c"], ["a"], ["b"], ["c"], ["d"]]
    assert states(outcome) == ["accepted", "refused", "accepted", "accepted"]
    assert outcome.exit_code == ExitCode.FINDINGS
    assert [each.agreement for each in outcome.results] == ["agrees", "refused-unforeseen", "agrees", "agrees"]
    assert outcome.results[1].disagreement == "127.0.0.1:9 refused (100/2804050) what we call fine"
    assert time.waited == []


def test_a_crash_between_a_refusal_and_the_single_events_forgets_neither(tmp_path: Path) -> None:
    graph, time = Scripted(guilty("b"), KeyboardInterrupt(), *[guilty("b")] * 9), Time()
    with run_of(tmp_path, *(event(name) for name in "abc")) as store:
        with pytest.raises(KeyboardInterrupt):
            sent(store, graph, time)
        outcome = resumed(store, graph, time)
    # "a" was under way; the others are known to have been refused in company, so they still go alone.
    assert graph.ids == [["a", "b", "c"], ["a"], ["a"], ["b"], ["c"]]
    assert states(outcome) == ["accepted", "refused", "accepted"]


def test_a_blamed_path_is_about_an_event_without_a_subcode_too(tmp_path: Path) -> None:
    blamed = refused(100, blame=("data.0.event_name",))
    graph, time = Scripted(blamed, blamed), Time()
    with run_of(tmp_path, event("a"), event("b")) as store:
        assert states(sent(store, graph, time)) == ["refused", "accepted"]


def test_retry_after_is_the_least_that_is_waited(tmp_path: Path) -> None:
    graph, time = Scripted(Answer(429, retry_after=40.0), refused(4, status=400)), Time()
    with run_of(tmp_path, event("a")) as store:
        assert states(sent(store, graph, time)) == ["accepted"]
    assert time.waited[0] >= 40
    assert time.waited[1] >= 5, "who asks for less is given longer pauses"


def test_a_retry_after_beyond_the_budget_leaves_the_rest_for_later(tmp_path: Path) -> None:
    graph, time = Scripted(Answer(429, retry_after=3600.0)), Time()
    with run_of(tmp_path, event("a"), event("b")) as store:
        outcome = sent(store, graph, time)
        assert states(outcome) == ["waiting"] * 2
        assert outcome.stop is not None
        assert "due in 1 h" in outcome.stop.text
        assert (outcome.exit_code, time.waited) == (ExitCode.NETWORK, [])
        assert states(resumed(store, graph, time)) == ["accepted"] * 2


def test_attempts_and_budget_end(tmp_path: Path) -> None:
    graph, time = Scripted(*[broken(Trouble.REFUSED)] * 99), Time()
    with run_of(tmp_path, event("a")) as store:
        outcome = sent(store, graph, time, settled(attempts=3))
        assert (len(graph.posted), len(time.waited)) == (3, 2)
        assert outcome.stop is not None
        assert outcome.stop.text.endswith("3 times")
        assert outcome.results[0].item.attempts == 3
        assert states(resumed(store, Scripted(), time)) == ["accepted"]
    graph, time = Scripted(*[broken(Trouble.REFUSED)] * 99), Time()
    with run_of(tmp_path, event("a")) as store:
        outcome = sent(store, graph, time, settled(attempts=99, budget_seconds=10))
        assert sum(time.waited) <= 10
        assert (states(outcome), outcome.exit_code) == (["waiting"], ExitCode.NETWORK)


def test_what_we_reject_goes_alone_and_is_compared(tmp_path: Path) -> None:
    old, none = event("old", event_time=int(NOW) - 9 * DAY), event("none", user_data={"client_user_agent": "x"})
    graph = Scripted(taken(1), taken(1), refused(100, 2804003))
    with run_of(tmp_path, event("a"), old, none, event("b")) as store:
        outcome = sent(store, graph, Time())
    assert graph.ids == [["a"], ["old"], ["none"], ["b"]]
    assert [each.agreement for each in outcome.results] == [
        "agrees",
        "accepted-although",
        "refused-otherwise",
        "agrees",
    ]
    assert outcome.results[1].disagreement == "127.0.0.1:9 accepted what we call rejected (EVT003)"
    refused_otherwise = "127.0.0.1:9 refused with 100/2804003, and we said 100/2804050"
    assert str(outcome.results[2].disagreement).startswith(refused_otherwise)
    assert outcome.exit_code == ExitCode.FINDINGS


def test_a_refusal_that_we_foresaw_agrees(tmp_path: Path) -> None:
    graph = Scripted(refused(100, 2804003))
    with run_of(tmp_path, event("old", event_time=int(NOW) - 9 * DAY)) as store:
        outcome = sent(store, graph, Time())
    assert (states(outcome), outcome.results[0].agreement) == (["refused"], "agrees")


def test_fewer_than_were_sent_is_said_and_not_sent_again(tmp_path: Path) -> None:
    graph = Scripted(taken(1))
    with run_of(tmp_path, event("a"), event("b")) as store:
        outcome = sent(store, graph, Time())
        assert outcome_of(store, outcome.forward.id).warnings == outcome.warnings
    assert outcome.warnings == ("127.0.0.1:9 counts 1 of 2 events of a request it took",)
    assert (states(outcome), outcome.exit_code) == (["accepted"] * 2, ExitCode.FINDINGS)


def test_ctrl_c_in_a_request_leaves_what_can_be_continued(tmp_path: Path) -> None:
    graph, time = Scripted(taken(1), KeyboardInterrupt()), Time()
    with run_of(tmp_path, event("a"), event("b"), event("c")) as store:
        with pytest.raises(KeyboardInterrupt):
            sent(store, graph, time, settled(batch_events=1))
        left = unfinished(store)
        assert (left.state, left.stopped) == ("interrupted", "it was interrupted")
        assert Outbox(store, left.id).totals() == {"accepted": 1, "waiting": 2}
        outcome = resumed(store, graph, time)
    assert graph.ids == [["a"], ["b"], ["b", "c"]]
    assert states(outcome) == ["accepted"] * 3


def test_a_listener_may_stop_it_between_two_requests(tmp_path: Path) -> None:
    graph = Scripted()
    with run_of(tmp_path, event("a"), event("b")) as store:
        outcome = sent(store, graph, Time(), settled(batch_events=1), stopping=lambda: bool(graph.posted))
        assert (states(outcome), outcome.exit_code) == (["accepted", "waiting"], ExitCode.INTERRUPTED)
        assert states(resumed(store, graph, Time())) == ["accepted"] * 2
    assert graph.ids == [["a"], ["b"]]


def test_progress_tells_where_it_stands(tmp_path: Path) -> None:
    seen: list[SendProgress] = []
    graph = Scripted(guilty("b"), guilty("b"), guilty("b"), broken(Trouble.RESET), guilty("b"))
    with run_of(tmp_path, event("a"), event("b"), event("c")) as store:
        planned = plan(store, None, None, SETTINGS, MEANT, clock=lambda: NOW)
        time = Time()
        send(store, planned, graph, SETTINGS, seen.append, clock=time.clock, wait=time.wait, timer=time.clock)
    assert seen[0] == SendProgress(3, 0, 0, 0, 0, "")
    assert (seen[-1].done, seen[-1].accepted, seen[-1].refused, seen[-1].attempts) == (3, 2, 1, 5)
    assert [each.done for each in seen] == sorted(each.done for each in seen)
    assert any(each.text.startswith("waiting ") for each in seen)


def test_a_second_forward_of_the_run_waits_for_the_first(tmp_path: Path) -> None:
    time = Time()
    with run_of(tmp_path, event("a")) as store:
        sent(store, Scripted(broken(Trouble.REFUSED)), time, settled(attempts=1))
        (found,) = plan(store, None, None, SETTINGS, clock=time.clock).refusals
        assert found.reason == "unfinished"
        other = settled(pixel_id="77")
        assert plan(store, None, None, other, clock=time.clock).refusals == (), "another dataset is another matter"
        graph = Scripted(taken(1), broken(Trouble.REFUSED))
        sent(store, Scripted(broken(Trouble.REFUSED)), time, settled(attempts=1), Asked(anew=True))
        assert [each.state for each in forwards(store)] == ["abandoned", "interrupted"]
        assert unfinished(store).id == 2
        resumed(store, graph, time)
        assert plan(store, None, None, SETTINGS, clock=time.clock).refusals == ()
        with pytest.raises(UsageError, match="no unfinished forward"):
            unfinished(store)


def test_what_another_process_is_sending_is_left_alone(tmp_path: Path) -> None:
    path = str(tmp_path / "store.db")
    with open_store(path) as store, sole_sender(path):
        from forwarding import server, stored

        stored(store, tmp_path, server(event("a")))
        graph = Scripted()
        with pytest.raises(UsageError, match="another process is sending"):
            sent(store, graph, Time())
        assert graph.posted == []
        assert forwards(store) == []
    with open_store(path) as store:
        assert states(sent(store, Scripted(), Time())) == ["accepted"]
    assert (tmp_path / "store.db-forward").stat().st_mode & 0o777 == 0o600


def test_an_event_is_taken_up_by_one_attempt_alone(tmp_path: Path) -> None:
    time = Time()
    with run_of(tmp_path, event("a")) as store:
        sent(store, Scripted(broken(Trouble.REFUSED)), time, settled(attempts=1))
        outbox = Outbox(store, 1, time.clock)
        items = outbox.items("waiting")
        outbox.attempt(items)
        with pytest.raises(StoreError, match="another process is sending forward 1"):
            outbox.attempt(items)
        assert [outcome for _, outcome in outbox.attempts()] == ["unsent", "pending"]
        assert outbox.recover() == 1
        assert outbox.items("waiting")[0].unsure_since == time.now
