"""expect_event, expect_times and expect_none: when they fail, and what they say then."""

from __future__ import annotations

from typing import Any

import pytest
from shop_events import ADDRESS, HASHED, envelope, event, failure, pair, split

from simulator.errors import UsageError
from simulator.testing import Result, run_events
from simulator.verdict import Outcome


@pytest.fixture(scope="module")
def paired() -> Result:
    return run_events(pair())


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"channel": "browser"},
        {"channel": "server"},
        {"count": None},
        {"where": {"custom_data.value": 19}},
        {"where": lambda each: each.payload["custom_data"]["order_id"] == "A-1"},
        {"channel": "server", "where": {"user_data.em": HASHED}},
    ],
)
def test_an_event_of_a_pair_counts_once_and_is_reported_once_on_each_channel(
    paired: Result, asked: dict[str, Any]
) -> None:
    found = paired.expect_event("Purchase", **asked)
    assert found.n == (2 if asked.get("channel") == "server" else 1)
    assert found.event_name == "Purchase"


def test_a_copy_that_does_not_count_is_told_as_one(paired: Result) -> None:
    copy = paired.expect_event("Purchase", channel="server")
    assert (copy.verdict, copy.duplicate_of, copy.key) == (Outcome.DUPLICATE, 1, "event_id")
    assert copy.became == "duplicate of #1"


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("purchase", {}, "there is a Purchase (case differs): #1, #2"),
        ("Purchases", {}, "there is a Purchase (an addition behind the name differs): #1, #2"),
        ("Purhcase", {}, "there is a Purchase (a similar name): #1, #2"),
        ("Purchase", {"where": {"custom_data.value": 20}}, "custom_data.value is 19.0, expected 20"),
        ("Purchase", {"where": {"custom_data.value": "19.0"}}, "custom_data.value is 19.0 (float), expected str"),
        ("Purchase", {"where": {"custom_data.net_revenue": 3}}, "custom_data.net_revenue is absent"),
        ("Purchase", {"where": lambda _: False}, "#1 browser Purchase: where(event) is false"),
    ],
)
def test_the_nearest_misses_are_named(paired: Result, name: str, asked: dict[str, Any], said: str) -> None:
    told = failure(paired.expect_event, name, **asked)
    assert told.startswith(f"expected {name}")
    assert "to count once, but it is not there" in told.splitlines()[0]
    assert said in told
    assert "events (2):\n  #1  browser  Purchase  order-1  kept\n  #2  server   Purchase  order-1  duplicate" in told


def test_an_event_on_the_other_channel_is_a_near_miss() -> None:
    told = failure(run_events([envelope("browser")]).expect_event, "Purchase", channel="server")
    assert "expected Purchase on the server channel to be reported once, but it is not there" in told
    assert "#1 browser Purchase: it is on the browser channel" in told


def test_a_copy_that_has_what_was_asked_for_is_shown_beside_the_one_that_counts() -> None:
    server = event()
    server["user_data"]["ph"] = ["ba5093c668a9775e0f8303310f54bebbef6ed70b42132ca420fbd8aed1749d8d"]
    result = run_events([envelope("browser"), envelope("server", server, 2)])
    told = failure(result.expect_event, "Purchase", where={"user_data.ph": lambda _: True})
    assert "#2 server Purchase is a duplicate of #1, which counts (channel='server' asks for the copy)" in told
    assert "browser #1 · counts" in told
    assert "ba50…9d8d (64 characters)" in told
    assert "both came within 5 minutes, so the browser's copy counts" in told


def test_a_refused_event_does_not_count_and_its_reason_is_told() -> None:
    result = run_events([envelope("server", event(event_time=1), 2)])
    told = failure(result.expect_event, "Purchase")
    assert "#1 server Purchase was rejected (EVT003: " in told
    assert "rejected (EVT003: The event was" in told.split("events (1):")[1]


def test_an_action_that_counts_twice_is_shown_side_by_side() -> None:
    told = failure(run_events(split()).expect_event, "Purchase")
    assert told.startswith("expected Purchase to count once, but it counts 2 times")
    assert "looks like one action, and counts twice:" in told
    assert "DUP001 event-id-differs" in told
    assert "≠ event_id" in told
    assert "nearest" not in told


def test_nothing_at_all_is_told_as_such() -> None:
    assert failure(run_events([]).expect_event, "Purchase").endswith("there are no events at all")


def test_what_could_not_be_read_is_a_near_miss() -> None:
    told = failure(run_events(["{broken"]).expect_event, "Purchase")
    assert "#1 could not be read as an event (REQ001: The text is not valid JSON" in told


def test_a_long_list_of_events_is_cut() -> None:
    many = [envelope("server", event("AddToCart", f"cart-{n}"), n * 100) for n in range(30)]
    told = failure(run_events(many).expect_times, 2, "AddToCart")
    assert "but it counts 30 times" in told
    assert "events (30):" in told
    assert told.endswith("and 10 more")


@pytest.mark.parametrize(("count", "passes"), [(0, False), (1, False), (2, True), (3, False)])
def test_times_are_exact(count: int, passes: bool) -> None:
    result = run_events([envelope("server", event("Lead", f"lead-{n}"), n * 100) for n in range(2)])
    if passes:
        assert [each.event_id for each in result.expect_times(count, "Lead")] == ["lead-0", "lead-1"]
    else:
        wanted = "once" if count == 1 else f"{count} times"
        assert f"to count {wanted}, but it counts 2 times" in failure(result.expect_times, count, "Lead")


def test_at_least_once_is_enough_for_no_count() -> None:
    result = run_events([envelope("server", event("Lead", f"lead-{n}"), n * 100) for n in range(2)])
    assert result.expect_event("Lead", count=None).n == 1
    assert "to count at least once, but it is not there" in failure(result.expect_event, "Search", count=None)


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Lead"},
        {"name": "purchase"},
        {"name": "Purchase", "where": {"custom_data.value": 20}},
        {"where": {"custom_data.currency": "USD"}},
        {"where": lambda each: each.event_id == "other"},
        {"name": "Lead", "channel": "server"},
    ],
)
def test_none_of_a_kind(paired: Result, asked: dict[str, Any]) -> None:
    paired.expect_none(**asked)


@pytest.mark.parametrize(
    ("events", "asked", "said"),
    [
        (pair(), {}, "expected no event to be sent, but there are 2: #1, #2"),
        (pair(), {"name": "Purchase"}, "expected no Purchase to be sent, but there are 2: #1, #2"),
        (pair(), {"channel": "browser"}, "expected no event on the browser channel to be sent, but there is 1: #1"),
        (pair(), {"where": {"custom_data.value": 19}}, "where custom_data.value is 19 to be sent, but there are 2"),
        # What Meta refuses was sent all the same, and so was what nobody can read.
        ([event(event_time=1)], {"name": "Purchase"}, "but there is 1: #1"),
        (["{broken"], {}, "but there is 1: #1"),
        (["{broken"], {"channel": "server"}, "but there is 1: #1"),
    ],
)
def test_what_was_sent_is_not_none(events: list[Any], asked: dict[str, Any], said: str) -> None:
    told = failure(run_events(events, at=2e9 - 1e8).expect_none, **asked)
    assert said in told.splitlines()[0]
    assert "events (" in told


@pytest.mark.parametrize("asked", [{"count": 0}, {"count": -1}, {"channel": "app"}], ids=str)
def test_what_makes_no_sense_is_refused(paired: Result, asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        paired.expect_event("Purchase", **asked)


def test_an_address_in_place_of_a_name_is_masked() -> None:
    result = run_events([envelope("server", event(ADDRESS, ADDRESS))])
    assert ADDRESS not in failure(result.expect_event, "Purchase")
    assert ADDRESS not in repr(result.events)
    assert ADDRESS not in failure(result.expect_times, 2, ADDRESS, where={"user_data.em": ADDRESS})
