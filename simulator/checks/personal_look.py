"""The quick look for personal data: most events show none, and looking at every text of them costs too much.

It may be wrong in one direction only: what it passes has no exposure (``simulator.checks.exposures``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from simulator.checks.exposures import NOT_SEARCHED, exposures
from simulator.checks.personal_names import kind_of

if TYPE_CHECKING:
    from simulator.customer.people import People

# An address needs an @, a number a +, and either may be percent-encoded, once or several times.
_ENCODED = ("%40", "%25", "%2B", "%2b")
# The number as the rules find it, with separators as JSON escapes them.
_NUMBER = re.compile(r"\+[1-9](?:[^0-9+\"]{0,6}[0-9]){7}")
_PARAMETER = re.compile(r"[?&;#]([^=&;#?]+)=")
_MOST_SHAPES = 4096
_LONGEST_SHAPE = 1024
# In the text of the look, custom_data opens it: [{"value":...
_FIRST_OBJECT = 2

_Names = tuple[str, ...]


class _Shapes(dict[_Names, bool]):
    """By the names of an object's members in their order: whether one of them means personal data."""

    def __missing__(self, names: _Names) -> bool:
        return _keep(self, names, any(kind_of(name) for name in names))


class _Others(dict[_Names, _Names]):
    """By the names of an event's members in their order: those that are searched, custom_data aside."""

    def __missing__(self, names: _Names) -> _Names:
        return _keep(self, names, tuple(name for name in names if name not in _USUAL))


def _keep(known: dict[_Names, _T], names: _Names, answer: _T) -> _T:
    if sum(map(len, names)) <= _LONGEST_SHAPE:
        if len(known) >= _MOST_SHAPES:
            known.clear()
        known[names] = answer
    return answer


_USUAL = NOT_SEARCHED | {"custom_data"}
_T = TypeVar("_T")
_shapes = _Shapes()
_others = _Others()


def may_show(payload: dict[str, Any], people: People | None = None) -> bool:
    """Whether a payload (the shape of a server event, valid or not) may show personal data in clear.

    With ``people``, the test shoppers, every text is read: what they are called is like any other words.
    """
    if people is not None and any(found.known for found in exposures(payload, people)):
        return True
    get = payload.get
    custom_data = get("custom_data")
    user_data = get("user_data")
    url, referrer = get("event_source_url"), get("referrer_url")
    ids = user_data.get("external_id") if user_data.__class__ is dict else None
    names = _others[tuple(payload)]
    others = {name: payload[name] for name in names} if names else None
    try:
        text = orjson.dumps((custom_data, url, referrer, get("event_name"), get("event_id"), ids, others)).decode()
    except TypeError:
        # Numbers and texts that JSON has no form for.
        return True
    if "@" in text:
        return True
    if "%" in text and any(code in text for code in _ENCODED):
        return True
    if "+" in text and _NUMBER.search(text):
        return True
    if "=" in text and _names_in_urls(url, referrer):
        return True
    if others is not None and _any_name(others):
        return True
    if custom_data.__class__ is not dict:
        # Nothing, or a list of anything.
        return custom_data.__class__ is list and _any_name(custom_data)
    if _shapes[tuple(custom_data)]:
        return True
    if text.find("{", _FIRST_OBJECT) < 0:
        return False
    contents = custom_data.get("contents")
    if contents.__class__ is not list or text.count("{") != 1 + len(contents):
        return _any_name(custom_data)
    # As many objects as entries: when each entry is one, there are no others.
    for item in contents:
        if item.__class__ is not dict:
            return _any_name(custom_data)
        if _shapes[tuple(item)]:
            return True
    return False


def _any_name(value: Any) -> bool:
    """Whether an object at any depth has a member whose name means personal data."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if value.__class__ is dict:
            if _shapes[tuple(value)]:
                return True
            waiting.extend(value.values())
        elif value.__class__ is list:
            waiting.extend(value)
    return False


def _names_in_urls(*urls: Any) -> bool:
    for url in urls:
        if url.__class__ is str and "=" in url:
            for name in _PARAMETER.findall(url):
                if kind_of(name):
                    return True
    return False
