"""What is changed before an event is sent: its time keeps its form and its gaps, its id gets an ending."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.fields import unix_seconds
from simulator.forward.adapting import LEEWAY, moved, shift_to, suffixed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (1_700_000_000, 1_700_003_600),
        (1_700_000_000.25, 1_700_003_600.25),
        ("1700000000", "1700003600"),
        ("1700000000.5", "1700003600.500"),
        ("2023-11-14T22:13:20Z", "2023-11-14T23:13:20+00:00"),
        ("2023-11-14T22:13:20", "2023-11-14T23:13:20+00:00"),
        ("2023-11-14T22:13:20+02:00", "2023-11-14T23:13:20+02:00"),
        (1_700_000_000_000, 1_700_000_000_000),
        ("yesterday", "yesterday"),
        (None, None),
        (True, True),
        ([1], [1]),
    ],
)
def test_a_time_keeps_its_form(before: Any, after: Any) -> None:
    found = moved({"event_time": before, "value": 1}, 3600)
    assert found == {"event_time": after, "value": 1}
    assert type(found["event_time"]) is type(before)


def test_an_event_without_a_time_stays_without() -> None:
    assert moved({"event_name": "Lead"}, 60) == {"event_name": "Lead"}
    assert shift_to([{"event_name": "Lead"}, {"event_time": 1_700_000_000_000}], 2e9) is None


def test_the_event_that_is_added_to_moves_too() -> None:
    payload = {"event_time": 1_700_000_100, "original_event_data": {"event_time": 1_700_000_000, "event_name": "Lead"}}
    found = moved(payload, 10)
    assert found["original_event_data"] == {"event_time": 1_700_000_010, "event_name": "Lead"}
    assert payload["original_event_data"]["event_time"] == 1_700_000_000, "what was read is left alone"


@given(st.lists(st.integers(1, 4_000_000_000), min_size=1), st.integers(1_600_000_000, 2_000_000_000))
def test_gaps_stay_and_the_last_has_just_happened(times: list[int], now: int) -> None:
    payloads = [{"event_time": time} for time in times]
    seconds = shift_to(payloads, now + 0.9)
    assert seconds is not None
    found = [moved(payload, seconds)["event_time"] for payload in payloads]
    assert max(found) == now - LEEWAY
    assert [a - b for a, b in zip(found, times, strict=True)] == [seconds] * len(times)


@pytest.mark.parametrize(
    ("given_id", "sent"), [("order-1", "order-1-fw1"), (17, "17-fw1"), (1.5, "1.5-fw1"), ("", ""), (None, None)]
)
def test_an_id_gets_an_ending_and_none_stays_none(given_id: Any, sent: Any) -> None:
    assert suffixed({"event_id": given_id}, "-fw1") == {"event_id": sent}
    assert suffixed({}, "-fw1") == {}


@given(st.one_of(st.integers(1, 4_000_000_000), st.text(max_size=30), st.floats(1, 4e9), st.none()), st.integers(-9, 9))
def test_nothing_that_can_be_sent_raises(value: Any, seconds: int) -> None:
    found = moved({"event_time": value}, seconds)["event_time"]
    before, after = unix_seconds(value), unix_seconds(found)
    assert (before is None) == (after is None)
