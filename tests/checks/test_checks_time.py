"""event_time: the limits on both sides, the unit, and the spellings senders use."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import checker, codes, findings, request

from simulator.checks.checker import NeedsClock
from simulator.checks.examples import AT, browser, event, received
from simulator.checks.spot import ABSENT

DAY = 86_400


@pytest.mark.parametrize(
    ("source", "age", "expected"),
    [
        ("website", 0, []),
        ("website", 2 * 3600, []),
        ("website", 2 * 3600 + 1, ["EVT016"]),
        ("app", 2 * 3600 + 1, ["EVT016"]),
        ("email", 2 * 3600 + 1, []),
        ("website", 7 * DAY - 1, ["EVT016"]),
        ("website", 7 * DAY, ["EVT016"]),
        ("website", 7 * DAY + 1, ["EVT003"]),
        ("other", 7 * DAY, []),
        ("other", 7 * DAY + 1, ["EVT003"]),
        ("physical_store", 7 * DAY + 1, []),
        ("physical_store", 62 * DAY - 1, []),
        ("physical_store", 62 * DAY, []),
        ("physical_store", 62 * DAY + 1, ["EVT003"]),
        ("website", -60, []),
        ("website", -61, ["EVT004"]),
        ("website", -2 * 3600, ["EVT004"]),
        ("physical_store", -61, ["EVT004"]),
    ],
)
def test_age_at_receipt(source: str, age: int, expected: list[str]) -> None:
    payload = event(action_source=source, event_time=AT - age)
    found = codes(received(payload))
    assert [code for code in found if code != "EVT050"] == expected


def test_age_counts_fractions_of_receipt() -> None:
    payload = event(event_time=AT - 7 * DAY, action_source="other")
    assert codes(received(payload, AT + 0.0)) == []
    assert codes(received(payload, AT + 0.25)) == ["EVT003"]


def test_without_receipt_the_clock_judges_age_but_not_delivery() -> None:
    assert codes(event(event_time=AT - 3 * DAY)) == []
    assert codes(event(event_time=AT - 7 * DAY)) == []
    assert codes(event(event_time=AT - 7 * DAY - 1)) == ["EVT003"]
    assert codes(event(event_time=AT + 61)) == ["EVT004"]


def test_receipt_wins_over_the_clock() -> None:
    assert codes(received(event()), at=AT + 365 * DAY) == []


def test_a_server_event_without_receipt_needs_a_clock() -> None:
    with pytest.raises(NeedsClock, match="test:1"):
        checker().check(request(event()), None)


def test_a_browser_event_needs_no_clock() -> None:
    line = browser()
    del line["received_at"]
    assert checker().check(request(line), None) == [()]


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (AT, []),
        (AT * 1000, ["EVT005"]),
        (AT * 1_000_000, ["EVT005"]),
        (str(AT), ["EVT007"]),
        (str(AT * 1000), ["EVT005", "EVT007"]),
        ("2026-08-29T10:39:00Z", ["EVT008"]),
        ("2026-08-29T12:39:00+02:00", ["EVT008"]),
        ("2025-08-29T10:39:00Z", ["EVT003", "EVT008"]),
        (AT - 0.5, ["EVT015"]),
        (AT * 1000 + 0.5, ["EVT005"]),
        (0, ["EVT003"]),
        (-1, ["EVT003"]),
        (None, ["EVT002"]),
        ("", ["EVT002"]),
        ("yesterday", ["EVT002"]),
        (True, ["EVT002"]),
        ([], ["EVT002"]),
        (ABSENT, ["EVT002"]),
    ],
)
def test_forms_of_event_time(time: Any, expected: list[str]) -> None:
    assert codes(event(event_time=time)) == expected


def test_browser_times_are_never_too_old() -> None:
    assert codes(browser(event_time=AT - 30 * DAY, user_data={})) == []


def test_message_tells_age_and_limit() -> None:
    (finding,) = findings(event(event_time=AT - 8 * DAY))
    assert "8.0 days old" in finding.message
    assert finding.path == "$.event_time"
    assert finding.actual == "2026-08-21T10:40:00Z"
    (close,) = findings(event(event_time=AT - 7 * DAY - 1))
    assert "7 days and 1 s" in close.message
