"""Phone numbers (``ph``).

Meta documents: remove symbols, letters and leading zeros; the country calling code must be there
(customer information parameters, read 2026-09-12).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from simulator.customer.text import Form, trim

if TYPE_CHECKING:
    import phonenumbers

_MOST_DIGITS = 15  # ITU-T E.164
_FEWEST_DIGITS = 7
_MISSING = "the country calling code is missing: matching needs it; give the country to add it"
_UNKNOWN = "whether the number starts with its country calling code can't be told; give the country to make sure"
_TRUNK = re.compile(r"\(\s*0\s*\)")


def phone(value: str, country: str | None) -> Form:
    """The digits of the number with its country calling code.

    A number that starts with + or 00 has its code. For any other, ``country`` (lower-case alpha-2)
    tells which code to add; without it the documented steps are taken and a note says what is
    missing.
    """
    text = trim(value)
    digits = "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())
    if not digits.lstrip("0"):
        return Form("")
    if _is_international(text, digits):
        trunk = "the 0 in (0) is dialled inside the country only: by Meta's steps it stays; leave it out"
        return _by_steps(text, digits, *([trunk] if _TRUNK.search(text) else []))
    if country is None:
        return _by_steps(text, digits, _MISSING if digits.startswith("0") else _UNKNOWN)
    return _in_country(text, digits, country.upper())


def has_calling_code(value: str) -> bool:
    """Whether a number says by itself that it starts with its country calling code: with + or 00."""
    text = trim(value)
    return _is_international(text, "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal()))


def _is_international(text: str, digits: str) -> bool:
    if text.startswith(("+", "＋")):
        return not digits.startswith("0")
    return digits.startswith("00") and not digits.startswith("000")


def _by_steps(text: str, digits: str, *notes: str) -> Form:
    found = list(notes)
    steps = digits.lstrip("0")
    if any(c.isalpha() for c in text):
        found.append("letters were removed; digits behind them stay, so an extension becomes part of the number")
    if any(c.isdecimal() and not c.isascii() for c in text):
        found.append("digits of another script were written as 0 to 9")
    if len(steps) > _MOST_DIGITS:
        found.append(f"{len(steps)} digits: no phone number has more than {_MOST_DIGITS}")
    elif len(steps) < _FEWEST_DIGITS:
        found.append(f"{len(steps)} digits: too few for a phone number with its country calling code")
    return Form(steps, tuple(found))


def _in_country(text: str, digits: str, region: str) -> Form:
    # Late: only a number without its calling code needs the number plans of the world.
    import phonenumbers

    code = phonenumbers.country_code_for_region(region)
    if not code:
        return _by_steps(text, digits, f"no country calling code is known for {region}: none was added")
    whole = _parse(f"+{digits}", None) if digits.startswith(str(code)) else None
    inside = _parse(text, region)
    if whole is not None and phonenumbers.is_valid_number(whole):
        # Rare, and a number that has been normalised before must come out the same.
        both = inside is not None and _e164(inside) != _e164(whole) and phonenumbers.is_valid_number(inside)
        return Form(_e164(whole), (f"read with its calling code {code}, but without one it fits too",) if both else ())
    if inside is None or not phonenumbers.is_possible_number(inside):
        return _by_steps(text, digits, f"this is no phone number of {region}: no country calling code was added")
    notes = []
    if inside.country_code != code:
        notes.append(f"read as dialled from {region} to a number abroad, with the calling code {inside.country_code}")
    elif inside.country_code_source == phonenumbers.CountryCodeSource.FROM_DEFAULT_COUNTRY:
        notes.append(f"the country calling code {code} ({region}) was added")
    if inside.extension:
        notes.append("the extension was left out")
    elif any(c.isalpha() for c in text):
        notes.append("letters were read as the digits on the keys of a phone")
    if not phonenumbers.is_valid_number(inside):
        notes.append("no number of this kind is in use there")
    return Form(_e164(inside), tuple(notes))


def _parse(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    import phonenumbers

    try:
        return phonenumbers.parse(text, region, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        return None


def _e164(number: phonenumbers.PhoneNumber) -> str:
    import phonenumbers

    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).lstrip("+")
