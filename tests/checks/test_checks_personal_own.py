"""Addresses of the shop itself are no customer's."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest
from personal_building import ADDRESS, PAGE, custom, page, personal

from simulator.checks.examples import CUSTOMERS, browser, event, user
from simulator.checks.own_addresses import is_own, own_hosts

SHOP = "info@shop.example"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (SHOP, True),
        ("Write to service@mail.shop.example", True),
        ("INFO@SHOP.EXAMPLE", True),
        (ADDRESS, False),
        ("jane@notshop.example", False),
        ("jane@shop.example.other.example", False),
        (f"{SHOP} or {ADDRESS}", False),
        ("jane@gmail.com", False),
    ],
)
def test_addresses_of_the_page_s_host(text: str, own: bool) -> None:
    for url in ("https://shop.example/", "https://www.shop.example/x", "https://de.shop.example:8443/?a=b"):
        members = {"value": "1", "currency": "EUR", "note": text}
        expected = [] if own and not ("@mail." in text and "de." in url) else ["PRV001"]
        assert personal(browser(event_source_url=url, custom_data=members)) == expected
        assert personal(event(event_source_url=url, custom_data=members | {"value": 1})) == expected
        line = browser(event_name="SubscribedButtonClick", event_source_url=url, custom_data={"buttonText": text})
        assert personal(line) == expected


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (custom(email=SHOP), None),
        (custom(customer_email=f" {SHOP} "), None),
        (page(f"{PAGE}?contact={SHOP}"), None),
        (page(f"{PAGE}?email=info%2540shop.example"), None),
        (event(referrer_url=f"{PAGE}?contact={SHOP}"), None),
        (event(event_id=f"{SHOP}-1"), None),
        (custom(order_id=SHOP), None),
        (event(event_name=f"Mail to {SHOP}"), None),
        (event(user_data=user(external_id=SHOP)), "PRV008"),
        (custom(note=f"{SHOP}, +1 650 555 0123"), "PRV007"),
        (custom(note=SHOP) | {"user_data": user(em=[sha256(SHOP.encode()).hexdigest()])}, "PRV009"),
        (custom(note=SHOP) | {"event_source_url": "https://other.example/"}, "PRV001"),
    ],
)
def test_where_they_are_taken(line: dict[str, Any], code: str | None) -> None:
    assert personal(line) == ([code] if code else [])


@pytest.mark.parametrize("host", ["other.example", "*.other.example", "www.other.example", "OTHER.example"])
def test_addresses_of_listed_hosts(host: str) -> None:
    line = custom(note="info@other.example")
    assert personal(line) == ["PRV001"]
    assert personal(line, hosts=["shop.example", host]) == []
    assert personal(line, hosts=["shop.example", host], customers=CUSTOMERS) == []


def test_a_known_shopper_is_known_on_any_page() -> None:
    line = custom(note="ana@example.com") | {"event_source_url": "https://example.com/"}
    assert personal(line) == []
    assert personal(line, customers=CUSTOMERS) == ["PRV006"]


def test_a_page_of_a_mail_service_makes_nobody_the_shop() -> None:
    assert personal(custom(note="jane@gmail.com") | {"event_source_url": "https://mail.gmail.com/"}) == ["PRV001"]


@pytest.mark.parametrize(
    ("url", "hosts", "expected"),
    [
        ("https://www.shop.example/", [], ("shop.example",)),
        (None, ["*.shop.example", "shop.example"], ("shop.example",)),
        ("https://com/", ["localhost"], ()),
        ("no address", [], ()),
        (7, [], ()),
        ("https://m\u00fcller.example/", [], ("xn--mller-kva.example",)),
    ],
)
def test_own_hosts(url: Any, hosts: list[str], expected: tuple[str, ...]) -> None:
    assert own_hosts(url, hosts) == expected


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("a@shop.example", True),
        ("a@mail.shop.example", True),
        ("a@xshop.example", False),
        ("a@gmail.com", False),
    ],
)
def test_is_own(address: str, own: bool) -> None:
    assert is_own(address, ("shop.example", "gmail.com")) is own
