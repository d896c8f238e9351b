"""Rules about the content of a pair: what its two copies say of the purchase. They are given PairParts."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from simulator.checks.catalog import BOTH, rule
from simulator.checks.difference import Difference, PairParts
from simulator.checks.examples import pair
from simulator.checks.pair_examples import order
from simulator.checks.sources import CUSTOM_DATA, DEDUPLICATION, READ
from simulator.checks.spot import Hit, Path, find, member_name
from simulator.checks.vocabulary import currencies
from simulator.finding import Evidence, Severity
from simulator.masking import mask

DIFFERS = "DUP011"
VALUE_DIFFERS = "DUP012"
MINOR_UNITS = "DUP013"
CURRENCY_DIFFERS = "DUP014"

_VALUE = ("custom_data", "value")
_CURRENCY = ("custom_data", "currency")
_CENT = Decimal("0.005")
_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
_THOUSAND = Decimal(1000)
_THREE_DECIMALS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_MOST_NAMED = 4


def _number(value: Any) -> Decimal | None:
    """An amount as it was meant, from a number or a text that holds one; None for anything else."""
    single = value[0] if isinstance(value, list) and len(value) == 1 else value
    if isinstance(single, bool) or not isinstance(single, (int, float, str)):
        return None
    try:
        number = Decimal(str(single).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 30 else None


def _amounts(parts: PairParts) -> tuple[Decimal, Decimal] | None:
    """The values of the event that a finding is put on and of the other one."""
    found = parts.at(*_VALUE)
    if found is None:
        return None
    own, other = _number(parts.own(found)), _number(parts.others(found))
    return None if own is None or other is None else (own, other)


def _three_decimals(parts: PairParts) -> bool:
    twins = parts.twins
    codes = {str(each.member("custom_data").get("currency")).upper() for each in (twins.subject, twins.other)}
    return bool(codes & _THREE_DECIMALS)


def _text(number: Decimal) -> str:
    shown = f"{number:f}"
    return mask(shown, "value")


def _path(parts: PairParts, difference: Difference) -> Path:
    return difference.path if find(parts.twins.subject.payload, difference.path) is not None else ()


@rule(
    MINOR_UNITS,
    "value-in-minor-units",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=CUSTOM_DATA,
    read=READ,
    why="value is documented as an amount of money in the currency, not in cents. One copy's value is exactly a "
    "hundred times the other's (a thousand times for a currency with three decimals), so one of the two is in the "
    "smallest unit, and with it the revenue of every event whose copy of that channel counts.",
    fix="Send the amount in the currency itself from both sides: 49.90, not 4990.",
    channels=BOTH,
    scope="pair",
    hides=("DUP012", "CUS022"),
    failing=pair(server=order(value=4990)),
    passing=pair(order(value="49.90")),
)
def value_in_minor_units(parts: PairParts) -> Hit | None:
    """A value that is the other copy's in the smallest unit of the currency."""
    amounts = _amounts(parts)
    if amounts is None:
        return None
    low, high = sorted(amounts, key=abs)
    if not low or high != high.to_integral_value():
        return None
    factors = (_HUNDRED, _THOUSAND) if _three_decimals(parts) else (_HUNDRED,)
    # Rounding to whole cents is what makes of 49.899 a 4990.
    if not any(abs(low * factor - high) < _HALF and low * high > 0 for factor in factors):
        return None
    own, other = _text(amounts[0]), _text(amounts[1])
    whose = "this copy" if amounts[0] == high else f"#{parts.twins.other.n}"
    return Hit(
        f"value is {own} here and {other} in #{parts.twins.other.n}, the other copy of this event: {whose} seems to "
        f"give it in the smallest unit of the currency; {parts.outcome}.",
        _text(low),
        _text(high),
        _VALUE,
    )


@rule(
    CURRENCY_DIFFERS,
    "currency-differs",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="One copy of the two counts, mostly the browser's if both come within five minutes, else the first, so the "
    "currency of the event depends on timing. With the same value under both currencies one amount is wrong; a value "
    "that was converted may be right on both sides, and it is a warning because that can't be told.",
    fix="Take value and currency from the same place on both sides: what the shopper was charged.",
    channels=BOTH,
    scope="pair",
    hides=("DUP012",),
    failing=pair(server=order(currency="USD")),
    passing=pair(),
)
def currency_differs(parts: PairParts) -> Hit | None:
    """Two known currencies for one event."""
    found = parts.at(*_CURRENCY)
    if found is None:
        return None
    own, other = (str(each).strip().upper() for each in (parts.own(found), parts.others(found)))
    if own not in currencies() or other not in currencies():
        return None
    values = [each.member("custom_data").get("value") for each in (parts.twins.subject, parts.twins.other)]
    amounts = [_number(value) for value in values]
    same = None not in amounts and amounts[0] == amounts[1]
    how = ", with the same value" if same else ""
    return Hit(
        f"currency is {own} here and {other} in #{parts.twins.other.n}, the other copy of this event{how}; "
        f"{parts.outcome}.",
        other,
        own,
        _CURRENCY,
    )


@rule(
    VALUE_DIFFERS,
    "value-differs",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="One copy of the two counts, mostly the browser's if both come within five minutes, else the first, so the "
    "revenue that is reported depends on timing. Tax, shipping or a discount on one side only look like this. Whether "
    "Meta takes anything from the copy it discards is not known.",
    fix="Work the amount out once, on the server, and hand it to the page for the pixel.",
    channels=BOTH,
    scope="pair",
    failing=pair(server=order(value=54.8)),
    passing=pair(order(value="49.90")),
)
def value_differs(parts: PairParts) -> Hit | None:
    """Two amounts for one event, more than half a cent apart."""
    amounts = _amounts(parts)
    if amounts is None or abs(amounts[0] - amounts[1]) <= _CENT:
        return None
    own, other = _text(amounts[0]), _text(amounts[1])
    return Hit(
        f"value is {own} here and {other} in #{parts.twins.other.n}, the other copy of this event; {parts.outcome}.",
        other,
        own,
        _VALUE,
    )


@rule(
    DIFFERS,
    "custom-data-differs",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="Meta generally keeps the copy it received first if the two don't differ meaningfully, and the browser's if "
    "both come within about five minutes; so what is reported of the contents depends on timing. Spellings are not "
    "counted (numbers as text, a list as JSON text, another order), nor what only one copy has.",
    fix="Build custom_data in one place and hand it to both sides.",
    channels=BOTH,
    scope="pair",
    failing=pair(server=order(content_type="product_group")),
    passing=pair(order(num_items="1"), order(num_items=1)),
)
def custom_data_differs(parts: PairParts) -> Hit | None:
    """Members of custom_data, value and currency aside, that both copies have with other values."""
    found = [each for each in parts.differing("custom_data") if each.path not in (_VALUE, _CURRENCY)]
    if not found:
        return None
    names = [member_name(str(each.path[1])) for each in found]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    single = found[0] if len(found) == 1 else None
    key = names[0]
    return Hit(
        f"custom_data differs from that of #{parts.twins.other.n}, the other copy of this event, in "
        f"{', '.join(names[:_MOST_NAMED])}{more}; {parts.outcome}.",
        mask(parts.others(single), key) if single else "the same on both sides",
        mask(parts.own(single), key) if single else f"{len(names)} members differ",
        _path(parts, found[0]),
    )
