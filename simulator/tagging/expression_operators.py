"""What the signs of an expression do. Nothing raises: what has no answer is undefined."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from simulator.tagging.values import UNDEFINED, number_of, text_of, truthy, whole

if TYPE_CHECKING:
    from simulator.tagging.page import Page

LONGEST_TEXT: Final = 64 * 1024
"""Characters that a text of an expression may have; a longer one is undefined."""


def operate(sign: str) -> Callable[[Any, Any], Any]:
    """What a sign between two values does."""
    return _SIGNS[sign]


def choose(condition: Any, yes: Callable[[Page], Any], no: Callable[[Page], Any], page: Page) -> Any:
    """``condition ? yes : no``; the other one is not looked at."""
    return yes(page) if truthy(condition) else no(page)


def is_nothing(value: Any) -> bool:
    """Null or undefined."""
    return value is None or value is UNDEFINED


def same(left: Any, right: Any) -> bool:
    """Equal in kind and value; null and undefined are alike."""
    if is_nothing(left) or is_nothing(right):
        return is_nothing(left) and is_nothing(right)
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def limited(text: str) -> Any:
    """The text, or undefined where it is too long."""
    return text if len(text) <= LONGEST_TEXT else UNDEFINED


def _plus(left: Any, right: Any) -> Any:
    if isinstance(left, str) or isinstance(right, str):
        return limited(text_of(left) + text_of(right))
    return _count(left, right, lambda one, two: one + two)


def _count(left: Any, right: Any, compute: Callable[[Any, Any], Any]) -> Any:
    one, two = number_of(left), number_of(right)
    if one is None or two is None:
        return UNDEFINED
    try:
        # As floats, like JavaScript: whole numbers would grow without end.
        found = compute(float(one), float(two))
    except (ZeroDivisionError, OverflowError, ValueError):
        return UNDEFINED
    return whole(found) if math.isfinite(found) else UNDEFINED


def _compared(compute: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(left: Any, right: Any) -> bool:
        one, two = number_of(left), number_of(right)
        if one is not None and two is not None:
            return compute(one, two)
        return isinstance(left, str) and isinstance(right, str) and compute(left, right)

    return compare


_SIGNS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": _plus,
    "-": lambda left, right: _count(left, right, lambda one, two: one - two),
    "*": lambda left, right: _count(left, right, lambda one, two: one * two),
    "/": lambda left, right: _count(left, right, lambda one, two: one / two),
    "%": lambda left, right: _count(left, right, math.fmod),
    "??": lambda left, right: right if is_nothing(left) else left,
    "==": same,
    "===": same,
    "!=": lambda left, right: not same(left, right),
    "!==": lambda left, right: not same(left, right),
    ">": _compared(lambda one, two: one > two),
    "<": _compared(lambda one, two: one < two),
    ">=": _compared(lambda one, two: one >= two),
    "<=": _compared(lambda one, two: one <= two),
}
