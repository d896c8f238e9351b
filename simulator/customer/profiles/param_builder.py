"""The profile ``param-builder``: Meta's published parameter builder, as its Node package 1.3.2 does it.

Source: capi-param-builder-nodejs 1.3.2 (npm, 2026-09-19), read and run 2026-11-24; 1.2.1 (2026-05-18) prepares
customer information in the same way. The Python package of the same version has no customer information in
it, only cookies and addresses of pages. The builder puts a marker behind every hash: a note shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from string import punctuation

from simulator.customer.builder_dates import birth_date
from simulator.customer.builder_email import email
from simulator.customer.builder_marker import Kind, follows_hash, marker
from simulator.customer.builder_places import gender, place, words
from simulator.customer.builder_request import address, cookie
from simulator.customer.javascript import WHITE_SPACE, digits, trim, units
from simulator.customer.keys import Hashing, Key
from simulator.customer.normalized import Normalized
from simulator.customer.outcome import Outcome, hashed, nothing, passed, plain, unwritable

_MARKED = "sent with the marker .{} behind the hash"
_HAS_MARKER = "it carries a marker already: passed through as it is"
_PREPARED = "not hashed; the builder's marker stands behind it"
_DROPPED = "the builder drops it: {}"
_NOT_THERE = "the builder does not prepare this key"
_LEFT_TO_YOU = "the builder leaves this key to you"
_EMPTY = "the builder drops an empty value"
_HEX = frozenset("0123456789abcdefABCDEF")
_ASCII_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_NAME_LOSES = frozenset(punctuation + WHITE_SPACE)
_WHITE_SPACE = frozenset(WHITE_SPACE)


def normalize(key: Key, value: str, country: str | None) -> Normalized:  # noqa: ARG001 (the builder knows none)
    """The value as the builder sends it; never raises for a value."""
    return (unwritable(value) or _outcome(key, value)).to("param-builder", key, value)


def _outcome(key: Key, value: str) -> Outcome:
    if not value:
        return nothing(_EMPTY)
    if key.name in _FROM_REQUEST:
        prepare, why = _FROM_REQUEST[key.name]
        text = prepare(value)
        if text is None:
            return nothing(_DROPPED.format(why))
        return plain(value) if text == value else Outcome(text, None, (_PREPARED,))
    if key.hashing is Hashing.NEVER:
        return plain(value, _LEFT_TO_YOU)
    return _given_hash(trim(value)) or _from_value(key.name, value)


def _given_hash(text: str) -> Outcome | None:
    if _is_hash(text):
        return passed(text.lower(), text.lower(), _MARKED.format(marker(Kind.UNCHANGED)))
    digest, dot, last = text.rpartition(".")
    if dot and follows_hash(last) and _is_hash(digest):
        return passed(text, digest, _HAS_MARKER)
    return None


def _is_hash(text: str) -> bool:
    return len(text) in (32, 64) and _HEX.issuperset(text)


def _from_value(key: str, value: str) -> Outcome:
    if key not in _STEPS:
        return nothing(_NOT_THERE)
    steps, why = _STEPS[key]
    text, *notes = steps(value)
    if not text:
        return nothing(_DROPPED.format(why))
    return hashed(text, *notes, _MARKED.format(marker(Kind.NEW)))


def _email(value: str) -> tuple[str, ...]:
    return (email(trim(value.lower())) or "",)


def _phone(value: str) -> tuple[str, ...]:
    return (digits(value).lstrip("0"),)


def _name(value: str) -> tuple[str, ...]:
    return ("".join(c for c in value if c not in _NAME_LOSES).lower(),)


def _birth_date(value: str) -> tuple[str, ...]:
    return (birth_date(value) or "",)


def _gender(value: str) -> tuple[str, ...]:
    return (gender(value),)


def _city(value: str) -> tuple[str, ...]:
    text = "".join(c for c in value if c in _ASCII_WORD).lower()
    return (text if text[:1].isalpha() else "",)


def _state(value: str) -> tuple[str, ...]:
    text, notes = place(value, words().st)
    return text, *notes


def _country(value: str) -> tuple[str, ...]:
    text, notes = place(value, words().country)
    return text, *notes


def _postal_code(value: str) -> tuple[str, ...]:
    text = trim(value.lower().partition("-")[0])
    return (text if units(text) > 1 else "",)


def _own_id(value: str) -> tuple[str, ...]:
    return ("".join(c for c in value if c not in _WHITE_SPACE).lower(),)


# Each gives the text, empty when the builder drops the value, and then notes; with it, why it drops one.
_STEPS: dict[str, tuple[Callable[[str], tuple[str, ...]], str]] = {
    "country": (_country, "no letter from a to z is left"),
    "ct": (_city, "without other than a to z and 0 to 9, it does not start with a letter"),
    "db": (_birth_date, "it has no day, month and year that fit"),
    "em": (_email, "this is no e-mail address in ASCII with a dot in its domain"),
    "external_id": (_own_id, "nothing is left without white space"),
    "fn": (_name, "nothing is left without white space and punctuation"),
    "ge": (_gender, "it is not on the builder's lists of words"),
    "ln": (_name, "nothing is left without white space and punctuation"),
    "ph": (_phone, "no digit but leading zeros is in it"),
    "st": (_state, "no letter from a to z is left"),
    "zp": (_postal_code, "fewer than two characters stand before the first dash"),
}
_FROM_REQUEST: dict[str, tuple[Callable[[str], str | None], str]] = {
    "client_ip_address": (address, "the first address in it is none, or is no public one"),
    "fbc": (cookie, "it has not the form of the cookie"),
    "fbp": (cookie, "it has not the form of the cookie, so the builder makes a new one"),
}
