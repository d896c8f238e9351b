"""Rules for the products of an event: contents, content_ids, content_type and order ids."""

from __future__ import annotations

from typing import Any

import orjson

from simulator.checks import sources
from simulator.checks.catalog import BOTH, BROWSER, rule
from simulator.checks.examples import browser, event
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask

_ITEM = {"id": "sku-1", "quantity": 1}
_ENTRY = "objects with id and quantity"
_WITHOUT_ID = [
    ("custom_data.contents.id", "required"),
    ("custom_data.contents.id", "type"),
    ("custom_data.contents", "type"),
]


def _cart(**members: Any) -> dict[str, Any]:
    return event(event_name="AddToCart", custom_data={"value": 49.9, "currency": "EUR", **members})


def _without_id(spot: Spot) -> Hit | None:
    """A hit when an entry of contents has no id or is no object."""
    inside = any(isinstance(part, int) for part in spot.path)
    if spot.key == "id":
        if spot.value is not ABSENT and spot.value is not None:
            return None
        return Hit("An entry of contents has no id.", _ENTRY, "nothing")
    if not inside or spot.value is None:
        return None
    return Hit("An entry of contents is not an object.", _ENTRY, mask(spot.value))


@rule(
    "CUS004",
    "contents-without-id",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="The API was reported, by authors of published plugins, to refuse entries of contents that have no id or are "
    "malformed.",
    fix='Give every entry of contents the product\'s id: {"id": "sku-1", "quantity": 1}.',
    on=_WITHOUT_ID,
    subcode=2804008,
    failing=_cart(contents=[{"quantity": 1}]),
    passing=_cart(contents=[_ITEM]),
)
def contents_without_id(spot: Spot) -> Hit | None:
    """An entry of a server event's contents without id."""
    return _without_id(spot)


@rule(
    "PIX006",
    "pixel-contents-without-id",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.PIXEL_REFERENCE,
    read=READ,
    why="The Pixel reference requires id and quantity in every entry of contents. The browser's event is taken all the "
    "same, but the product is unknown.",
    fix="Give every entry of contents the product's id: {id: 'sku-1', quantity: 1}.",
    channels=BROWSER,
    on=_WITHOUT_ID,
    failing=browser(custom_data={"value": "49.90", "currency": "EUR", "contents": [{"quantity": 1}]}),
    passing=browser(custom_data={"value": "49.90", "currency": "EUR", "contents": [_ITEM]}),
)
def pixel_contents_without_id(spot: Spot) -> Hit | None:
    """An entry of a browser event's contents without id."""
    return _without_id(spot)


@rule(
    "CUS012",
    "contents-without-quantity",
    severity=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source=sources.PIXEL_REFERENCE,
    read=READ,
    why="The Pixel reference requires quantity beside id; the custom data page lists it without requiring it. No "
    "refusal is known.",
    fix="Send the quantity of every entry of contents as a whole number.",
    channels=BOTH,
    on=[("custom_data.contents.quantity", "required")],
    failing=_cart(contents=[{"id": "sku-1"}]),
    passing=_cart(contents=[_ITEM]),
)
def contents_without_quantity(spot: Spot) -> Hit | None:  # noqa: ARG001
    """An entry of contents without quantity."""
    return Hit("An entry of contents has no quantity.", "a whole number", "nothing")


def _as_json(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None


@rule(
    "CUS011",
    "list-as-json-text",
    severity=Severity.NOTE,
    evidence=Evidence.SDK,
    source=sources.WOOCOMMERCE,
    read="2026-08-11",
    why="contents and content_ids are documented as lists. Meta's own WooCommerce plugin sends them as JSON text, so "
    "the API must bear it; entries inside are not checked here.",
    fix="Send the list itself instead of its JSON text.",
    channels=BOTH,
    on=[("custom_data.contents", "type"), ("custom_data.content_ids", "type")],
    failing=_cart(contents='[{"id":"sku-1","quantity":1}]'),
    passing=_cart(contents=[_ITEM]),
)
def list_as_json_text(spot: Spot) -> Hit | None:
    """A list that was encoded twice."""
    if not isinstance(spot.value, str) or not isinstance(_as_json(spot.value), (list, dict)):
        return None
    return Hit(f"{spot.name} is JSON text instead of a list.", "a list", f"text of {len(spot.value)} characters")


@rule(
    "CUS013",
    "value-instead-of-list",
    severity=Severity.NOTE,
    evidence=Evidence.OBSERVED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="Documented as a list; published senders send a single value when there is one product, and are not refused.",
    fix="Put the value into a list, even when it is the only one.",
    channels=BOTH,
    on=[("custom_data.contents", "type"), ("custom_data.content_ids", "type")],
    failing=_cart(content_ids="sku-1"),
    passing=_cart(content_ids=["sku-1"]),
)
def value_instead_of_list(spot: Spot) -> Hit | None:
    """One product where a list is documented."""
    if any(isinstance(part, int) for part in spot.path) or spot.value is None or isinstance(spot.value, bool):
        return None
    # Text is an id, but no product.
    if not isinstance(spot.value, dict if spot.key == "contents" else (str, int)):
        return None
    return Hit(f"{spot.name} is a single value instead of a list.", "a list", mask(spot.value))


@rule(
    "CUS014",
    "contents-not-list",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="contents is documented as a list of objects, content_ids as a list of ids; what is sent here can't be read "
    "as either.",
    fix='Send contents as [{"id": "sku-1", "quantity": 1}] and content_ids as ["sku-1"].',
    channels=BOTH,
    on=[("custom_data.contents", "type"), ("custom_data.content_ids", "type")],
    failing=_cart(contents="sku-1"),
    passing=_cart(contents=[_ITEM]),
)
def contents_not_list(spot: Spot) -> Hit | None:
    """Neither a list nor anything that stands for one."""
    if spot.value is None:
        return None
    return Hit(f"{spot.name} holds no products.", "a list", mask(spot.value))


@rule(
    "CUS015",
    "content-type-unknown",
    severity=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="The page lists product and product_group; SDKs and senders use free text for other kinds of business, and no "
    "refusal is known.",
    fix="Use product for single articles and product_group for groups of variants.",
    channels=BOTH,
    on=[("custom_data.content_type", "enum")],
    failing=_cart(content_type="products"),
    passing=_cart(content_type="product_group"),
)
def content_type_unknown(spot: Spot) -> Hit | None:
    """A content_type that is not on Meta's list."""
    if spot.value is None:
        return None
    actual = mask(spot.value, "content_type" if isinstance(spot.value, str) else None)
    return Hit(f"content_type {actual} is not one Meta lists.", "product | product_group", actual)


@rule(
    "CUS021",
    "order-id-as-number",
    severity=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="order_id and item_number are documented as text; a number loses leading zeros on the way.",
    fix="Send the id as text.",
    channels=BOTH,
    on=[("custom_data.order_id", "type"), ("custom_data.item_number", "type"), ("item_number", "type")],
    failing=event(custom_data={"value": 49.9, "currency": "EUR", "order_id": 1001}),
    passing=event(custom_data={"value": 49.9, "currency": "EUR", "order_id": "1001"}),
)
def order_id_as_number(spot: Spot) -> Hit | None:
    """A number as order id."""
    if isinstance(spot.value, bool) or not isinstance(spot.value, (int, float)):
        return None
    return Hit(f"{spot.name} is a number.", "text", mask(spot.value))
