"""Value, currency, products: what is refused, what is only unusual."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import codes, findings, worst

from simulator.checks.examples import browser, event
from simulator.checks.spot import ABSENT

PRICE = {"value": 49.9, "currency": "EUR"}


def cart(**members: Any) -> dict[str, Any]:
    return event(event_name="AddToCart", custom_data=PRICE | members)


@pytest.mark.parametrize(
    ("name", "custom_data", "expected"),
    [
        ("Purchase", PRICE, []),
        ("Purchase", {"value": 0, "currency": "EUR"}, []),
        ("Purchase", {"currency": "EUR"}, ["CUS001"]),
        ("Purchase", {"currency": "EUR", "value": None}, ["CUS001"]),
        ("Purchase", {"value": 1}, ["CUS002"]),
        ("Purchase", {"value": 1, "currency": None}, ["CUS002"]),
        ("Purchase", {}, ["CUS001"]),
        ("Purchase", None, ["CUS001"]),
        ("Purchase", [], ["CUS001"]),
        ("Purchase", ABSENT, ["CUS001"]),
        ("Purchase", "value=1", ["CUS019"]),
        ("Purchase", {"value": "", "currency": "EUR"}, ["CUS007"]),
        ("AddToCart", {}, []),
        ("AddToCart", ABSENT, []),
        ("AddToCart", {"currency": "EUR"}, []),
        ("AddToCart", {"value": 1}, ["CUS003"]),
        ("AddToCart", {"value": 1, "currency": None}, ["CUS003"]),
        ("AddToCart", {"value": None, "currency": None}, ["EVT018", "EVT018"]),
        ("AddToCart", {"value": None}, ["EVT018"]),
        ("AddToCart", {"value": "", "currency": ""}, ["CUS005", "CUS010"]),
        ("AddToCart", {"currency": ""}, ["CUS010"]),
        ("AddToCart", [], ["CUS010"]),
        ("AddToCart", None, ["EVT018"]),
        ("MadeUp", {"value": 1}, ["CUS003"]),
        ("purchase", {}, ["EVT021"]),
    ],
)
def test_value_and_currency(name: str, custom_data: Any, expected: list[str]) -> None:
    assert codes(event(event_name=name, custom_data=custom_data)) == expected


def test_a_purchase_that_has_neither_gets_one_finding() -> None:
    (finding,) = findings(event(custom_data={}))
    assert finding.message == "The Purchase has neither value nor currency."


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, []),
        (49.9, []),
        (-0.01, ["CUS009"]),
        ("142.52", ["CUS008"]),
        ("+1", ["CUS008"]),
        ("-1", ["CUS009"]),
        ("49,90", ["CUS007"]),
        ("1,234.50", ["CUS007"]),
        ("€ 49.90", ["CUS007"]),
        ("1e3", ["CUS007"]),
        ("NaN", ["CUS007"]),
        (True, ["CUS007"]),
        ([49.9], ["CUS007"]),
        ({}, ["CUS007"]),
    ],
)
def test_forms_of_value(value: Any, expected: list[str]) -> None:
    assert codes(event(custom_data={"value": value, "currency": "EUR"})) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("49.90", []),
        (49.9, []),
        ("0", []),
        ("-1", ["CUS009"]),
        (-1, ["CUS009"]),
        ("49,90", ["CUS007"]),
        ("", ["CUS007"]),
    ],
)
def test_forms_of_value_in_the_browser(value: Any, expected: list[str]) -> None:
    assert codes(browser(custom_data={"value": value, "currency": "EUR"})) == expected


@pytest.mark.parametrize(
    ("currency", "expected"),
    [
        ("EUR", []),
        ("eur", ["CUS006"]),
        ("Eur", ["CUS006"]),
        ("EURO", ["CUS005"]),
        ("€", ["CUS005"]),
        ("XXQ", ["CUS005"]),
        (" EUR", ["CUS005"]),
        (978, ["CUS005"]),
        (["EUR"], ["CUS005"]),
    ],
)
def test_currency(currency: Any, expected: list[str]) -> None:
    assert codes(event(custom_data={"value": 1, "currency": currency})) == expected


def test_the_pixel_raises_currencies_itself() -> None:
    assert codes(browser(custom_data={"value": "1", "currency": "eur"})) == []
    assert codes(browser(custom_data={"value": "1", "currency": "EURO"})) == ["CUS005"]


ITEM = {"id": "sku-1", "quantity": 1}


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ([ITEM], []),
        ([], []),
        ([{"id": 1, "quantity": 1}], []),
        ([{"quantity": 1}], ["CUS004"]),
        ([{"id": None, "quantity": 1}], ["CUS004"]),
        ([ITEM, {"quantity": 1}, {"quantity": 2}], ["CUS004"]),
        (["sku-1"], ["CUS004"]),
        ([["sku-1"]], ["CUS004"]),
        ([{"id": "", "quantity": 1}], ["CUS010"]),
        ([{"id": "sku-1"}], ["CUS012"]),
        ([ITEM | {"quantity": "1"}], ["CUS008"]),
        ([ITEM | {"quantity": 1.5}], ["CUS016"]),
        ([ITEM | {"quantity": "one"}], ["CUS016"]),
        ([ITEM | {"item_price": "9.90"}], ["CUS008"]),
        ([ITEM | {"item_price": "9,90"}], ["CUS016"]),
        ([ITEM | {"item_price": None}], ["EVT018"]),
        ([ITEM | {"delivery_category": "parcel"}], ["CUS017"]),
        (ITEM, ["CUS013"]),
        ('[{"id":"sku-1"}]', ["CUS011"]),
        ('{"id":"sku-1"}', ["CUS011"]),
        ("sku-1", ["CUS014"]),
        (17, ["CUS014"]),
        ("", ["CUS010"]),
        (None, ["EVT018"]),
        ([None], ["EVT018"]),
    ],
)
def test_contents(contents: Any, expected: list[str]) -> None:
    assert codes(cart(contents=contents)) == expected


@pytest.mark.parametrize(
    ("content_ids", "expected"),
    [
        (["a", 1], []),
        ([], []),
        ("sku-1", ["CUS013"]),
        (17, ["CUS013"]),
        ('["a","b"]', ["CUS011"]),
        ("", ["CUS010"]),
        ([""], ["CUS010"]),
        ([None], ["EVT018"]),
        ({"id": "a"}, ["CUS014"]),
        (True, ["CUS014"]),
    ],
)
def test_content_ids(content_ids: Any, expected: list[str]) -> None:
    assert codes(cart(content_ids=content_ids)) == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"content_type": "hotel"}, []),
        ({"content_type": "Product"}, ["CUS015"]),
        ({"content_type": ""}, ["CUS010"]),
        ({"num_items": 2}, []),
        ({"num_items": "2"}, ["CUS008"]),
        ({"num_items": "two"}, ["CUS016"]),
        ({"num_items": 2.5}, ["CUS016"]),
        ({"order_id": 1001}, ["CUS021"]),
        ({"order_id": ""}, ["CUS010"]),
        ({"predicted_ltv": "12.5"}, ["CUS008"]),
        ({"net_revenue": True}, ["CUS016"]),
        ({"delivery_category": "home_delivery"}, []),
        ({"delivery_category": "Home"}, ["CUS017"]),
        ({"availability": "sold"}, ["CUS018"]),
        ({"customer_segmentation": "vip"}, ["EVT017"]),
        ({"content_name": 17}, ["EVT099"]),
        ({"trim": "x" * 51}, ["EVT099"]),
        ({"anything": {"of": ["your", "own"]}}, []),
    ],
)
def test_other_members(members: dict[str, Any], expected: list[str]) -> None:
    assert codes(cart(**members)) == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"value": 49.9, "currency": "EUR"}, ["EVT020"]),
        ({"value": 49.9, "currency": "EUR", "custom_data": {}}, ["EVT020"]),
        ({"currency": "EUR", "custom_data": {"value": 1}}, ["EVT020"]),
        ({"contents": [ITEM], "custom_data": PRICE}, ["EVT020"]),
        ({"value": 49.9, "custom_data": PRICE}, []),
    ],
)
def test_custom_data_at_the_top_level_is_never_refused(members: dict[str, Any], expected: list[str]) -> None:
    payload = event(custom_data=ABSENT) | members
    assert codes(payload) == expected
    assert worst(payload) in (None, "warning")


@pytest.mark.parametrize(
    ("name", "custom_data", "expected"),
    [
        ("Purchase", {"value": "1"}, ["PIX001"]),
        ("Purchase", {"currency": "EUR"}, ["PIX001"]),
        ("Purchase", {}, ["PIX001"]),
        ("Purchase", ABSENT, ["PIX001"]),
        ("Purchase", {"value": None, "currency": "EUR"}, ["PIX001"]),
        ("AddToCart", {"value": "1"}, ["PIX002"]),
        ("AddToCart", {}, []),
        ("AddToCart", ABSENT, []),
        ("AddToCart", {"contents": [{"quantity": 1}]}, ["PIX006"]),
        ("AddToCart", {"contents": [{"id": "a"}]}, ["CUS012"]),
        ("AddToCart", {"num_items": "2"}, []),
        ("Microdata", {"value": "1", "contents": [{}]}, []),
        ("SubscribedButtonClick", {"value": "1"}, []),
    ],
)
def test_browser_events_are_never_refused(name: str, custom_data: Any, expected: list[str]) -> None:
    line = browser(event_name=name, custom_data=custom_data)
    assert codes(line) == expected
    assert worst(line) != "rejected"
