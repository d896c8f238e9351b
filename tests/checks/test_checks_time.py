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
        ("website", 3600, []),
        ("website", 3600 + 1, ["EVT016"]),
        ("website", 2 * 3600, ["EVT016"]),
        ("app", 3600, []),
        ("app", 3600 + 1, ["EVT016"]),
        ("email", 3600 + 1, []),
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


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (3601, "1 h 1 s after it happened."),
        (2 * 3600, "2 h after it happened."),
        (2 * 3600 + 1, "beyond two hours"),
        (DAY - 1, "beyond two hours"),
        (DAY, "from a day on"),
        (7 * DAY, "from a day on"),
    ],
)
def test_message_of_a_late_event_tells_what_it_costs(age: int, words: str) -> None:
    (finding,) = findings(received(event(event_time=AT - age)))
    assert (finding.rule, finding.severity, finding.expected) == ("EVT016", "warning", "within an hour")
    assert words in finding.message


@pytest.mark.parametrize(
    ("ahead", "zone"),
    [
        (61, None),
        (1800 - 121, None),
        (1800 - 120, "UTC+0:30"),
        (3600 - 121, None),
        (3600 - 120, "UTC+1:"),
        (3600, "UTC+1:"),
        (3600 + 120, "UTC+1:"),
        (3600 + 121, None),
        (2 * 3600 - 15, "UTC+2:"),
        (5 * 3600 + 1800, "UTC+5:30"),
        (14 * 3600 + 120, "UTC+14:"),
        (14 * 3600 + 1800, None),
        (24 * 3600, None),
    ],
)
def test_a_whole_number_of_hours_ahead_looks_like_a_time_zone(ahead: int, zone: str | None) -> None:
    (finding,) = findings(received(event(event_time=AT + ahead)))
    assert finding.rule == "EVT004"
    assert ("must be UTC" in finding.message) == (zone is not None)
    if zone is not None:
        assert zone in finding.message
