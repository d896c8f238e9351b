"""Every reason not to send: alone, and in every combination."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from forwarding import NOW, SETTINGS, Scripted, Time, event, run_of, server, stored

from simulator.errors import UsageError
from simulator.forward import Asked, plan, send
from simulator.forward.predicting import Prediction
from simulator.forward.refusals import _CHECKS, Circumstances, refusals
from simulator.resources import schemas
from simulator.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

TOO_OLD = Prediction("EVT003", "The event was old.", "Send it earlier.", 100, 2804003)
FINE = Circumstances("TEST12345", "1234567890", "https://graph.facebook.com", "v26.0", True, 3, 3, 100)
FAULTS: dict[str, dict[str, Any]] = {
    "no-test-code": {"test_code": None},
    "no-pixel": {"pixel_id": None},
    "bad-address": {"graph_url": "http://graph.facebook.com"},
    "no-token": {"has_token": False},
    "production": {"production": ("the settings",)},
    "captured": {"captured": (1, 2)},
    "no-events": {"events": 0},
    "too-many": {"matching": 101},
    "rejected": {"rejected": ((2, TOO_OLD),)},
    "incomplete": {"incomplete": (3,)},
    "unfinished": {"unfinished": 7},
}
ALONE: list[tuple[str, dict[str, Any]]] = [
    *FAULTS.items(),
    ("no-test-code", {"test_code": ""}),
    ("bad-test-code", {"test_code": "TEST 1"}),
    ("bad-test-code", {"test_code": "TEST1\n"}),
    ("bad-test-code", {"test_code": "EAA" + "x" * 40}),
    ("no-pixel", {"pixel_id": ""}),
    ("bad-pixel", {"pixel_id": "shop"}),
    ("bad-pixel", {"pixel_id": "0123"}),
    ("bad-pixel", {"pixel_id": "123/../me"}),
    ("bad-address", {"graph_url": "graph.facebook.com"}),
    ("bad-address", {"graph_url": "https://user:word@graph.facebook.com"}),
    ("bad-address", {"graph_url": "https://graph.facebook.com?access_token=x"}),
    ("bad-version", {"version": "26"}),
    ("bad-version", {"version": "v26.0/1"}),
]


@pytest.mark.parametrize(("reason", "fault"), ALONE, ids=lambda each: each if isinstance(each, str) else "")
def test_each_is_a_reason_alone_and_says_what_to_do(reason: str, fault: dict[str, Any]) -> None:
    (found,) = refusals(FINE._replace(**fault))
    assert found.reason == reason
    assert found.message
    assert found.fix[0].isupper()
    assert found.fix.endswith(".")


def test_nothing_is_refused_without_a_reason() -> None:
    assert refusals(FINE) == ()
    assert refusals(FINE._replace(has_token=None)) == (), "a plan that is only shown needs no token"
    assert refusals(FINE._replace(graph_url="http://127.0.0.1:8765", events=1, matching=1)) == ()


def test_all_reasons_are_told_at_once_in_every_combination() -> None:
    assert len(FAULTS) == len(_CHECKS)
    for size in range(2, len(FAULTS) + 1):
        for names in combinations(FAULTS, size):
            given = {name: value for each in names for name, value in FAULTS[each].items()}
            assert {each.reason for each in refusals(FINE._replace(**given))} == set(names)


@pytest.mark.parametrize(
    ("reason", "word"),
    [("captured", "include_captured"), ("rejected", "include_rejected"), ("unfinished", "anew")],
)
def test_some_can_be_meant(reason: str, word: str) -> None:
    assert refusals(FINE._replace(**FAULTS[reason], **{word: True})) == ()
    others = {"include_captured", "include_rejected", "anew"} - {word}
    for name, fault in FAULTS.items():
        if name != reason:
            assert [each.reason for each in refusals(FINE._replace(**fault, **{word: True}))] == [name]
    assert refusals(FINE._replace(**FAULTS[reason], **dict.fromkeys(others, True))) != ()


def test_the_schema_names_them_all() -> None:
    document = json.loads((schemas() / "forward.schema.json").read_text("utf-8"))
    named = set(document["properties"]["refusals"]["items"]["properties"]["reason"]["enum"])
    assert named == {reason for reason, _ in ALONE} | {"unconfirmed"}


def test_only_the_first_few_rejected_ones_are_told() -> None:
    other = TOO_OLD._replace(rule="USR002", message="Too broad.")
    (found,) = refusals(FINE._replace(rejected=(*((n, TOO_OLD) for n in range(1, 9)), (9, other))))
    assert "9 of the events: #1, #2, #3, #4, #5 and 3 more EVT003: " in found.message
    assert found.message.count("EVT003") == 1
    assert found.message.endswith("; #9 USR002: Too broad")
    assert "--shift-time" in found.fix


def test_a_plan_finds_them_in_the_store(tmp_path: Path) -> None:
    bare = replace(SETTINGS, forward=replace(SETTINGS.forward, test_code=None, pixel_id=None, max_events=1))
    with run_of(tmp_path, event(), event("2", event_time=1_700_000_000), made=None) as store:
        found = plan(store, None, None, bare, has_token=False, clock=lambda: NOW)
        reasons = [each.reason for each in found.refusals]
        assert reasons == ["no-test-code", "no-pixel", "no-token", "captured", "too-many"]
        both = replace(SETTINGS, environment="production")
        assert [each.reason for each in plan(store, 1, None, both, clock=lambda: NOW).refusals] == [
            "production",
            "captured",
            "rejected",
        ]
        asked = Asked(include_captured=True, include_rejected=True)
        assert plan(store, 1, None, SETTINGS, asked, clock=lambda: NOW).refusals == ()


def test_a_run_from_production_is_refused_whatever_the_settings_say_now(tmp_path: Path) -> None:
    with open_store(":memory:") as store:
        stored(store, tmp_path, server(event()), settings=replace(SETTINGS, environment="production"))
        (found,) = plan(store, None, None, SETTINGS, clock=lambda: NOW).refusals
        assert (found.reason, "the settings of run 1" in found.message) == ("production", True)


def test_what_the_settings_leave_out_is_refused_all_the_same(tmp_path: Path) -> None:
    from simulator.settings import Rules

    lenient = replace(SETTINGS, rules=Rules(ignore=("EVT",)))
    with open_store(":memory:") as store:
        stored(store, tmp_path, server(event(event_time=1_700_000_000)), settings=lenient)
        (found,) = plan(store, None, None, lenient, clock=lambda: NOW).refusals
        assert (found.reason, "EVT003" in found.message) == ("rejected", True)


def test_an_event_without_its_credential_is_refused(tmp_path: Path) -> None:
    url = "https://shop.example/thanks?access_token=secret-canary"
    with run_of(tmp_path, event(event_source_url=url)) as store:
        found = plan(store, None, None, SETTINGS, clock=lambda: NOW)
        assert [each.reason for each in found.refusals] == ["incomplete"]
        assert "canary" not in repr(found)


def test_a_plan_with_a_reason_is_never_sent(tmp_path: Path) -> None:
    graph, time = Scripted(), Time()
    with run_of(tmp_path, event(), made=None) as store:
        refused = plan(store, None, None, SETTINGS, clock=time.clock)
        with pytest.raises(UsageError, match="somebody's real ones"):
            send(store, refused, graph, SETTINGS, clock=time.clock)
        assert store.connection.execute("SELECT count(*) FROM forwards").fetchone() == (0,)
    assert graph.posted == []
