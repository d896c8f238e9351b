"""Decoding JSON from strangers: nothing too deep, and a reason in words when it fails."""

from __future__ import annotations

import re
from typing import Any

import orjson

from simulator.capture.errors import UnreadableError

# orjson holds integers in 64 bits and makes a float of a longer one; two long ids would then be one.
_LONG_EVENT_ID = re.compile(rb'("event_id"\s*:\s*)(-?\d{19,})(?=\s*[,}])')
_EVENT_ID = b'"event_id"'
_LONGEST_INTEGER = 20
_CONTAINERS: frozenset[type] = frozenset({dict, list})
_NO_NUMBER = re.compile(r"(?:-?Infinity|NaN)\b")
_REASONS = {
    "unexpected end of data": "it breaks off",
    "unexpected content after document": "something follows the end of the value",
    "unexpected control character in string": "a control character stands inside a string",
    "number is infinity when parsed as double": "a number is too large",
}


def decode(text: bytes | str, deepest: int) -> Any:
    """The value of a JSON text that nests no deeper than ``deepest`` levels of objects and arrays.

    Of a member named twice the last one counts. An ``event_id`` of more than 64 bits becomes text,
    digit by digit. Raises UnreadableError with the reason.
    """
    data = text.encode() if isinstance(text, str) else text
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise UnreadableError(why(error, data)) from None
    if may_nest_deeper(data, deepest) and depth(value, deepest + 1) > deepest:
        raise UnreadableError(too_deep(deepest))
    exact = keep_long_ids(data)
    return value if exact is data else orjson.loads(exact)


def keep_long_ids(data: bytes) -> bytes:
    """The JSON text with every ``event_id`` that is an integer of more than 64 bits written as text.

    The same object where there is none.
    """
    at = data.find(_EVENT_ID)
    while at >= 0:
        # Finding the name and looking behind it takes half the time of a search.
        if _LONG_EVENT_ID.match(data, at):
            return _LONG_EVENT_ID.sub(_as_text, data)
        at = data.find(_EVENT_ID, at + 1)
    return data


def _as_text(found: re.Match[bytes]) -> bytes:
    name, digits = found.groups()
    fits = len(digits) <= _LONGEST_INTEGER and -(2**63) <= int(digits) < 2**64
    return name + (digits if fits else b'"%b"' % digits)


def may_nest_deeper(data: bytes, levels: int) -> bool:
    """Whether the text has enough opening brackets to nest deeper; False is certain."""
    return data.count(b"{") + data.count(b"[") > levels


def depth(value: object, stop: int) -> int:
    """How many objects and arrays lie inside each other; counting ends at ``stop``."""
    level: list[Any] = [value] if type(value) in _CONTAINERS else []
    levels = 0
    while level and levels < stop:
        levels += 1
        below: list[Any] = []
        for outer in level:
            inside = outer.values() if type(outer) is dict else outer
            # Most hold plain values only, and this finds it out without a step of Python for each.
            if not _CONTAINERS.isdisjoint(map(type, inside)):
                below += [inner for inner in inside if type(inner) in _CONTAINERS]
        level = below
    return levels


def too_deep(levels: int) -> str:
    """The reason for refusing JSON that nests too deep."""
    return f"the JSON nests deeper than {levels} levels"


def why(error: orjson.JSONDecodeError, data: bytes) -> str:
    """What is wrong with a JSON text, without a word of what it says."""
    try:
        data.decode()
    except UnicodeDecodeError as broken:
        return f"the text is not valid UTF-8 at byte {broken.start + 1}"
    if error.msg.startswith("depth limit"):
        return "the JSON nests deeper than any event"
    place = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
    if _NO_NUMBER.match(error.doc, error.pos):
        return f"the text is not valid JSON at {place}: NaN and Infinity are no JSON numbers"
    return f"the text is not valid JSON at {place}: {_REASONS.get(error.msg, error.msg)}"
