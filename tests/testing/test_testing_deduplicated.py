"""expect_deduplicated: when it fails, and what it says then."""

from __future__ import annotations

import re
from typing import Any

import pytest
from shop_events import envelope, event, failure, pair, split

from simulator.errors import UsageError
from simulator.testing import run_events


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"within": 2.0},
        {"key": None},
        {"counted": None},
        {"where": {"custom_data.order_id": "A-1"}},
        {"key": "event_id", "counted": "browser", "within": 300},
    ],
    ids=str,
)
def test_a_pair_as_demanded(asked: dict[str, Any]) -> None:
    (found,) = run_events(pair()).expect_deduplicated("Purchase", **asked)
    assert (found.counts.n, found.duplicate.n, found.after_seconds) == (1, 2, 2.0)
    assert found.duplicate.place == "events.jsonl:2"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"within": 1.9}, "2 s apart, expected at most 1.9 s"),
        ({"within": 0}, "2 s apart, expected at most 0 s"),
        ({"key": "fbp"}, "recognised by event_id, expected fbp"),
        ({"key": "external_id"}, "recognised by event_id, expected external_id"),
        ({"counted": "server"}, "the browser's copy counts, expected the server's"),
        ({"key": "fbp", "within": 1}, "recognised by event_id, expected fbp; 2 s apart, expected at most 1 s"),
    ],
    ids=str,
)
def test_a_pair_of_another_kind(asked: dict[str, Any], said: str) -> None:
    told = failure(run_events(pair()).expect_deduplicated, "Purchase", **asked)
    assert f"#2 and #1: {said}" in told
    # The pair, and the reason.
    assert re.search(r"Purchase  2 s apart\n +all \d+ members alike", told)
    assert "both came within 5 minutes, so the browser's copy counts" in told


def test_a_pair_that_differs_is_shown_member_by_member() -> None:
    result = run_events([envelope("browser"), envelope("server", event(value=20.0), 2)])
    told = failure(result.expect_deduplicated, "Purchase", key="fbp")
    assert "browser #1 · counts  server #2" in told
    assert "≠   value" in told


@pytest.mark.parametrize(("channel", "missing"), [("browser", "server"), ("server", "browser")])
def test_an_event_on_one_channel_alone(channel: str, missing: str) -> None:
    told = failure(run_events([envelope(channel)]).expect_deduplicated, "Purchase")
    assert "expected Purchase to be reported on both channels and to count once, but it is not so" in told
    assert f"#1 {channel} order-1 has no copy on the {missing} channel" in told
    assert "  #1  " in told.split("events (1):")[1]


def test_a_repeat_on_one_channel_is_no_pair_of_channels() -> None:
    result = run_events([envelope("server"), envelope("server", after=2)])
    assert "#1 server order-1 has no copy on the browser channel" in failure(result.expect_deduplicated, "Purchase")


def test_two_ids_of_one_action_are_shown_side_by_side_with_how_they_part() -> None:
    told = failure(run_events(split()).expect_deduplicated, "Purchase")
    assert "#1 browser order-1 has no copy on the server channel" in told
    assert "#2 browser" not in told
    assert "#2 server server-order-1 has no copy on the browser channel" in told
    assert told.count("looks like one action, and counts twice:") == 1
    assert "≠ event_id" in told


def test_one_pair_does_not_hide_a_lonely_event() -> None:
    result = run_events([*pair(), envelope("server", event(event_id="order-2"), 900)])
    told = failure(result.expect_deduplicated, "Purchase")
    assert "#3 server order-2 has no copy on the browser channel" in told
    result.expect_deduplicated("Purchase", where={"event_id": "order-1"})


def test_a_refused_copy_is_told_with_its_reason() -> None:
    result = run_events([envelope("browser"), envelope("server", event(event_time=1), 2)])
    told = failure(result.expect_deduplicated, "Purchase")
    assert "#2 server was rejected (EVT003: " in told


def test_an_event_that_is_not_there_names_what_is_near() -> None:
    told = failure(run_events(pair()).expect_deduplicated, "purchase")
    assert "but it is not there" in told
    assert "there is a Purchase (case differs): #1, #2" in told


def test_many_faults_are_cut() -> None:
    many = [envelope("server", event("Lead", f"lead-{n}"), n * 100) for n in range(14)]
    told = failure(run_events(many).expect_deduplicated, "Lead")
    assert told.count("has no copy on") == 12
    assert "and 2 more" in told


def test_an_offline_sale_needs_no_second_channel() -> None:
    sale = event(action_source="physical_store", event_id=None)
    result = run_events([envelope("server", sale), envelope("server", sale, 60)])
    result.expect_deduplicated("Purchase", key="order_id", counted="server")
    alone = run_events([envelope("server", sale)])
    told = failure(alone.expect_deduplicated, "Purchase", key="order_id", counted="server")
    assert "#1 (no event_id) has no copy" in told


@pytest.mark.parametrize(
    "asked", [{"key": "em"}, {"counted": "app"}, {"within": -1}, {"within": float("nan")}], ids=str
)
def test_what_makes_no_sense_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        run_events(pair()).expect_deduplicated("Purchase", **asked)
