"""The profile ``adobe``: Adobe's event-forwarding extension for the Conversions API, version 1.7.0.

Source: adobe/reactor-extension-meta-conversion-api-edge, HEAD d83ba385 (2025-05-06), src/lib/actions, read and
run 2026-09-12. What that run does not tell is from normalizers.js at 73b8d98b, the version whose text could be had,
read 2026-11-24 and run with helpers typed off that text. The extension lowers capitals, and trims e-mail addresses;
it takes nothing else out of names and places. Any 64 letters and digits count as a hash.
"""

from __future__ import annotations

from collections.abc import Callable

from simulator.customer.javascript import digits, parsed_integer, trim
from simulator.customer.keys import Key
from simulator.customer.normalized import Normalized
from simulator.customer.outcome import Outcome, hashed, nothing, passed, plain, unwritable

_NO_FIELD = "Adobe's extension has no field for this key"
_LEFT_OUT = "an empty field is left out"
_NOT_A_NUMBER = "no digits are left, and JavaScript's NaN is hashed as text: it matches nobody"
_ROUNDED = "JavaScript has no whole numbers that long: the digits were rounded"
# Sent even when they are empty.
_ALWAYS = frozenset({"client_ip_address", "client_user_agent"})
_AS_GIVEN = _ALWAYS | {"fb_login_id", "fbc", "fbp", "lead_id", "partner_id", "partner_name", "subscription_id"}


def normalize(key: Key, value: str, country: str | None) -> Normalized:  # noqa: ARG001 (the extension knows none)
    """The value as the extension sends it; never raises for a value."""
    return (unwritable(value) or _outcome(key.name, value)).to("adobe", key, value)


def _outcome(key: str, value: str) -> Outcome:
    steps = _STEPS.get(key)
    if steps is None and key not in _AS_GIVEN:
        return nothing(_NO_FIELD)
    if not value and key not in _ALWAYS:
        return nothing(_LEFT_OUT)
    if steps is None:
        return plain(value)
    text, *notes = (value,) if _counts_as_hash(value) else steps(value)
    return passed(text, text, *notes) if _counts_as_hash(text) else hashed(text, *notes)


def _counts_as_hash(text: str) -> bool:
    return len(text) == 64 and text.isascii() and text.isalnum()


def _lower(value: str) -> tuple[str, ...]:
    return (value.lower(),)


def _email(value: str) -> tuple[str, ...]:
    return (trim(value.lower()),)


def _phone(value: str) -> tuple[str, ...]:
    numerals = digits(value)
    if _counts_as_hash(numerals):
        return (numerals,)
    text = parsed_integer(numerals)
    if not numerals:
        return text, _NOT_A_NUMBER
    return (text,) if text == (numerals.lstrip("0") or "0") else (text, _ROUNDED)


def _postal_code(value: str) -> tuple[str, ...]:
    return (value.replace("-", "").replace(" ", ""),)


def _given(value: str) -> tuple[str, ...]:
    return (value,)


# Each gives the text, and then notes about it.
_STEPS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "country": _lower,
    "ct": _lower,
    "db": _given,
    "em": _email,
    "external_id": _given,
    "fn": _lower,
    "ge": _given,
    "ln": _lower,
    "ph": _phone,
    "st": _lower,
    "zp": _postal_code,
}
