"""The functions and names of expressions."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulator.tagging.expression_operators import is_nothing, limited
from simulator.tagging.layer import parse_path
from simulator.tagging.values import UNDEFINED, number_of, text_of, whole

if TYPE_CHECKING:
    from simulator.tagging.page import Page


class Function(NamedTuple):
    """One function. ``looks`` tells that it is given the page first."""

    compute: Callable[..., Any]
    least: int
    most: int
    looks: bool = False

    @property
    def takes(self) -> str:
        """How many values it takes, as a person says it."""
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"


def _text(change: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda value: UNDEFINED if is_nothing(value) else change(text_of(value))


def _length(value: Any) -> Any:
    return len(value) if isinstance(value, (str, list, dict)) else UNDEFINED


def _number(value: Any) -> Any:
    found = number_of(value)
    return UNDEFINED if found is None else found


def _round(value: Any, digits: Any = 0) -> Any:
    found, places = number_of(value), number_of(digits)
    if found is None or places is None or not 0 <= places <= 10:
        return UNDEFINED
    # Half up, as Math.round does it.
    factor = 10 ** int(places)
    try:
        return whole(math.floor(float(found) * factor + 0.5) / factor)
    except OverflowError:
        return UNDEFINED


def _contains(value: Any, wanted: Any) -> bool:
    if isinstance(value, str):
        return text_of(wanted) in value
    return isinstance(value, (list, dict)) and wanted in value if not isinstance(wanted, (list, dict)) else False


def _pluck(value: Any, name: Any) -> Any:
    if not isinstance(value, list):
        return UNDEFINED
    return [each.get(str(name), UNDEFINED) if isinstance(each, dict) else UNDEFINED for each in value]


def _sum(value: Any, name: Any = None, times: Any = None) -> Any:
    """The sum of a list, or of one member of its objects, each perhaps times another member."""
    if not isinstance(value, list):
        return UNDEFINED
    total = 0.0
    for each in value:
        one = number_of(each if is_nothing(name) else each.get(str(name)) if isinstance(each, dict) else None)
        often = 1 if is_nothing(times) else number_of(each.get(str(times), 1) if isinstance(each, dict) else None)
        if one is None or often is None:
            return UNDEFINED
        total += one * often
    return whole(round(total, 10))


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, (list, str)) and value else UNDEFINED


def _join(value: Any, between: Any = ",") -> Any:
    return limited(text_of(between).join(map(text_of, value))) if isinstance(value, list) else UNDEFINED


def _replace(value: Any, old: Any, new: Any) -> Any:
    if is_nothing(value) or not text_of(old):
        return value
    return limited(text_of(value).replace(text_of(old), text_of(new)))


def _part(value: Any, start: Any, end: Any = None) -> Any:
    """``String.slice``; negative numbers count from the end."""
    first, last = number_of(start), None if is_nothing(end) else number_of(end)
    if is_nothing(value) or first is None:
        return UNDEFINED
    return text_of(value)[int(first) : None if last is None else int(last)]


FUNCTIONS: Final[dict[str, Function]] = {
    "lower": Function(_text(str.lower), 1, 1),
    "upper": Function(_text(str.upper), 1, 1),
    "trim": Function(_text(str.strip), 1, 1),
    "text": Function(_text(lambda text: text), 1, 1),
    "number": Function(_number, 1, 1),
    "round": Function(_round, 1, 2),
    "length": Function(_length, 1, 1),
    "contains": Function(_contains, 2, 2),
    "starts_with": Function(lambda value, wanted: isinstance(value, str) and value.startswith(text_of(wanted)), 2, 2),
    "ends_with": Function(lambda value, wanted: isinstance(value, str) and value.endswith(text_of(wanted)), 2, 2),
    "replace": Function(_replace, 3, 3),
    "slice": Function(_part, 2, 3),
    "first": Function(_first, 1, 1),
    "join": Function(_join, 1, 2),
    "pluck": Function(_pluck, 2, 2),
    "sum": Function(_sum, 1, 3),
    "cookie": Function(lambda page, name: page.cookie(text_of(name)), 1, 1, looks=True),
    "query": Function(lambda page, name: page.query(text_of(name)), 1, 1, looks=True),
    "input": Function(lambda page, name: page.inputs.get(text_of(name), UNDEFINED), 1, 1, looks=True),
    "read": Function(lambda page, path: page.read(parse_path(text_of(path), page.below)), 1, 1, looks=True),
}

NAMES_OF_PAGE: Final[dict[str, Callable[[Page, tuple[str, ...]], Any]]] = {
    "window": lambda page, parts: page.read(parts) if parts else UNDEFINED,
    "layer": lambda page, parts: page.read((*page.below, *parts)),
    "page": lambda page, parts: page.about(parts[0] if len(parts) == 1 else ""),
    "event": lambda page, parts: page.of_event(parts),
    "visitor": lambda page, parts: page.of_visitor(parts[0] if len(parts) == 1 else ""),
    "consent": lambda page, parts: page.consent if not parts and page.consent else UNDEFINED,
    "environment": lambda page, parts: page.environment if not parts else UNDEFINED,
}
