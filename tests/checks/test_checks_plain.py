"""The quick look never hides a finding: what it calls plain, the rules find nothing in."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from checks_building import checker, request
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.checks.examples import AT, EMAIL_HASH, app_event, browser, event, message_event, received, user
from simulator.checks.plain import PlainLook
from simulator.checks.schemas import SchemaSet
from simulator.checks.spot import ABSENT
from simulator.checks.vocabulary import ACTION_SOURCES, HASHED_KEYS

DAY = 86_400
NOTHING = [sha256(word.encode()).hexdigest() for word in ("", "null", "undefined")]

ADDRESSES = (
    "8.8.8.8 1.1.1.1 255.0.0.1 10.1.1.1 172.16.0.1 172.32.0.1 192.0.2.1 192.168.0.1 100.64.0.1 169.254.0.1 127.0.0.1 "
    "0.0.0.0 ::1 :: fd00::1 FD00::1 fc::1 fe80::1 FEBF::1 2001:db8::1 ::ffff:10.0.0.1 ::FFFF:10.0.0.1 10.0.0.1.AQQCAQMC"
)
CLICKS = [AT, AT - 90 * DAY - 60, AT - 90 * DAY - 61, AT + DAY - 60, AT + DAY - 59]
PEOPLE: list[dict[str, Any]] = [
    *({key: value} for key in (*HASHED_KEYS, "external_id") for value in (EMAIL_HASH, [EMAIL_HASH], NOTHING[0])),
    *({key: [EMAIL_HASH, nothing]} for key in ("em", "ln", "external_id") for nothing in NOTHING),
    {"external_id": "undefined"},
    {"external_id": ["u-1", "null"]},
    {"external_id": " "},
    {"client_user_agent": EMAIL_HASH},
    {"client_user_agent": "M" * 64},
    *({"client_ip_address": address} for address in ADDRESSES.split()),
    *({"fbc": f"fb.1.{seconds}000.IwAR2F4"} for seconds in CLICKS),
    *({"fbc": f"fb.1.{AT}000.{click}"} for click in ("i" * 39, "i" * 40, "I" * 40)),
    {"fbp": f"fb.1.{AT}000.1"},
    {"email": EMAIL_HASH},
    {"lead_id": 1234567890123456},
    *({"my_own_key": value} for value in (1, "x", {}, [None])),
    {"em": ABSENT},
    {"em": ABSENT, "ct": EMAIL_HASH},
    {"em": ABSENT, "fn": EMAIL_HASH},
]
AGES = [0, 60, -60, -61, 7200, 7201, DAY, 7 * DAY, 7 * DAY + 1, 62 * DAY, 62 * DAY + 1]
CHANGES: list[dict[str, Any]] = [
    *({"user_data": user(**changes)} for changes in PEOPLE),
    *({"event_time": AT - age} for age in AGES),
    {"event_time": AT * 1000},
    {"event_id": ABSENT},
    *({"event_name": name} for name in ("Lead", "AppendValue", "TestDrive", "Microdata")),
    *({name: value} for name, value in (("value", 1), ("currency", "EUR"), ("contents", []))),
    *({name: 1, "custom_data": ABSENT, "event_name": "Lead"} for name in ("value", "currency", "contents")),
    {"data_processing_options": []},
    {"data_processing_options": ["LDU"], "data_processing_options_country": 0, "data_processing_options_state": 0},
]
changes_together = st.lists(st.sampled_from(CHANGES), min_size=2, max_size=4).map(
    lambda several: {name: value for changes in several for name, value in changes.items()}
)
pixel_ids = st.sampled_from(["1", "0", "01", "", "1" * 26, "1" * 27, "١", "a", None])


SCHEMAS = SchemaSet()


def _differs(line: dict[str, Any]) -> bool:
    """Whether asking every rule finds what the checker, with its quick look, did not."""
    one = request(line)
    (found,) = checker().check(one, AT)
    (asked,) = one.events
    violations = SCHEMAS.violations(asked.channel, asked.event_name, asked.payload)
    at = asked.received_at if asked.received_at is not None else float(AT)
    return checker()._examine(asked, at, violations) != found


@pytest.mark.parametrize("known", [True, False], ids=["received", "clock"])
@pytest.mark.parametrize("source", ACTION_SOURCES)
def test_every_change_of_a_plain_server_event(source: str, known: bool) -> None:
    for changes in CHANGES:
        line = event(action_source=source, **changes)
        assert not _differs(received(line) if known else line), changes


def test_every_change_of_a_plain_browser_event() -> None:
    for changes in CHANGES:
        assert not _differs(browser(**changes)), changes


@settings(max_examples=150, deadline=None)
@given(source=st.sampled_from(ACTION_SOURCES), changes=changes_together, known=st.booleans())
def test_changes_of_a_server_event_together(source: str, changes: dict[str, Any], known: bool) -> None:
    line = event(action_source=source, **changes)
    assert not _differs(received(line) if known else line)


@settings(max_examples=150, deadline=None)
@given(changes=changes_together, pixel_id=pixel_ids)
def test_changes_of_a_browser_event_together(changes: dict[str, Any], pixel_id: str | None) -> None:
    assert not _differs(browser(**changes) | {"pixel_id": pixel_id})


def test_ordinary_events_are_plain() -> None:
    """Otherwise the look is right and useless."""
    look = PlainLook()
    for line in (event(), event(user_data=user(client_ip_address="8.8.8.8")), app_event()):
        assert look.server(request(line).events[0], AT)
    assert look.browser(request(browser()).events[0])
    assert not look.server(request(message_event("messenger", {"page_id": "1"})).events[0], AT)


def test_made_up_keys_do_not_fill_the_memory() -> None:
    look = PlainLook()
    for number in range(10_000):
        look.server(request(event(user_data=user(**{f"key{number}": "x"}))).events[0], AT)
    assert len(look._server) <= 4096
