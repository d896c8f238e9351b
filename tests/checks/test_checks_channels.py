"""Business messaging and app events."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import codes, worst

from simulator.checks.examples import AT, app_event, event, message_event
from simulator.checks.spot import ABSENT

PAGE, SCOPED = {"page_id": "1001"}, {"page_scoped_user_id": "2002"}
CLICK, ACCOUNT = {"ctwa_clid": "ARAkLkA8rmlFeiCktEJQ"}, {"whatsapp_business_account_id": "3003"}
INSTAGRAM, SENDER, OTHER = {"ig_account_id": "4"}, {"ig_sid": "5"}, {"instagram_business_account_id": "4"}


@pytest.mark.parametrize(
    ("channel", "user_data", "expected"),
    [
        ("messenger", PAGE | SCOPED, []),
        ("messenger", {"page_id": 1001, "page_scoped_user_id": 2002}, []),
        ("messenger", SCOPED, ["EVT034"]),
        ("messenger", {"page_id": ""} | SCOPED, ["EVT034", "USR009"]),
        ("messenger", PAGE, ["EVT035"]),
        ("whatsapp", CLICK | ACCOUNT, []),
        ("whatsapp", CLICK | PAGE, []),
        ("whatsapp", CLICK, ["EVT036"]),
        ("whatsapp", ACCOUNT, ["EVT037"]),
        ("whatsapp", ACCOUNT | {"ctwa_clid": "two words"}, ["EVT038"]),
        ("whatsapp", ACCOUNT | {"ctwa_clid": 17}, ["EVT038"]),
        ("whatsapp", ACCOUNT | {"ctwa_clid": None}, ["EVT037", "USR009"]),
        ("instagram", INSTAGRAM | SENDER, []),
        ("instagram", SENDER, ["EVT039"]),
        ("instagram", OTHER | SENDER, ["EVT040"]),
        ("instagram", OTHER | INSTAGRAM | SENDER, []),
        ("instagram", INSTAGRAM, ["EVT041"]),
        (ABSENT, PAGE | SCOPED, ["EVT030"]),
        (None, PAGE | SCOPED, ["EVT030"]),
        ("", PAGE | SCOPED, ["EVT030"]),
        ("telegram", PAGE | SCOPED, ["EVT031"]),
        (17, PAGE | SCOPED, ["EVT031"]),
        ("messenger", PAGE | SCOPED | {"fbc": f"fb.1.{AT}000.IwAR2F4"}, ["EVT042"]),
        ("messenger", PAGE | SCOPED | {"fbc": ""}, ["USR009"]),
    ],
)
def test_messaging(channel: Any, user_data: dict[str, Any], expected: list[str]) -> None:
    assert codes(message_event(channel, user_data)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Purchase", []),
        ("LeadSubmitted", []),
        ("ViewContent", []),
        ("QualifiedLead", ["EVT033"]),
        ("OrderShipped", ["EVT033"]),
        ("Lead", ["EVT032"]),
        ("CompleteRegistration", ["EVT032"]),
        ("purchase", ["EVT032"]),
        ("MyOwnEvent", ["EVT032"]),
    ],
)
def test_messaging_names(name: str, expected: list[str]) -> None:
    assert codes(message_event("messenger", PAGE | SCOPED, name)) == expected


def test_messaging_rules_leave_other_events_alone() -> None:
    assert codes(event(event_name="Lead", messaging_channel="whatsapp")) == []


def slots(*values: Any, of: int = 16) -> list[Any]:
    return [*values, *[""] * (of - len(values))]


@pytest.mark.parametrize(
    ("extinfo", "expected"),
    [
        (slots("a2", "", "", "", "16"), []),
        (slots("i2", "", "", "", "18.1"), []),
        (slots("a2"), ["EVT054"]),
        (slots("a2", "", "", "", None), ["EVT054"]),
        (slots("a2", of=4), ["EVT054"]),
        (slots("a2", "", "", "", "16", of=15), ["EVT053"]),
        (slots("a2", "", "", "", "16", of=17), ["EVT053"]),
        (slots("", "", "", "", "16"), ["EVT055"]),
        (slots("android", "", "", "", "16"), ["EVT055"]),
        (slots("a2", "", "", "", 16), ["EVT056"]),
        (slots("a2", "", "", "", "16", "", "", "", "", 1080), ["EVT056"]),
        ("a2,,,,16", ["EVT052"]),
    ],
)
def test_extinfo(extinfo: Any, expected: list[str]) -> None:
    assert codes(app_event(extinfo=extinfo)) == expected


@pytest.mark.parametrize(
    ("app_data", "expected"),
    [
        (ABSENT, ["EVT050"]),
        (None, ["EVT050"]),
        ("{}", ["EVT050"]),
        ({}, ["EVT051", "EVT052"]),
        ({"advertiser_tracking_enabled": None, "extinfo": None}, ["EVT051", "EVT052"]),
        ({"advertiser_tracking_enabled": 2, "extinfo": slots("a2", "", "", "", "16")}, ["EVT056"]),
        ({"advertiser_tracking_enabled": "1", "extinfo": slots("a2", "", "", "", "16")}, ["EVT056"]),
        ({"advertiser_tracking_enabled": True, "extinfo": slots("a2", "", "", "", "16")}, []),
    ],
)
def test_app_data(app_data: Any, expected: list[str]) -> None:
    assert codes(event(action_source="app", app_data=app_data)) == expected


def test_app_data_of_other_sources_is_not_required() -> None:
    assert codes(event(app_data={})) == []
    assert worst(event(app_data={"extinfo": slots("a2")})) in (None, "note")


def test_app_events_need_no_address_and_no_user_agent() -> None:
    assert codes(app_event()) == []
