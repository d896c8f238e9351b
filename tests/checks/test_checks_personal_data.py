"""Rules for personal data in clear: what is found, where it is told, and what is no personal data."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import findings
from personal_building import ADDRESS, HASH, NUMBER, PAGE, custom, only, page, personal

from simulator.checks.catalog import catalog
from simulator.checks.examples import browser, event, user


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"note": ADDRESS}, "$.custom_data.note"),
        ({"note": f"for <{ADDRESS}>, urgent"}, "$.custom_data.note"),
        ({"note": "for jane.doe%40example.com"}, "$.custom_data.note"),
        ({"content_name": "info@other.example"}, "$.custom_data.content_name"),
        ({"page": {"links": ["x", f"mailto:{ADDRESS}"]}}, "$.custom_data.page.links[1]"),
        ({"contents": [{"id": "a", "title": "x"}, {"id": "b", "title": ADDRESS}]}, "$.custom_data.contents[1].title"),
        ({"details": f'{{"mail": "{ADDRESS}"}}'}, "$.custom_data.details"),
        ({"email": "JANE+shop@Mail.Example.COM"}, "$.custom_data.email"),
        ({"note": "jürgen@exämple.de"}, "$.custom_data.note"),
        ({ADDRESS: 1}, "$.custom_data"),
        ({ADDRESS: {"ask": ADDRESS}}, "$.custom_data"),
        ({"Janedoe": ADDRESS}, "$.custom_data"),
        ({"customer": {"Janedoe": ADDRESS}}, "$.custom_data.customer"),
        ({"Janedoe": {"note": ADDRESS}}, "$.custom_data"),
    ],
)
def test_address_in_custom_data(members: dict[str, Any], path: str) -> None:
    finding = only(custom(**members), "PRV001")
    assert finding.path == path
    assert "in clear in" in finding.message


@pytest.mark.parametrize(
    "members",
    [
        {"content_name": "Mug @home"},
        {"content_name": "Mug @ home.example"},
        {"content_name": "2 @ 9.99, @everyone"},
        {"image": "https://cdn.shop.example/mug@2x.png"},
        {"script": "vue@3.min.js"},
        {"handle": "@jane.social"},
        {"profile": "https://video.example/@jane.doe"},
        {"map": "https://maps.example/@52.52,13.40,12z"},
        {"email": HASH},
        {"email": "yes"},
        {"email": True},
        {"em": ""},
        {"note": None},
    ],
)
def test_no_address_in_custom_data(members: dict[str, Any]) -> None:
    assert personal(custom(**members)) == []


@pytest.mark.parametrize(
    ("line", "code", "path"),
    [
        (event(email=ADDRESS), "PRV001", "$.email"),
        (event(content_name=f"x {ADDRESS}"), "PRV001", "$.content_name"),
        (event(customer={"first_name": "Jane"}), "PRV004", "$.customer.first_name"),
        (event(order_id=ADDRESS), "PRV005", "$.order_id"),
        (event(**{ADDRESS: 1}), "PRV001", "$"),
        (event(original_event_data={"event_name": ADDRESS}), "PRV001", "$.original_event_data.event_name"),
    ],
)
def test_members_beside_custom_data(line: dict[str, Any], code: str, path: str) -> None:
    assert only(line, code).path == path


def test_places_like_the_first_are_counted() -> None:
    finding = only(custom(a=ADDRESS, b=ADDRESS, c=[ADDRESS, ADDRESS]), "PRV001")
    assert finding.path == "$.custom_data.a"
    assert finding.message.endswith(" 2 more places like it.")
    assert only(custom(a=ADDRESS, b=ADDRESS), "PRV001").message.endswith(" 1 more place like it.")


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"first_name": "Jane"}, "$.custom_data.first_name"),
        ({"customer": {"lastName": "Doe"}}, "$.custom_data.customer.lastName"),
        ({"contents": [{"id": "a", "recipient_name": "Jane Doe"}]}, "$.custom_data.contents[0].recipient_name"),
        ({"phone": "(650) 555-0123"}, "$.custom_data.phone"),
        ({"phone": 16505550123}, "$.custom_data.phone"),
        ({"phones": ["x", "+16505550123"]}, "$.custom_data.phones[1]"),
        ({"Customer-DOB": "1990/05/17"}, "$.custom_data['Customer-DOB']"),
        ({"email": "jane@localhost"}, "$.custom_data.email"),
        ({"street_address": "12 Sample Street"}, "$.custom_data.street_address"),
        ({"first name": "Jane"}, "$.custom_data"),
    ],
)
def test_personal_member(members: dict[str, Any], path: str) -> None:
    finding = only(custom(**members), "PRV004")
    assert finding.path == path


@pytest.mark.parametrize(
    "members",
    [
        {"first_name": HASH},
        {"first_name": ""},
        {"first_name": None},
        {"first_name": ["", None]},
        {"first_name": {"set": True}},
        {"first_name": "***"},
        {"first_name": "[redacted]"},
        {"name": "Jane"},
        {"city": "Berlin", "country": "DE", "postal_code": "10115"},
        {"phone": False},
        {"phone": 1},
        {"phone": "iPhone 17"},
        {"mobile": 12.5},
        {"birthday": "yes"},
        {"content_name": "Jane"},
        {"brand": "Jane Doe"},
        {"first_name": "d41d8cd98f00b204e9800998ecf8427e"},
    ],
)
def test_no_personal_member(members: dict[str, Any]) -> None:
    assert personal(custom(**members)) == []


def test_one_member_is_told_once() -> None:
    assert personal(custom(email=ADDRESS)) == ["PRV001"]
    assert personal(custom(phone=NUMBER)) == ["PRV004"]
    assert personal(page(f"{PAGE}?email={ADDRESS}&phone=%2B16505550123")) == ["PRV002", "PRV003"]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (event(event_id=f"{ADDRESS}-1"), "$.event_id"),
        (event(event_id="+16505550123"), "$.event_id"),
        (event(event_name=f"Signup {ADDRESS}"), "$.event_name"),
        (custom(order_id=ADDRESS), "$.custom_data.order_id"),
        (custom(content_ids=["SKU-1", ADDRESS], content_type="product"), "$.custom_data.content_ids[1]"),
        (custom(contents=[{"id": ADDRESS, "quantity": 1}]), "$.custom_data.contents[0].id"),
        (browser(event_id=ADDRESS), "$.event_id"),
    ],
)
def test_personal_data_in_name_or_id(line: dict[str, Any], path: str) -> None:
    assert only(line, "PRV005").path == path


@pytest.mark.parametrize(
    "event_id",
    [
        "order@1001",
        "1001+16505550123",
        "+1788000000",
        "16505550123",
        "a@b",
        "mug@2x.png",
        "0b9f6a52-6c1f-4d0e-9d6a-2f1f5a3c9e77@shop.example",
        f"{HASH}@shop.example",
    ],
)
def test_no_personal_data_in_id(event_id: str) -> None:
    assert personal(event(event_id=event_id)) == []


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        "call +16505550123!",
        "+44 20 7946 0123",
        "+1 (650) 555-0123",
        "%2B16505550123",
        "+1.650.555.0123 or later",
        "call\n+1 650 555 0123",
        "\t+1\t650\t555\t0123",
    ],
)
def test_phone_number_in_text(text: str) -> None:
    assert only(custom(note=text), "PRV007").severity == "note"


@pytest.mark.parametrize(
    "text",
    [
        "4006381333931",
        "+4006381333931000000",
        "+19.99",
        "+1234567",
        "1+16505550123",
        "2026-09-12T10:00:00+02:00",
        "+49 1 234",
        "+999 123 456 789",
        "650-555-0123",
        "++16505550123",
    ],
)
def test_no_phone_number_in_text(text: str) -> None:
    assert personal(custom(note=text)) == []


def test_phone_number_in_url() -> None:
    assert personal(page(f"{PAGE}?ref=%2B16505550123")) == ["PRV007"]
    assert personal(page(f"{PAGE}?ref=+16505550123")) == ["PRV007"]
    assert personal(page(f"{PAGE}?ref=16505550123")) == []


@pytest.mark.parametrize(
    ("external_id", "expected"),
    [
        (ADDRESS, ["PRV008"]),
        ([ADDRESS], ["PRV008"]),
        (["u-1", "+16505550123"], ["PRV008"]),
        ("customer-1001", []),
        ("12345", []),
        ("16505550123", []),
        (HASH, []),
        ("user@1001", []),
    ],
)
def test_contact_as_external_id(external_id: object, expected: list[str]) -> None:
    assert personal(event(user_data=user(external_id=external_id))) == expected


def test_pixel_request() -> None:
    """The way from the wire: properties are cd[...], the page and its referrer dl and rl."""
    query = (
        "id=1234567890&ev=Purchase&eid=1&cd[value]=9&cd[currency]=EUR&cd[note]=jane.doe%40example.com"
        "&dl=https%3A%2F%2Fshop.example%2F%3Fm%3Djane.doe%2540example.com&rl=https%3A%2F%2Fx.example%2F%3Ffname%3DJane"
    )
    line = {
        "channel": "browser",
        "received_at": 1_788_000_000,
        "request": {"method": "GET", "url": f"https://www.facebook.com/tr?{query}"},
    }
    found = {each.rule: each.path for each in findings(line) if each.rule.startswith("PRV")}
    assert found == {"PRV001": "$.custom_data.note", "PRV002": "$.event_source_url", "PRV003": "$.referrer_url"}


def test_rules_are_of_one_part() -> None:
    rules = [rule for code, rule in catalog().items() if code.startswith("PRV")]
    assert [rule.code for rule in rules] == [f"PRV00{number}" for number in range(1, 10)]
    assert {rule.channels for rule in rules} == {("browser", "server")}
