"""Requests: refused together, counted, ordered, masked; and what real senders vary is never refused."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import check, checker, codes, findings, request, worst

from simulator.checks.examples import AT, EMAIL_HASH, browser, event, user
from simulator.checks.spot import ABSENT
from simulator.event import Event, Origin, Request

OLD = event(event_time=AT - 8 * 86_400, event_id="old")


def batch(*events: dict[str, Any], **body: Any) -> dict[str, Any]:
    return {"data": list(events), **body}


def batch_codes(line: dict[str, Any]) -> list[list[str]]:
    return [[finding.rule for finding in each] for each in check(line)]


def test_one_refused_event_refuses_its_request() -> None:
    good = event(event_id="good")
    found = check(batch(good, OLD, good))
    assert [[finding.rule for finding in each] for each in found] == [["REQ003"], ["EVT003"], ["REQ003"]]
    assert "data[1]" in found[0][0].message
    assert "EVT003" in found[0][0].message
    assert found[0][0].severity == "rejected"


def test_the_first_refused_event_is_named_and_keeps_its_own_finding() -> None:
    raw = event(event_id="raw", user_data=user(em="shopper@shop.example"))
    found = check(batch(event(), raw, OLD, event()))
    assert [[finding.rule for finding in each] for each in found] == [["REQ003"], ["USR003"], ["EVT003"], ["REQ003"]]
    assert all("data[1]: USR003" in found[index][0].message for index in (0, 3))


def test_a_refusal_comes_before_an_events_own_findings() -> None:
    assert batch_codes(batch(event(event_id=ABSENT), OLD)) == [["REQ003", "EVT013"], ["EVT003"]]


def test_an_error_refuses_nobody() -> None:
    assert batch_codes(batch(event(event_source_url=ABSENT), event())) == [["EVT011"], []]


def test_a_single_refused_event_has_no_neighbours() -> None:
    assert batch_codes(batch(OLD)) == [["EVT003"]]


@pytest.mark.parametrize(("count", "expected"), [(999, []), (1000, []), (1001, ["REQ002"])])
def test_events_per_request(count: int, expected: list[str]) -> None:
    found = check(batch(*[event()] * count))
    assert len(found) == count
    assert {tuple(finding.rule for finding in each) for each in found} == {tuple(expected)}
    if expected:
        assert "1001 events" in found[0][0].message


def test_browser_events_are_not_refused_together() -> None:
    bad = Event("browser", "1", "Purchase", "a", AT, AT, {"event_name": "Purchase"}, Origin("test", 1, 0))
    many = Request("pixel", [bad] * 1001, Origin("test", 1), {})
    assert {tuple(finding.rule for finding in each) for each in checker().check(many, None)} == {("PIX001",)}


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("shopname_1_0", []),
        ("ab", []),
        ("a" * 22, []),
        ("a" * 23, ["REQ004"]),
        ("a1", ["REQ004"]),
        ("", ["REQ004"]),
        (17, ["REQ004"]),
        (None, []),
    ],
)
def test_partner_agent(agent: Any, expected: list[str]) -> None:
    assert batch_codes(batch(event(), event(event_id="b"), partner_agent=agent)) == [expected, []]


def test_findings_come_most_severe_first() -> None:
    found = findings(
        event(event_time=str(AT - 8 * 86_400), event_id=ABSENT, event_source_url=ABSENT, user_data=user(ct="Berlin"))
    )
    assert [finding.rule for finding in found] == ["EVT003", "USR003", "EVT011", "EVT013", "EVT007"]
    assert [finding.severity.rank for finding in found] == sorted(finding.severity.rank for finding in found)


def test_clean_events_share_one_empty_result() -> None:
    (first,), (second,) = check(event()), check(browser())
    assert first == ()
    assert first is second


def test_checking_changes_nothing_and_repeats_itself() -> None:
    line = batch(event(event_id=ABSENT), OLD)
    asked = request(line)
    before = str(asked)
    assert checker().check(asked, AT) == checker().check(asked, AT)
    assert str(asked) == before


CANARY = "canary.shopper@secret.example"


@pytest.mark.parametrize(
    "payload",
    [
        event(user_data=user(em=CANARY)),
        event(user_data=user(ph=[CANARY, CANARY])),
        event(user_data=CANARY),
        event(user_data=user(fbc=CANARY)),
        event(user_data=user(client_ip_address=CANARY)),
        event(user_data=user(lead_id=CANARY)),
        event(event_source_url=CANARY),
        event(custom_data=CANARY),
        event(custom_data={"value": 1, "currency": CANARY}),
        event(custom_data={"value": 1, "currency": "EUR", "content_name": [CANARY]}),
        event(custom_data={"value": 1, "currency": "EUR", "contents": CANARY}),
        event(data_processing_options={CANARY: 1}),
        browser(user_data={"em": CANARY}),
        browser() | {"pixel_id": CANARY},
    ],
)
def test_personal_values_are_masked(payload: dict[str, Any]) -> None:
    found = findings(payload)
    assert found
    assert CANARY not in str(found)
    assert "secret.example" not in str(found)


def test_control_characters_do_not_reach_the_terminal() -> None:
    found = findings(event(action_source="\x1b[31mweb", custom_data={"value": "\x1b[2J", "currency": "\x07"}))
    assert len(found) == 3
    assert "\x1b" not in str([tuple(finding) for finding in found]).replace("\\x1b", "")


EUR = {"value": 1, "currency": "EUR"}

LEGAL_VARIETY = {
    "time as digits": event(event_time=str(AT)),
    "time as ISO text": event(event_time="2026-08-29T10:39:00Z"),
    "value as text": event(custom_data={"value": "142.52", "currency": "USD"}),
    "lower-case currency": event(custom_data={"value": 142.52, "currency": "usd"}),
    "list with null": event(user_data=user(ph=[None])),
    "empty list": event(user_data=user(ph=[])),
    "empty fbc": event(user_data=user(fbc="")),
    "integer content ids": event(custom_data=EUR | {"content_ids": [1, 2]}),
    "integer product ids": event(custom_data=EUR | {"contents": [{"id": 1, "quantity": 1}]}),
    "one value": event(user_data=user(em=EMAIL_HASH)),
    "one content id": event(custom_data=EUR | {"content_ids": "a"}),
    "partner id": event(user_data=user(partner_id="x", partner_name="y")),
    "seconds in fbc": event(user_data=user(fbc=f"fb.1.{AT}.IwAR2F4")),
    "custom data at the top level": event(custom_data=ABSENT, value=1, currency="EUR"),
    "no user agent": event(user_data=user(client_user_agent=ABSENT)),
    "contents as JSON text": event(custom_data=EUR | {"contents": '[{"id":"a","quantity":1}]'}),
    "content ids as JSON text": event(custom_data=EUR | {"content_ids": '["a"]'}),
    "null members": event(referrer_url=None, app_data=None, opt_out=None, custom_data=EUR | {"content_name": None}),
    "null key in custom data": event(event_name="ViewContent", custom_data={"value": None, "currency": None}),
    "no action source": event(action_source=ABSENT),
    "builder suffix on a hash": event(user_data=user(em=EMAIL_HASH + ".AQQCAQMC")),
    "builder suffix on the address": event(user_data=user(client_ip_address="203.0.113.7.AQQAAQMC")),
    "five-part cookies": event(
        user_data=user(fbp=f"fb.1.{AT}000.1098115397.AQQCAQMC", fbc=f"fb.1.{AT}000.IwAR2F4.AQQCAQMC")
    ),
    "MD5": event(user_data=user(em="d41d8cd98f00b204e9800998ecf8427e")),
    "upper-case hash": event(user_data=user(em=EMAIL_HASH.upper())),
    "bare number as external id": event(user_data=user(external_id=12345)),
    "integer event id": event(event_id=17),
    "integer order id": event(custom_data=EUR | {"order_id": 17}),
    "lead id as number": event(user_data=user(lead_id=1234567890123456)),
    "no limited data use": event(data_processing_options=[]),
    "segmentation beside": event(customer_segmentation="new_customer_to_business"),
    "segmentation inside": event(custom_data=EUR | {"customer_segmentation": "new_customer_to_business"}),
    "tracking flag as boolean": event(
        action_source="app",
        app_data={"advertiser_tracking_enabled": True, "extinfo": ["a2", "", "", "", "16", *[""] * 11]},
    ),
    "PageView": event(event_name="PageView", custom_data=ABSENT),
    "custom name": event(event_name="TestDrive", custom_data={"model": "T"}),
}


@pytest.mark.parametrize("name", LEGAL_VARIETY)
def test_what_well_kept_senders_vary_is_neither_refused_nor_an_error(name: str) -> None:
    assert worst(LEGAL_VARIETY[name]) in (None, "note", "warning")


def test_an_ordinary_purchase_is_clean_on_both_channels() -> None:
    assert codes(event()) == codes(browser()) == []
