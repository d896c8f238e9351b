"""Values as a page's JavaScript has them: what is undefined, what counts as true, how a value is written.

``None`` stands for ``null``; ``UNDEFINED`` for what is not there. Whole floats are integers, because JavaScript
writes them alike (ECMAScript 2024, Number::toString).
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any, Final

import orjson


class _Undefined:
    """The value of what is not there."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED: Final = _Undefined()
# Beyond this JavaScript writes an exponent.
_LONG: Final = 1e21


def whole(value: Any) -> Any:
    """The value with every float that is whole as an integer; dates as ISO 8601 text. Lists and objects are copies."""
    kind = value.__class__
    if kind is float:
        return int(value) if value.is_integer() and abs(value) < _LONG else value
    if kind is dict:
        return {str(name): whole(each) for name, each in value.items()}
    if kind is list:
        return [whole(each) for each in value]
    if kind in (str, int, bool) or value is None:
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def truthy(value: Any) -> bool:
    """Whether JavaScript takes the value for true: empty lists and objects count, an empty text does not."""
    if value is UNDEFINED or value is None or value is False or value == "":
        return False
    if isinstance(value, (int, float)):
        return not (value == 0 or (isinstance(value, float) and math.isnan(value)))
    return True


def text_of(value: Any) -> str:
    """``String(value)``; lists and objects as JSON, which is what the pixel writes."""
    if value.__class__ is str:
        return str(value)
    if value is UNDEFINED:
        return "undefined"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        # The fewest digits that give the number back, as in JavaScript, without Python's early exponent.
        return format(Decimal(repr(value)), "f") if 1e-6 <= abs(value) < _LONG else repr(value)
    return json_text(value) if isinstance(value, (list, dict)) else str(value)


def json_value(value: Any) -> Any:
    """What ``JSON.stringify`` keeps: undefined members are left out, undefined items are null, and so is NaN."""
    if isinstance(value, dict):
        return {name: json_value(each) for name, each in value.items() if each is not UNDEFINED}
    if isinstance(value, list):
        return [None if each is UNDEFINED else json_value(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def json_text(value: Any) -> str:
    """``JSON.stringify(value)``; an integer beyond 64 bits loses digits, as it does in JavaScript."""
    try:
        return orjson.dumps(json_value(value)).decode()
    except TypeError:
        return orjson.dumps(json_value(value), default=str).decode()


def number_of(value: Any) -> float | int | None:
    """The finite number that a value is, or that a text says; None for anything else."""
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, (int, float)):
        return value
    if not isinstance(value, str) or len(value) > 40 or "_" in value:
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return whole(found) if math.isfinite(found) else None
