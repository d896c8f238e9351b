"""How two event ids part that should have been one."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from simulator.masking import mask_text, may_be_personal, show_name

Kind: TypeAlias = Literal[
    "equal", "case", "format", "padding", "timestamp", "prefix", "suffix", "prefixes", "suffixes", "order-id", "random"
]

_LONGEST = 24
_WRAPPERS = " \t\r\n\"'`{}[]()"
_UUID = re.compile(r"[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}")
_WHOLE = re.compile(r"([+-]?[0-9]+)\.0+")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
# Seconds, milliseconds or microseconds between 2014 and 2033.
_TIME = re.compile(r"(?<![0-9])(?:1[4-9]|20)[0-9]{8}(?:[0-9]{3}|[0-9]{6})?(?![0-9])")
_TOKENS = re.compile(r"[-_.:|/#@~ ]+")
_SEPARATORS = "-_.:|/#@~ "


class Parting(NamedTuple):
    """How two ids part: the kind, and one sentence without a full stop that says it."""

    kind: Kind
    sentence: str


def part(
    one: str, other: str, *, order: str | None = None, whose: tuple[str, str] = ("the browser's", "the server's")
) -> Parting:
    """How two ids part; symmetrical: swapped ids with swapped ``whose`` give the same.

    ``order`` is the order id of the action, if it is known; ``whose`` says in words which id is which.
    """
    if one == other:
        return Parting("equal", "the two ids are the same")
    # One of the two is always looked at first, so that swapping them changes nothing.
    if (len(one), one) > (len(other), other):
        one, other, whose = other, one, (whose[1], whose[0])
    if one.casefold() == other.casefold():
        return Parting("case", "the ids differ only in upper and lower case")
    if _bare(one) == _bare(other):
        return Parting("format", "it is one id written in two ways (spaces, quotes, braces, hyphens or .0)")
    if _ZEROS.sub("", one) == _ZEROS.sub("", other):
        return Parting("padding", f"{whose[1]} id is padded with zeros")
    timed = _by_time(one, other)
    return timed or _by_ends(one, other, whose) or _by_order(one, other, order, whose) or _unlike(one, other)


def _bare(text: str) -> str:
    """The id without what only its writing adds."""
    text = text.strip(_WRAPPERS)
    if _UUID.fullmatch(text):
        return text.replace("-", "").casefold()
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def _by_time(one: str, other: str) -> Parting | None:
    """Ids that hold different times, or one of which has a time behind or before it."""
    times, others = _TIME.findall(one), _TIME.findall(other)
    if times == others:
        return None
    stem, stem_of_other = _TIME.sub("", one).strip(_SEPARATORS), _TIME.sub("", other).strip(_SEPARATORS)
    if stem == stem_of_other:
        if times and others:
            return Parting("timestamp", "the ids hold different times, so each side made its own")
        if stem:
            return Parting("timestamp", "only one of the ids holds a time")
    if times and others:
        return Parting("timestamp", "each side made its id from its own time")
    return None


def _by_ends(one: str, other: str, whose: tuple[str, str]) -> Parting | None:
    if not one:
        return None
    if other.endswith(one):
        return Parting("prefix", f"{whose[1]} id has the prefix {_shown(other[: -len(one)], other)}")
    if other.startswith(one):
        return Parting("suffix", f"{whose[1]} id has the suffix {_shown(other[len(one) :], other)}")
    # Two different ends around one stem, cut only where a separator stands.
    stem, rest = _tail(one), _tail(other)
    if stem and stem == rest:
        return Parting("prefixes", f"behind different prefixes both ids end with {_shown(stem, one, other)}")
    stem, rest = _head(one), _head(other)
    if stem and stem == rest:
        return Parting("suffixes", f"before different suffixes both ids begin with {_shown(stem, one, other)}")
    return None


def _tail(text: str) -> str:
    """What follows the first separator, if that is enough to tell ids apart."""
    parts = _TOKENS.split(text, maxsplit=1)
    return parts[1] if len(parts) > 1 and len(parts[1]) > 3 and any(c.isdigit() for c in parts[1]) else ""


def _head(text: str) -> str:
    """What stands before the last separator, if that is enough to tell ids apart."""
    at = max(text.rfind(separator) for separator in _SEPARATORS)
    return text[:at] if at > 3 and any(c.isdigit() for c in text[:at]) else ""


def _by_order(one: str, other: str, order: str | None, whose: tuple[str, str]) -> Parting | None:
    if not order or (order in one) == (order in other):
        return None
    return Parting(
        "order-id", f"{whose[0] if order in one else whose[1]} id contains the order id and the other does not"
    )


def _unlike(one: str, other: str) -> Parting:
    if _UUID.fullmatch(one.strip(_WRAPPERS)) and _UUID.fullmatch(other.strip(_WRAPPERS)):
        return Parting("random", "each side made a random id of its own")
    return Parting("random", "the ids have nothing in common, so each side seems to have made its own")


def _shown(text: str, *whole: str) -> str:
    """A piece of ids; masked when it is cut from one that may be personal, such as the name before an ``@``."""
    if any(map(may_be_personal, whole)):
        text = mask_text(text)
    return f'"{show_name(text, _LONGEST)}"'
