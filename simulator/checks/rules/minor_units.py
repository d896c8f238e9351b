"""The rule for a value in cents where the prices of the same event are in whole units."""

from __future__ import annotations

from typing import Any

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import browser, event
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask

_CENTS = 100
# ISO 4217: these have a thousand minor units.
_OF_A_THOUSAND = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_THOUSANDTHS = 1000
# Prices of single items may be rounded.
_HALF = 0.5
_LONGEST = 20


def may_be_minor_units(custom_data: dict[str, Any]) -> bool:
    """The quick answer, never wrongly no: whether ``value`` may be a hundred times the prices in ``contents``."""
    value: Any = custom_data.get("value")
    # Minor units are whole numbers.
    if value.__class__ is float and value % 1:
        return False
    contents = custom_data.get("contents")
    first = contents[0] if contents.__class__ is list and contents else None
    price = first.get("item_price") if first.__class__ is dict else None
    if price is None:
        return False
    try:
        if value.__class__ is str:
            value = float(value)
        # A hundred times the sum is far more than ten times any price in it.
        return not (value % 1 or value <= 10 * price)
    except (TypeError, ValueError, OverflowError):
        return True


def minor_units(custom_data: dict[str, Any]) -> tuple[int, float] | None:
    """How many times too large ``value`` is (100 or 1000), and the sum of ``contents``; None when it isn't.

    Every item needs a price and a whole quantity: with one missing, or with shipping in the value, there is
    nothing to compare.
    """
    value = _number(custom_data.get("value"))
    contents = custom_data.get("contents")
    if value is None or value % 1 or not isinstance(contents, list) or not contents:
        return None
    total, pieces = 0.0, 0.0
    for item in contents:
        if not isinstance(item, dict):
            return None
        quantity, price = _number(item.get("quantity")), _number(item.get("item_price"))
        if quantity is None or price is None or quantity < 1 or price < 0:
            return None
        total += quantity * price
        pieces += quantity
    # All prices 1 stand for no price at all.
    if total <= 0 or total == pieces:
        return None
    for factor in (_CENTS, _THOUSANDTHS) if _currency(custom_data) in _OF_A_THOUSAND else (_CENTS,):
        # Not for sums below a cent, where the half would cover anything.
        if factor * total >= 1 and abs(value - factor * total) < _HALF + 1e-9 * value:
            return factor, total
    return None


def _currency(custom_data: dict[str, Any]) -> str:
    currency = custom_data.get("currency")
    return currency.upper() if isinstance(currency, str) else ""


def _number(value: Any) -> float | None:
    """A finite amount as a number or as plain text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str) and (len(value) > _LONGEST or not value.replace(".", "", 1).isdecimal()):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None


def _shop(value: Any) -> dict[str, Any]:
    return {"value": value, "currency": "EUR", "contents": [{"id": "sku-1", "quantity": 2, "item_price": 24.95}]}


@rule(
    "CUS022",
    "value-in-cents",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="value is documented as the amount in the currency, such as 49.9. Here it is exactly a hundred times (in "
    "currencies with three decimals also a thousand times) what quantity and item_price of contents add up to, which "
    "is what an amount in cents looks like. Which of the two is right can't be told.",
    fix="Divide the amount by the currency's minor units before it is sent: 49.9 instead of 4990.",
    channels=BOTH,
    examines=True,
    failing=[event(custom_data=_shop(4990)), browser(custom_data=_shop("4990"))],
    passing=[event(custom_data=_shop(49.9)), event(custom_data=_shop(4995))],
)
def value_in_cents(spot: Spot) -> Hit | None:
    """A value that is a whole multiple, by the minor units, of the prices beside it."""
    custom_data = spot.member("custom_data")
    found = minor_units(custom_data)
    if found is None:
        return None
    factor, total = found
    return Hit(
        f"value is {factor:,} times what the contents cost; it may be in minor units, such as cents.",
        f"{total:.10g}, if the prices are right",
        mask(custom_data["value"], "value"),
        ("custom_data", "value"),
    )
