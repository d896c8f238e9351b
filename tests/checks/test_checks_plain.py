"""The quick look never hides a finding: what it calls plain, the rules find nothing in."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from checks_building import checker, context, request
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.checks.catalog import asked_about
from simulator.checks.context import NO_CONTEXT, Context
from simulator.checks.examples import (
    AT,
    CUSTOMERS,
    EMAIL_HASH,
    app_event,
    browser,
    event,
    message_event,
    received,
    user,
)
from simulator.checks.plain import PlainLook
from simulator.checks.schemas import SchemaSet
from simulator.checks.spot import ABSENT
from simulator.checks.vocabulary import ACTION_SOURCES, HASHED_KEYS

DAY = 86_400
NOTHING = [sha256(word.encode()).hexdigest() for word in ("", "null", "undefined")]

ADDRESSES = (
    "8.8.8.8 1.1.1.1 255.0.0.1 10.1.1.1 172.16.0.1 172.32.0.1 192.0.2.1 192.168.0.1 100.64.0.1 169.254.0.1 127.0.0.1 "
    "0.0.0.0 ::1 :: fd00::1 FD00::1 fc::1 fe80::1 FEBF::1 2001:db8::1 ::ffff:10.0.0.1 ::FFFF:10.0.0.1 "
    "10.0.0.1.AQQCAQMC 104.16.0.1 104.28.0.1 172.64.0.1 198.41.128.1 23.235.32.1 104.16.0.1.AQQCAQMC ::ffff:104.16.0.1 "
    "2606:4700::1 2A06:98C7::1 2a06:98C8::1 2a04:4e41::1 2a04:4e42::1.AQQCAQMC"
)
CLICK = "IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk"
LANDINGS = [f"https://shop.example/?{query}" for query in ("fbclid=", f"fbclid={CLICK}", f"xfbclid={CLICK}")]
NAMES = (
    "Lead AppendValue TestDrive Microdata purchase Purchse Leads add_to_cart fb_Purchase fb_page_view "
    "fb_mobile_purchase fb_mobile_x"
)
PAGES = (
    "https://shop.example https://www.shop.example/a/b https://SHOP.example:8443?a=/b https://staging.shop.example/ "
    "https://staging.listed.example/x https://other.example/ http://localhost:3000/ http://[::1]/ https:///x "
    "https://other.example\\@shop.example/ https://shop.example@other.example/ "
    "https://shop.example/?email=ana%40example.com https://shop.example/reset/ana@example.com "
    "https://shop.example/?contact=jane.doe%40example.net https://shop.example/?contact=info@shop.example"
)
AGENTS = ("Googlebot/2.1", "curl/8.7.1", "Cubot X18", "HeadlessChrome/139.0", "Mozilla/5.0 " + "x" * 2000)
CONTEXTS = {
    "bare": NO_CONTEXT,
    "production": context({"environment": "production"}),
    "hosts": context({"hosts": ["shop.example", "*.shop.example", "staging.listed.example"]}),
    "all": context(
        {
            "environment": "production",
            "hosts": ["shop.example", "*.shop.example", "staging.listed.example"],
            "customers": CUSTOMERS,
        }
    ),
}
CLICKS = [AT, AT - 90 * DAY - 60, AT - 90 * DAY - 61, AT + DAY - 60, AT + DAY - 59]
# Test shoppers of the example file: the right form, another form, hashed twice, under another key; a test word.
SHOPPERS = [
    ("em", "ana@example.com"),
    ("em", "Ana@example.com"),
    ("em", sha256(b"ana@example.com").hexdigest()),
    ("ph", "ana@example.com"),
    ("em", "test@test.com"),
]
ODD: list[Any] = [1, "x", {}, [None]]
PEOPLE: list[dict[str, Any]] = [
    *({key: value} for key in (*HASHED_KEYS, "external_id") for value in (EMAIL_HASH, [EMAIL_HASH], NOTHING[0])),
    *({key: [EMAIL_HASH, nothing]} for key in ("em", "ln", "external_id") for nothing in NOTHING),
    {"external_id": "undefined"},
    {"external_id": ["u-1", "null"]},
    {"external_id": " "},
    {"client_user_agent": EMAIL_HASH},
    {"client_user_agent": "M" * 64},
    *({"client_user_agent": agent} for agent in AGENTS),
    *({key: sha256(text.encode()).hexdigest()} for key, text in SHOPPERS),
    *({"client_ip_address": address} for address in ADDRESSES.split()),
    *({"fbc": f"fb.1.{seconds}000.IwAR2F4"} for seconds in CLICKS),
    *({"fbc": f"fb.1.{AT}000.{click}"} for click in ("i" * 39, "i" * 40, "I" * 40)),
    {"fbp": f"fb.1.{AT}000.1"},
    {"email": EMAIL_HASH},
    {"lead_id": 1234567890123456},
    *({"my_own_key": value} for value in ODD),
    {"em": ABSENT},
    {"em": ABSENT, "ct": EMAIL_HASH},
    {"em": ABSENT, "fn": EMAIL_HASH},
]
AGES = [0, 60, -60, -61, 3600, 3601, DAY, 7 * DAY, 7 * DAY + 1, 62 * DAY, 62 * DAY + 1]
ITEM = {"id": "sku-1", "quantity": 2, "item_price": 24.95}
VALUES = (4990, 4990.0, "4990", "4990.00", 49.9, "49.90", 4991, 49900)
CARTS: list[Any] = [[ITEM], [ITEM, ITEM], [ITEM | {"item_price": "24.95"}], [{"id": "sku-1"}], [], ["x"], "[]"]
PLACEHOLDERS = ("undefined", "order-null", "order-null-1", "{{event_id}}", "order-${x1}", "[object Object]", "0", "{}")
MISPLACED = ("event_id", "eventID", "eventId", "event-id", "eid")
CHANGES: list[dict[str, Any]] = [
    *({"user_data": user(**changes)} for changes in PEOPLE),
    *({"event_time": AT - age} for age in AGES),
    {"event_time": AT * 1000},
    {"event_id": ABSENT},
    *({"event_name": name} for name in [*NAMES.split(), "Lead ", "Purchase (1234567890)", "x" * 50]),
    *({"event_source_url": url} for url in [*PAGES.split(), *LANDINGS]),
    *(
        {"event_source_url": url, "user_data": user(fbc=f"fb.1.{AT}000.{click}")}
        for url in LANDINGS
        for click in (CLICK, CLICK.lower(), CLICK[:30], "IwAR0other")
    ),
    *({"event_id": ABSENT, "custom_data": {"value": 1, "currency": "EUR", name: "1"}} for name in MISPLACED),
    {"custom_data": {"value": 1, "currency": "EUR", "event_id": "order-1001"}},
    *({"event_id": ABSENT, name: "order-1001"} for name in MISPLACED[1:]),
    *({"event_id": ABSENT, "user_data": user(**{name: "order-1001"})} for name in MISPLACED),
    *({"event_id": event_id} for event_id in PLACEHOLDERS),
    *({"custom_data": {"value": value, "currency": "EUR", "contents": cart}} for value in VALUES for cart in CARTS),
    {"custom_data": {"value": 49900, "currency": "KWD", "contents": [ITEM]}},
    {"test_event_code": "TEST12345"},
    {"test_event_code": None},
    {"custom_data": {"value": 1, "currency": "EUR", "test_event_code": "TEST12345"}},
    *(
        {"custom_data": {"value": 1, "currency": "EUR", name: value}}
        for name, value in (
            ("email", "ana@example.com"),
            ("note", "call +1 650 555 0111"),
            ("note", "wrapped for Ana Example"),
            ("first_name", "Ana"),
        )
    ),
    {"referrer_url": "https://shop.example/?email=ana%40example.com"},
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
REACHED = """EVT003 EVT004 EVT013 EVT016 EVT021 EVT022 EVT023 EVT024 DUP010 DUP021 CUS022 ENV007 USR015
USR016 USR017 USR019 USR020 USR021 USR022 USR023 CLK005 CLK006 CLK007 CLK008 CLK009 COV006
ENV004 ENV005 PRV002 PRV004 PRV006 PIX004""".split()  # noqa: SIM905


def _codes(line: dict[str, Any], where: Context) -> set[str]:
    """What the checker finds; asking every rule, without its quick look, must find the same."""
    one = request(line)
    (found,) = checker(context=where).check(one, AT)
    (asked,) = one.events
    violations = SCHEMAS.violations(asked.channel, asked.event_name, asked.payload)
    at = asked.received_at if asked.received_at is not None else float(AT)
    assert checker(context=where)._examine(asked, at, violations) == found, line
    return {finding.rule for finding in found}


@pytest.mark.parametrize("where", CONTEXTS)
@pytest.mark.parametrize("known", [True, False], ids=["received", "clock"])
@pytest.mark.parametrize("source", ACTION_SOURCES)
def test_every_change_of_a_plain_server_event(source: str, known: bool, where: str) -> None:
    for changes in CHANGES:
        line = event(action_source=source, **changes)
        _codes(received(line) if known else line, CONTEXTS[where])


@pytest.mark.parametrize("where", CONTEXTS)
def test_every_change_of_a_plain_browser_event(where: str) -> None:
    for changes in CHANGES:
        _codes(browser(**changes), CONTEXTS[where])


@settings(max_examples=150, deadline=None)
@given(
    source=st.sampled_from(ACTION_SOURCES),
    changes=changes_together,
    known=st.booleans(),
    where=st.sampled_from(sorted(CONTEXTS)),
)
def test_changes_of_a_server_event_together(source: str, changes: dict[str, Any], known: bool, where: str) -> None:
    line = event(action_source=source, **changes)
    _codes(received(line) if known else line, CONTEXTS[where])


@settings(max_examples=150, deadline=None)
@given(changes=changes_together, pixel_id=pixel_ids, where=st.sampled_from(sorted(CONTEXTS)))
def test_changes_of_a_browser_event_together(changes: dict[str, Any], pixel_id: str | None, where: str) -> None:
    _codes(browser(**changes) | {"pixel_id": pixel_id}, CONTEXTS[where])


@pytest.mark.parametrize("where", CONTEXTS)
def test_every_example_of_a_rule(where: str) -> None:
    """Whatever rule is added: its own examples are the changes that matter to it."""
    for rule in asked_about("event"):
        for line in (*rule.failing, *rule.passing):
            if not {"data", "request"} & set(line) and rule.code != "REQ001":
                _codes(dict(line), CONTEXTS[where])


@pytest.mark.parametrize("code", REACHED)
def test_the_changes_reach_the_rule(code: str) -> None:
    """Together with others, too, a rule is tested only if the changes trigger it at all."""
    assert code in _reached()


@cache
def _reached() -> set[str]:
    lines = [event(**changes) for changes in CHANGES]
    lines += [received(line) for line in lines] + [browser(**changes) for changes in CHANGES]
    return {code for line in lines for code in _codes(line, CONTEXTS["all"])}


@pytest.mark.parametrize("where", CONTEXTS)
def test_ordinary_events_are_plain(where: str) -> None:
    """Otherwise the look is right and useless."""
    look = PlainLook(CONTEXTS[where])
    for line in (
        event(),
        event(user_data=user(client_ip_address="8.8.8.8")),
        event(user_data=user(client_ip_address="104.28.0.1")),
        event(event_name="TestDrive", event_source_url="https://www.shop.example/test/drive?a=b"),
        app_event(),
    ):
        assert look.server(request(line).events[0], AT), line
    assert look.browser(request(browser()).events[0])
    assert not look.server(request(message_event("messenger", {"page_id": "1"})).events[0], AT)


def test_what_senders_make_up_does_not_fill_the_memory() -> None:
    look = PlainLook(CONTEXTS["production"])
    for number in range(10_000):
        line = event(
            event_name=f"Made{number}",
            event_source_url=f"https://{number}.shop.example/",
            user_data=user(**{f"key{number}": "x"}),
        )
        look.server(request(line).events[0], AT)
        agent = event(
            event_source_url=f"https://{number}.shop.example/", user_data=user(client_user_agent=f"Browser {number}")
        )
        look.server(request(agent).events[0], AT)
    for known in (look._server, look._names, look._agents, look._places):
        assert 0 < len(known) <= 4096


def test_what_is_long_is_not_remembered() -> None:
    look = PlainLook(CONTEXTS["production"])
    long = "x" * 5000
    line = event(event_source_url=f"https://{long}/", user_data=user(client_user_agent=f"Browser {long}"))
    assert look.server(request(line).events[0], AT)
    assert not any(len(text) > 1024 for text in (*look._agents, *look._places))
