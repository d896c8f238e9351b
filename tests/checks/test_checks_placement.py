"""An event ID where deduplication does not look."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import codes, findings

from simulator.checks.examples import browser, event, user
from simulator.checks.spot import ABSENT


def _custom(**members: Any) -> dict[str, Any]:
    return {"value": 1, "currency": "EUR", **members}


@pytest.mark.parametrize(
    ("members", "misplaced"),
    [
        ({"event_id": "order-1001"}, True),
        ({"eventID": "order-1001"}, True),
        ({"eventId": "order-1001"}, True),
        ({"event-id": "order-1001"}, True),
        ({"event_id": 1001}, True),
        ({"event_id": "", "eventID": "order-1001"}, True),
        ({"event_id": ""}, False),
        ({"event_id": " "}, False),
        ({"eventID": []}, False),
        ({"eventid": "order-1001"}, False),
        ({"order_id": "order-1001"}, False),
        ({}, False),
    ],
)
def test_id_in_custom_data(members: dict[str, Any], misplaced: bool) -> None:
    server, web = (["DUP010"], ["DUP010"]) if misplaced else (["EVT013"], ["PIX004"])
    assert codes(event(event_id=ABSENT, custom_data=_custom(**members))) == server
    assert codes(browser(event_id=ABSENT, custom_data=_custom(**members))) == web
    assert codes(event(custom_data=_custom(**members))) == []
    assert codes(browser(custom_data=_custom(**members))) == []


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"eventID": "order-1001"}, "$.eventID"),
        ({"eventId": 1001}, "$.eventId"),
        ({"event-id": "order-1001"}, "$['event-id']"),
        ({"eventID": " ", "eventId": "order-1001"}, "$.eventId"),
        ({"user_data": user(event_id="order-1001")}, "$.user_data.event_id"),
        ({"user_data": user(eventID="order-1001")}, "$.user_data.eventID"),
        ({"user_data": user(eventID=""), "eventID": "a"}, "$.eventID"),
        ({"eventID": "a", "custom_data": _custom(event_id="a")}, "$.custom_data.event_id"),
        ({"eventid": "order-1001"}, None),
        ({"eid": "order-1001"}, None),
        ({"eventID": None}, None),
        ({"eventID": {}}, None),
    ],
)
def test_id_beside_event_name_or_in_user_data(members: dict[str, Any], path: str | None) -> None:
    for line, lacking in (
        (event(event_id=ABSENT, **members), "EVT013"),
        (browser(event_id=ABSENT, **members), "PIX004"),
    ):
        found = {each.rule: each for each in findings(line)}
        assert (lacking in found) == (path is None)
        assert ("DUP010" in found) == (path is not None)
        if path is not None:
            assert found["DUP010"].path == path
            assert "order-1001" not in f"{found['DUP010']}"
    assert "DUP010" not in codes(event(**members))


@pytest.mark.parametrize("event_id", [ABSENT, None, ""])
def test_an_empty_id_is_none(event_id: Any) -> None:
    assert "DUP010" in codes(event(event_id=event_id, custom_data=_custom(event_id="order-1001")))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("website", ["DUP010"]),
        (ABSENT, ["DUP010", "EVT009"]),
        ("chat", []),
        ("physical_store", []),
        ("system_generated", []),
    ],
)
def test_only_events_that_need_an_id_are_asked_for_it(source: Any, expected: list[str]) -> None:
    line = event(event_id=ABSENT, action_source=source, custom_data=_custom(event_id="order-1001"))
    assert codes(line) == expected


def test_events_that_have_no_id() -> None:
    custom_data = _custom(eventID="order-1001")
    assert codes(browser(event_name="SubscribedButtonClick", event_id=ABSENT, custom_data=custom_data)) == []
    original = {"event_time": 1_787_900_000, "event_id": "order-1"}
    line = event(event_name="AppendValue", event_id=ABSENT, original_event_data=original, custom_data=custom_data)
    assert codes(line) == []


def test_the_place_is_told_and_the_id_is_not() -> None:
    (server,) = findings(event(event_id=ABSENT, custom_data=_custom(event_id="order-1001")))
    (web,) = findings(browser(event_id=ABSENT, custom_data=_custom(eventID="order-1001")))
    assert server.severity == web.severity == "error"
    assert (server.path, web.path) == ("$.custom_data.event_id", "$.custom_data.eventID")
    assert "third argument" in web.message
    assert "order-1001" not in f"{server.message}{server.actual}{web.message}{web.actual}"
    (dashed,) = findings(event(event_id=ABSENT, custom_data=_custom(**{"event-id": "order-1001"})))
    assert dashed.path == "$.custom_data['event-id']"
