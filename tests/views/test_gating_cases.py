"""What a gate says where a run gives no figure, of names that were not seen, and of what must not be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from stored_run import NOON, StoredRun

from simulator.errors import SettingsError, UsageError
from simulator.settings import Gate, Settings
from simulator.views.gating import Condition, judge
from simulator.views.gating.judging import refuse_bad_gate

OFF = Gate(complete=False, min_events=0, max_rejected=-1, max_errors=-1)


def ask(run: StoredRun, **asked: Any) -> tuple[Condition, ...]:
    return judge(run.store, 1, replace(OFF, **asked), Settings()).conditions


def brief(conditions: tuple[Condition, ...]) -> list[tuple[str | None, float | None, bool]]:
    return [(each.about, each.figure, each.passed) for each in conditions]


def test_the_default_asks_that_there_is_something_and_that_it_is_right() -> None:
    conditions = judge(StoredRun().store, 1, Gate(), Settings()).conditions
    assert [(each.name, each.passed) for each in conditions] == [
        ("complete", True),
        ("min_events", False),
        ("max_rejected", True),
        ("max_errors", True),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("min_coverage", ("50",)),
        ("min_key_valid", ("*.em=50",)),
        ("min_key_coverage", ("*.em=50",)),
        ("min_estimate", ("5",)),
    ],
)
def test_the_least_of_what_is_not_there_fails(name: str, value: tuple[str, ...]) -> None:
    assert [(each.figure, each.passed) for each in ask(StoredRun(), **{name: value})] == [(None, False)]


@pytest.mark.parametrize(("name", "value"), [("max_twice", ("0",)), ("max_delay", ("0", "Lead=0"))])
def test_there_is_not_too_much_of_what_is_not_there(name: str, value: tuple[str, ...]) -> None:
    conditions = ask(StoredRun(), **{name: value})
    assert conditions
    assert all((each.figure, each.passed) == (None, True) for each in conditions)


def test_a_name_that_is_asked_for_and_was_not_seen_fails() -> None:
    run = StoredRun()
    run.duplicate("server", run.event("browser"))
    assert brief(ask(run, min_coverage=("50", "Lead=50"))) == [("Purchase", 100.0, True), ("Lead", None, False)]


def test_the_last_of_two_limits_counts() -> None:
    run = StoredRun()
    run.event("browser")
    assert brief(ask(run, min_coverage=("Purchase=50", "Purchase=0"))) == [("Purchase", 0.0, True)]


def test_every_name_leaves_out_what_is_never_meant_to_come_twice() -> None:
    run = StoredRun()
    run.event("browser", "SubscribedButtonClick")
    run.event("browser", "Lead")
    assert [each.about for each in ask(run, min_coverage=("0",))] == ["Lead"]
    assert [each.about for each in ask(run, min_coverage=("SubscribedButtonClick=0",))] == ["SubscribedButtonClick"]


def test_a_share_never_looks_better_than_it_is() -> None:
    run = StoredRun()
    first = run.event("browser")
    run.event("browser")
    run.finding(run.event("browser"), "DUP003", 1, twin=first, confidence="high")
    assert brief(ask(run, max_twice=("33.33",))) == [("Purchase", 33.34, False)]
    assert brief(ask(run, max_twice=("33.34",))) == [("Purchase", 33.34, True)]


@pytest.mark.parametrize(
    ("source", "is_asked"), [("website", True), (None, True), ("app", True), ("physical_store", False)]
)
def test_what_happened_elsewhere_may_come_late(source: str | None, is_asked: bool) -> None:
    run = StoredRun()
    run.event("server", event_time=NOON - 86400, received_at=NOON, action_source=source)
    (condition,) = ask(run, max_delay=("3600",))
    assert condition.passed is not is_asked
    assert condition.figure == (86400 if is_asked else None)


def test_an_event_from_the_future_is_no_delay() -> None:
    run = StoredRun()
    run.event("server", event_time=NOON + 60, received_at=NOON)
    assert brief(ask(run, max_delay=("0",))) == [("Purchase", 0.0, True)]


def test_refused_events_are_neither_seen_nor_late() -> None:
    run = StoredRun()
    run.event("server", verdict="rejected", event_time=NOON - 86400, received_at=NOON)
    assert brief(ask(run, must_see=("Purchase:server",))) == [("Purchase:server", 0.0, False)]
    assert brief(ask(run, max_delay=("1",))) == [("*", None, True)]


@pytest.mark.parametrize(
    ("asked", "abouts"),
    [
        (("Purchase",), ["Purchase:browser", "Purchase:server"]),
        (("Purchase:server",), ["Purchase:server"]),
        (("Purchase:server", "Purchase:browser"), ["Purchase:browser", "Purchase:server"]),
        (("Purchase:server", "Purchase"), ["Purchase:browser", "Purchase:server"]),
        (("my:event",), ["my:event:browser", "my:event:server"]),
    ],
)
def test_channels_of_what_must_be_seen(asked: tuple[str, ...], abouts: list[str]) -> None:
    assert [each.about for each in ask(StoredRun(), must_see=asked)] == abouts


def test_an_event_off_the_plan_is_not_seen() -> None:
    run = StoredRun()
    run.finding(run.event("server"), "EVT098", 1)
    (condition,) = ask(run, must_see=("Purchase:server",))
    assert (condition.figure, condition.passed) == (0.0, False)
    assert condition.told == "1 more are off the tracking plan"


@pytest.mark.parametrize(
    ("rule", "name"), [("CNS007", "before-consent"), ("CNS008", "before-consent"), ("COV006", "bots")]
)
def test_what_must_not_be_seen_and_needs_no_filter(rule: str, name: str) -> None:
    run = StoredRun()
    run.event("browser")
    assert brief(ask(run, must_not_see=(name,))) == [(name, 0.0, True)]
    run.finding(run.event("server"), rule, 3)
    (condition,) = ask(run, must_not_see=(name,))
    assert (condition.figure, condition.passed) == (1.0, False)
    assert condition.told.endswith("first #2")


@pytest.mark.parametrize(
    ("settings", "asked", "why"),
    [
        ({"suspicion": {"enabled": False}}, {"max_twice": ("1", "Lead=2")}, "second pass"),
        ({"suspicion": {"enabled": False}}, {"must_not_see": ("before-consent",)}, "second pass"),
        ({"rules": {"ignore": ["CNS008"]}}, {"must_not_see": ("before-consent",)}, "leave out CNS008"),
        ({"rules": {"select": ["EVT"]}}, {"must_not_see": ("bots",)}, "leave out COV006"),
    ],
)
def test_what_the_settings_leave_out_is_not_proven(settings: Any, asked: dict[str, Any], why: str) -> None:
    run = StoredRun(**settings)
    run.event("server")
    conditions = ask(run, **asked)
    assert len(conditions) == len(next(iter(asked.values())))
    assert all((each.figure, each.passed) == (None, False) and why in each.told for each in conditions)


def test_a_rule_that_is_left_out_for_some_events_alone_still_tells() -> None:
    table = {"rule": "COV006", "reason": "a monitor of ours", "event_names": ["Ping"]}
    run = StoredRun(rules={"ignores": [table]}, suspicion={"enabled": False})
    run.event("server")
    own = ("bots", "mine=name:Lead")
    assert brief(ask(run, must_not_see=own)) == [("bots", 0.0, True), ("mine", 0.0, True)]


def test_a_name_of_ones_own_comes_with_a_filter() -> None:
    run = StoredRun()
    n = run.event("browser", "PageView")
    run.payload(n, {"event_source_url": "https://shop.example/wp-admin/index.php"})
    own = ("admins=payload.event_source_url:*/wp-admin*",)
    assert brief(ask(run, must_not_see=own)) == [("admins", 1.0, False)]


def test_everything_that_is_wrong_with_a_gate_is_told_at_once() -> None:
    gate = Gate(
        min_key_valid=("Purchase.emm=1",), min_key_coverage=("*.phone=2",), must_not_see=("bot", "wild", "x=name:(")
    )
    with pytest.raises(SettingsError) as caught:
        refuse_bad_gate(gate)
    problems = caught.value.problems
    assert len(problems) == 5
    assert any("did you mean em?" in problem for problem in problems)
    assert any("did you mean bots?" in problem for problem in problems)
    assert any("wild needs a filter, as in wild=name:Purchase" in problem for problem in problems)


def test_a_plan_that_the_run_had_not_is_refused() -> None:
    with pytest.raises(UsageError, match="the run had none"):
        ask(StoredRun(), plan=True)


def test_rules_are_told_most_frequent_first() -> None:
    run = StoredRun()
    n = run.event("server")
    for rule, times in (("EVT011", 1), ("USR004", 2), ("DUP001", 1), ("CLK001", 1), ("CLK003", 1)):
        for _ in range(times):
            run.finding(n, rule, 1)
    (condition,) = ask(run, max_errors=0)
    assert condition.told == "USR004 ×2, CLK001 ×1, CLK003 ×1 and 2 more"
