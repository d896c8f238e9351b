"""Rules for custom_data: value, currency and the documented lists of words."""

from __future__ import annotations

import re

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import browser, event
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, TOLERATED, Hit, Spot
from simulator.checks.vocabulary import currencies
from simulator.finding import Evidence, Severity
from simulator.masking import mask

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_NEGATIVE = re.compile(r"-\d+(\.\d+)?")
_NUMBERS = (
    "custom_data.value",
    "custom_data.predicted_ltv",
    "custom_data.net_revenue",
    "custom_data.num_items",
    "custom_data.contents.quantity",
    "custom_data.contents.item_price",
)
_VERTICAL_WORDS = (
    "availability",
    "body_style",
    "drivetrain",
    "fuel_type",
    "listing_type",
    "property_type",
    "transmission",
    "travel_class",
)
_PRICE = "a number such as 49.9"
_CODE = "an ISO 4217 code such as EUR"


def missing(spot: Spot, name: str) -> bool:
    """Whether custom_data lacks the member, or has it as null."""
    return spot.member("custom_data").get(name) is None


@rule(
    "CUS001",
    "purchase-without-value",
    severity=Severity.REJECTED,
    evidence=Evidence.OBSERVED,
    source=sources.RUDDERSTACK_ERRORS,
    read="2026-08-06",
    why="value is documented as required for Purchase, and the API answers with a subcode of its own when it is "
    "missing. null is taken for missing.",
    fix="Send custom_data.value, the amount of the order as a number, and custom_data.currency.",
    on=[
        ("custom_data", "required"),
        ("custom_data", "type"),
        ("custom_data.value", "required"),
        ("custom_data.value", "type"),
    ],
    hides=("CUS002",),
    subcode=2804009,
    failing=event(custom_data={"currency": "EUR"}),
    passing=event(),
)
def purchase_without_value(spot: Spot) -> Hit | None:
    """A server Purchase that does not tell its value."""
    if spot.event.event_name != "Purchase" or not missing(spot, "value"):
        return None
    if spot.path == ("custom_data",) and spot.value not in (ABSENT, None, []):
        return None
    path = ("custom_data", "value")
    if missing(spot, "currency"):
        return Hit("The Purchase has neither value nor currency.", f"{_PRICE}, and a currency", "nothing", path)
    return Hit("The Purchase has no value.", _PRICE, "nothing", path)


@rule(
    "CUS002",
    "purchase-without-currency",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.PURCHASE_REPORT,
    read=READ,
    why="currency is documented as required for Purchase, and the API was reported to refuse a Purchase without it.",
    fix='Send custom_data.currency, for example "EUR".',
    on=[
        ("custom_data", "required"),
        ("custom_data.currency", "required"),
        ("custom_data.currency", "dependentRequired"),
        ("custom_data.currency", "enum"),
    ],
    subcode=2804010,
    failing=event(custom_data={"value": 49.9}),
    passing=event(),
)
def purchase_without_currency(spot: Spot) -> Hit | None:
    """A server Purchase that does not tell its currency."""
    if spot.event.event_name != "Purchase" or not missing(spot, "currency"):
        return None
    return Hit("The Purchase has no currency.", _CODE, "nothing", ("custom_data", "currency"))


@rule(
    "CUS003",
    "value-without-currency",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="A value needs a currency; the API was reported to refuse any event that has the one without the other.",
    fix='Send custom_data.currency beside value, for example "EUR", or neither.',
    on=[("custom_data.currency", "dependentRequired"), ("custom_data.currency", "enum")],
    subcode=2804023,
    failing=event(event_name="AddToCart", custom_data={"value": 49.9}),
    passing=event(event_name="AddToCart", custom_data={}),
)
def value_without_currency(spot: Spot) -> Hit | None:
    """A value without a currency in a server event."""
    if not missing(spot, "currency"):
        return None
    if missing(spot, "value"):
        return TOLERATED if spot.keyword == "dependentRequired" else None
    return Hit("The event has a value but no currency.", _CODE, "nothing", ("custom_data", "currency"))


@rule(
    "CUS006",
    "currency-in-lower-case",
    severity=Severity.NOTE,
    evidence=Evidence.OBSERVED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="ISO 4217 codes are written in capitals. Meta's samples and its Python SDK use lower case, and the API accepts "
    "it; two spellings are still two spellings in your own data.",
    fix="Send the code in capitals, on both channels alike.",
    channels=BOTH,
    on=[("custom_data.currency", "enum")],
    failing=event(custom_data={"value": 49.9, "currency": "eur"}),
    passing=event(),
)
def currency_in_lower_case(spot: Spot) -> Hit | None:
    """A currency code with small letters."""
    if not isinstance(spot.value, str) or spot.value.upper() not in currencies():
        return None
    if spot.event.channel == "browser":
        return TOLERATED
    return Hit("currency is in lower case.", spot.value.upper(), mask(spot.value, "currency"))


@rule(
    "CUS005",
    "currency-unknown",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.PIXEL_DIAGNOSTICS,
    read=READ,
    why="currency has to be a three-letter ISO 4217 code; Events Manager shows others as invalid. That the API refuses "
    "them was not seen.",
    fix='Send the code, not a sign or a name: "EUR", not "€".',
    channels=BOTH,
    on=[("custom_data.currency", "enum")],
    failing=event(custom_data={"value": 49.9, "currency": "€"}),
    passing=event(),
)
def currency_unknown(spot: Spot) -> Hit | None:
    """Something that is no currency code."""
    if spot.value is None or (spot.value in ("", []) and missing(spot, "value")):
        return None
    actual = mask(spot.value, "currency" if isinstance(spot.value, str) and len(spot.value) < 8 else None)
    return Hit(f"currency {actual or 'of no letters'} is no ISO 4217 code.", _CODE, actual)


@rule(
    "CUS009",
    "value-negative",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.PIXEL_DIAGNOSTICS,
    read=READ,
    why="Events Manager asks for a value of 0 or more. The pixel only warns; what the API does is not known.",
    fix="Send refunds in another way than as a negative value.",
    channels=BOTH,
    on=[("custom_data.value", "minimum"), ("custom_data.value", "pattern"), ("custom_data.value", "type")],
    failing=event(custom_data={"value": -1, "currency": "EUR"}),
    passing=event(custom_data={"value": 0, "currency": "EUR"}),
)
def value_negative(spot: Spot) -> Hit | None:
    """A value below zero."""
    if spot.keyword != "minimum" and not (isinstance(spot.value, str) and _NEGATIVE.fullmatch(spot.value)):
        return None
    return Hit("value is negative.", "0 or more", mask(spot.value, "value"))


@rule(
    "CUS008",
    "number-as-text",
    severity=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source=sources.END_TO_END,
    read=READ,
    why="Documented as a number, but Meta's own sample sends value as text, and so do published senders.",
    fix="Send the number without quotes.",
    on=[(place, "type") for place in _NUMBERS],
    failing=event(custom_data={"value": "49.90", "currency": "EUR"}),
    passing=event(),
)
def number_as_text(spot: Spot) -> Hit | None:
    """A number in quotes."""
    if not isinstance(spot.value, str) or not _NUMBER.fullmatch(spot.value.strip()):
        return None
    return Hit(f"{spot.name} is a number as text.", "a number", mask(spot.value, spot.key))


@rule(
    "CUS010",
    "custom-data-empty",
    severity=Severity.NOTE,
    evidence=Evidence.OBSERVED,
    source=sources.SEGMENT,
    read="2026-08-21",
    why="Published senders send empty texts and lists for what they do not know, and are not refused.",
    fix="Leave the member out when there is nothing to say.",
    channels=BOTH,
    on=[
        *((place, keyword) for place in _NUMBERS for keyword in ("type", "pattern")),
        ("custom_data", "type"),
        ("custom_data.currency", "enum"),
        ("custom_data.order_id", "minLength"),
        ("custom_data.content_ids", "minLength"),
        ("custom_data.content_ids", "type"),
        ("custom_data.contents", "type"),
        ("custom_data.contents.id", "minLength"),
        ("custom_data.content_type", "enum"),
        ("custom_data.delivery_category", "enum"),
        ("custom_data.contents.delivery_category", "enum"),
        *((f"custom_data.{name}", "enum") for name in _VERTICAL_WORDS),
    ],
    failing=event(event_name="ViewContent", custom_data={"content_type": ""}),
    passing=event(event_name="ViewContent", custom_data={}),
)
def custom_data_empty(spot: Spot) -> Hit | None:
    """A member that holds nothing."""
    if spot.value not in ("", [], {}):
        return None
    # An empty value of a Purchase is an invalid one.
    if spot.key == "value" and spot.event.event_name == "Purchase":
        return None
    return Hit(f"{spot.name} is empty.", "a value, or no such member", mask(spot.value))


@rule(
    "CUS007",
    "value-not-a-number",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.PIXEL_DIAGNOSTICS,
    read=READ,
    why="Events Manager reports a value with letters, signs or other symbols as invalid: only digits and one point.",
    fix="Send 1234.5 instead of 1.234,50 € or 1,234.50.",
    channels=BOTH,
    on=[("custom_data.value", "type"), ("custom_data.value", "pattern")],
    failing=event(custom_data={"value": "49,90", "currency": "EUR"}),
    passing=browser(custom_data={"value": "49.90", "currency": "EUR"}),
)
def value_not_a_number(spot: Spot) -> Hit | None:
    """A value that can't be read as an amount."""
    if spot.value is None:
        return None
    actual = mask(spot.value, "value" if isinstance(spot.value, str) else None)
    return Hit("value is no number.", _PRICE, actual)


@rule(
    "CUS016",
    "amount-not-a-number",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="Quantities are documented as whole numbers, prices and predicted values as numbers; what happens to other "
    "values is not told.",
    fix="Send a plain number: whole for quantity and num_items.",
    channels=BOTH,
    on=[(place, keyword) for place in _NUMBERS[1:] for keyword in ("type", "pattern")],
    failing=event(custom_data={"value": 49.9, "currency": "EUR", "num_items": "two"}),
    passing=event(custom_data={"value": 49.9, "currency": "EUR", "num_items": 2}),
)
def amount_not_a_number(spot: Spot) -> Hit | None:
    """A quantity, price or prediction that is no number."""
    value = spot.value
    if value is None:
        return None
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return TOLERATED
    expected = "a whole number" if spot.key in ("quantity", "num_items") else "a number"
    return Hit(f"{spot.name} is not {expected}.", expected, mask(value, spot.key if isinstance(value, str) else None))


@rule(
    "CUS017",
    "delivery-category-unknown",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="The page lists in_store, curbside and home_delivery; what happens to other values was not seen.",
    fix="Use in_store, curbside or home_delivery.",
    channels=BOTH,
    on=[("custom_data.delivery_category", "enum"), ("custom_data.contents.delivery_category", "enum")],
    failing=event(custom_data={"value": 49.9, "currency": "EUR", "delivery_category": "parcel"}),
    passing=event(custom_data={"value": 49.9, "currency": "EUR", "delivery_category": "home_delivery"}),
)
def delivery_category_unknown(spot: Spot) -> Hit | None:
    """A delivery_category that is not on Meta's list."""
    if spot.value is None:
        return None
    actual = mask(spot.value, spot.key if isinstance(spot.value, str) else None)
    return Hit(f"delivery_category {actual} is not one Meta knows.", spot.expected, actual)


@rule(
    "CUS018",
    "vertical-word-unknown",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="For travel, property and vehicles the page lists the words it knows; what happens to others is not told.",
    fix="Use a word from the page's list, in its spelling.",
    channels=BOTH,
    on=[(f"custom_data.{name}", "enum") for name in _VERTICAL_WORDS],
    failing=event(event_name="Search", custom_data={"travel_class": "Business Class"}),
    passing=event(event_name="Search", custom_data={"travel_class": "business"}),
)
def vertical_word_unknown(spot: Spot) -> Hit | None:
    """A word of a vertical that is not on Meta's list."""
    if spot.value is None:
        return None
    return Hit(f"{spot.name} is not one of the documented words.", spot.expected, mask(spot.value))


@rule(
    "CUS019",
    "custom-data-not-object",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="custom_data is documented as an object.",
    fix="Send custom_data as a JSON object, not as text or a list.",
    channels=BOTH,
    on=[("custom_data", "type")],
    failing=event(event_name="ViewContent", custom_data="value=49.9"),
    passing=event(event_name="ViewContent", custom_data={}),
)
def custom_data_not_object(spot: Spot) -> Hit | None:
    """Something else than an object."""
    if spot.value is None or spot.value is ABSENT:
        return None
    return Hit("custom_data is not an object.", "an object", mask(spot.value))
