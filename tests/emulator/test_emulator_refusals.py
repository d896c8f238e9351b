"""Every refusal: its code, its subcode, and which of several faults is told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from calling import EVENTS, NOON, InProcess, event, post

from simulator.checks.catalog import Rule, catalog
from simulator.checks.examples import AT
from simulator.emulator.refusals import ORDER, refusal_of
from simulator.emulator.service import Service
from simulator.settings import Settings, apply_tables
from simulator.store import open_store

if TYPE_CHECKING:
    from calling import Client

REFUSING = [rule for rule in catalog().values() if rule.severity == "rejected"]
OF_ONE_EVENT = [rule for rule in REFUSING if rule.code not in ("REQ002", "REQ003")]


def events_of(line: Any) -> list[dict[str, Any]]:
    """The server events of an example of a rule."""
    return [line["event"]] if "event" in line else line.get("data", [line])


def send(rule: Rule, line: Any) -> Any:
    settings = apply_tables(Settings(workers=1), rule.given, "given")
    with open_store(":memory:") as store:
        service = Service(store, settings, clock=lambda: float(line.get("received_at", AT)))
        try:
            return post(InProcess(service), *events_of(line))
        finally:
            service.close()


def test_every_rule_that_refuses_an_event_has_its_place_in_the_order() -> None:
    assert sorted(ORDER) == sorted(rule.code for rule in OF_ONE_EVENT)


@pytest.mark.parametrize("rule", OF_ONE_EVENT, ids=lambda rule: rule.code)
def test_what_a_rule_refuses_is_refused_with_its_subcode(rule: Rule) -> None:
    for line in rule.failing:
        found = send(rule, line)
        assert found.status == 400
        assert (found.error["code"], found.error["type"], found.error["is_transient"]) == (100, "OAuthException", False)
        assert found.error["error_subcode"] == rule.subcode
        assert found.error["message"] == "Invalid parameter"
        assert found.error["error_user_title"]
        assert found.error["error_user_msg"]
        assert found.error["error_data"]["blame_field_specs"][0][0] == "data"
    for line in rule.passing:
        found = send(rule, line)
        # The example is about this rule alone; what else would refuse it has another subcode.
        assert found.status == 200 or found.error["error_subcode"] != rule.subcode


FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("USR001", {"user_data": ...}),
    ("EVT001", {"event_name": ...}),
    ("EVT003", {"event_time": NOON - 8 * 86_400}),
    ("USR002", {"user_data": {"client_user_agent": "Mozilla/5.0"}}),
    ("CUS001", {"custom_data": {"currency": "EUR"}}),
]


@pytest.mark.parametrize("later", range(1, len(FAULTS)))
@pytest.mark.parametrize("earlier", range(len(FAULTS)))
def test_of_two_faults_the_one_that_graph_looks_for_first_is_told(service: Service, earlier: int, later: int) -> None:
    if later <= earlier:
        return
    (code, first), (_, second) = FAULTS[earlier], FAULTS[later]
    members = second | first
    found = post(InProcess(service), event(**members))
    expected = catalog()[code]
    assert found.error["error_subcode"] == expected.subcode
    assert ORDER.index(code) < ORDER.index(FAULTS[later][0])


def test_the_first_refused_event_of_the_array_decides(client: Client) -> None:
    late, broad = event(event_time=NOON - 8 * 86_400), event(user_data={"client_user_agent": "Mozilla/5.0"})
    assert post(client, event(), broad, late).error["error_subcode"] == 2804050
    assert post(client, event(), late, broad).error["error_subcode"] == 2804003
    assert post(client, event(), late).error["error_data"]["blame_field_specs"] == [["data", 1, "event_time"]]


def test_a_missing_parameter_is_named_as_graph_names_it(client: Client) -> None:
    assert "$['data'][0]['user_data'] is required" in post(client, event(user_data=...)).error["error_user_msg"]


SHAPES = [
    ({}, "no list"),
    ({"data": []}, "no events"),
    ({"data": {}}, "no list"),
    ({"data": "[{"}, "breaks off"),
    ({"data": [1]}, "is a number"),
    ({"data": ["{}", "x"]}, "data[1]"),
]


@pytest.mark.parametrize(("members", "part"), SHAPES)
def test_something_that_is_no_list_of_events_is_refused(client: Client, members: dict[str, Any], part: str) -> None:
    found = client("POST", f"{EVENTS}?access_token=x", json.dumps(members))
    assert (found.status, found.error["code"], found.error["error_subcode"]) == (400, 100, 2804019)
    assert part in found.error["error_user_msg"]


def test_more_than_a_thousand_events_are_refused_and_a_thousand_are_not(client: Client) -> None:
    many = [event(event_id=str(number)) for number in range(1001)]
    found = post(client, *many)
    assert (found.status, found.error["code"], "error_subcode" in found.error) == (400, 100, False)
    assert post(client, *many[:1000]).json()["events_received"] == 1000


def test_a_rule_that_the_settings_leave_out_refuses_nothing() -> None:
    rule = catalog()["EVT003"]
    settings = apply_tables(Settings(workers=1), {"rules": {"ignore": ["EVT003"]}}, "given")
    with open_store(":memory:") as store:
        service = Service(store, settings, clock=lambda: float(NOON))
        assert post(InProcess(service), event(event_time=NOON - 8 * 86_400)).status == 200, rule.code
        service.close()


def test_nothing_is_refused_where_nothing_was_found() -> None:
    assert refusal_of([]) is None
