"""The forms that only values of one key have: what a phone number is without its country code, and so on.

What the functions yield may hold the documented form too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

Spellings: TypeAlias = Iterator[tuple[str, str]]

_ORDERS = (
    ("{d}{m}{y}", "day first"),
    ("{m}{d}{y}", "month first"),
    ("{y}{d}{m}", "the day before the month"),
    ("{y}{m}{d}", "the year first"),
)
_SIGNS = {"-": "dashes", "/": "slashes", ".": "dots", " ": "spaces"}
_GENDERS = {"f": ("female", "woman"), "m": ("male", "man")}


class Value(NamedTuple):
    """One value: its name for a sentence, as it was typed, its documented form, and the country.

    ``country`` is a lower-case code of ISO 3166-1, or None.
    """

    the: str
    typed: str
    right: str
    country: str | None


def _email(of: Value) -> Spellings:
    local, at, domain = of.right.rpartition("@")
    if not at or not local:
        return
    for text in dict.fromkeys((of.typed, of.right)):
        yield f"mailto:{text}", f"{of.the} with mailto: before it"
    plain = local.partition("+")[0]
    if domain in ("gmail.com", "googlemail.com"):
        yield f"{plain.replace('.', '')}@{domain}", f"{of.the} without dots and plus part, as Google prepares it"
        yield f"{plain.replace('.', '')}@gmail.com", f"{of.the} without dots and plus part, as Google prepares it"
        yield f"{local.replace('.', '')}@{domain}", f"{of.the} without its dots"
    if plain:
        yield f"{plain}@{domain}", f"{of.the} without its plus part"
    yield re.sub(r"[^a-z0-9]", "", of.right), f"{of.the} without its signs"
    yield of.right.replace("@", " "), f"{of.the} with a space for its @"
    yield of.right.replace("+", " "), f"{of.the} with a space for its plus sign"
    yield local, f"the part of {of.the} before the @"


def _phone(of: Value) -> Spellings:
    yield f"+{of.right}", f"{of.the} with its plus sign"
    yield f"00{of.right}", f"{of.the} with 00 before it"
    yield f"011{of.right}", f"{of.the} with 011 before it"
    yield f"0{of.right}", f"{of.the} with a zero before it"
    yield f"{of.right}.0", f"{of.the} read as a decimal number"
    if of.right.isdigit() and len(of.right) > 7:
        mantissa = of.right.rstrip("0")
        yield (
            f"{mantissa[0]}.{mantissa[1:] or '0'}E+{len(of.right) - 1}",
            f"{of.the} as a spreadsheet writes large numbers",
        )
    yield from _by_number_plan(of)
    digits = re.sub(r"\D", "", of.typed)
    if digits != of.right:
        yield digits, f"{of.the} as typed, digits only"
    if of.typed != of.right:
        yield of.typed, f"{of.the} with its spaces and signs"


def _by_number_plan(of: Value) -> Spellings:
    # Late: it is needed for phone numbers only, and takes a while to load.
    import phonenumbers

    try:
        number = phonenumbers.parse(f"+{of.right}", None)
    except phonenumbers.NumberParseException:
        return
    code, inside = str(number.country_code), phonenumbers.national_significant_number(number)
    yield inside, f"{of.the} without its country code"
    yield f"0{inside}", f"{of.the} in its national form, without its country code"
    yield f"{code}0{inside}", f"{of.the} with the zero of its national form kept"
    yield f"+{code}0{inside}", f"{of.the} with the zero of its national form kept"
    yield f"{code}{of.right}", f"{of.the} with its country code twice"
    yield f"+{code}{of.right}", f"{of.the} with its country code twice"
    yield f"+{code}+{of.right}", f"{of.the} with its country code twice"
    yield f"{code}00{of.right}", f"{of.the} with its country code twice"
    form = phonenumbers.PhoneNumberFormat
    for style in (form.NATIONAL, form.INTERNATIONAL, form.RFC3966):
        text = phonenumbers.format_number(number, style)
        what = f"{of.the} without its country code, with spaces and signs"
        if style != form.NATIONAL:
            what = f"{of.the} with its spaces and signs"
            for other in (text.removeprefix("tel:"), text.replace("-", " "), text.replace(" ", "-"), text.lstrip("+")):
                yield other, what
        yield text, what
        if style == form.NATIONAL:
            yield re.sub(r"\D", "", text), f"{of.the} in its national form, without its country code"


def _birth_date(of: Value) -> Spellings:
    year, month, day = of.right[:4], of.right[4:6], of.right[6:]
    for order, what in _ORDERS:
        yield order.format(y=year, m=month, d=day), f"{of.the} with {what}"
    yield f"{year[2:]}{month}{day}", f"{of.the} with two digits for the year"
    for time in ("T00:00:00Z", "T00:00:00.000Z", "T00:00:00", " 00:00:00", "T00:00:00+00:00", " 00:00:00 UTC"):
        yield f"{year}-{month}-{day}{time}", f"{of.the} with a time of day"
    for sign, name in _SIGNS.items():
        for order, first in _ORDERS:
            spread = order.replace("}{", f"}}{sign}{{")
            for m, d in ((month, day), (month.lstrip("0"), day.lstrip("0"))):
                yield spread.format(y=year, m=m, d=d), f"{of.the} with {name}, {first}"
                yield spread.format(y=year[2:], m=m, d=d), f"{of.the} with {name} and two digits for the year"


def _gender(of: Value) -> Spellings:
    for word in _GENDERS.get(of.right, ()):
        for text in (word, word.capitalize(), word.upper()):
            yield text, f"{of.the} as a word"


def _name(of: Value) -> Spellings:
    for text in dict.fromkeys((of.right, of.typed.lower())):
        yield re.sub(r"\s", "", text), f"{of.the} without its spaces"
        yield text.partition(" ")[0], f"the first part of {of.the}"
        yield text.partition("-")[0], f"the first part of {of.the}"
        yield re.sub(r"[^\w\s]|_", " ", text), f"{of.the} with spaces for its punctuation"
    if of.typed.lower() != of.right:
        yield of.typed.lower(), f"{of.the} with its punctuation"


def _city(of: Value) -> Spellings:
    small = of.typed.lower()
    if small != of.right:
        yield re.sub(r"[^\w\s]|_", "", small), f"{of.the} with its spaces"
        yield re.sub(r"\s", "", small), f"{of.the} with its punctuation"
        yield small, f"{of.the} with its spaces and punctuation"
        yield re.sub(r"\s+", "-", small), f"{of.the} with dashes for its spaces"
        yield re.sub(r"\s+", "_", small), f"{of.the} with dashes for its spaces"


def _state(of: Value) -> Spellings:
    if of.country in (None, "us"):
        for name in table("us_states.json").get(of.right, ()):
            for text in (name.lower(), name.lower().replace(" ", ""), name, name.upper()):
                yield text, f"the name of {of.the} instead of its code"
    for code in (of.country or "us", (of.country or "us").upper()):
        for text in (f"{code}-{of.right}", f"{code}-{of.right.upper()}"):
            yield text, f"{of.the} with the country before it"
    if of.country not in (None, "us"):
        yield from _city(of)


def _postal_code(of: Value) -> Spellings:
    small = of.typed.lower()
    bare = re.sub(r"[\s-]", "", small)
    if of.country in (None, "us") and re.fullmatch(r"\d{9}", bare) and bare.startswith(of.right):
        yield bare, f"{of.the} with the four digits of ZIP+4"
        yield f"{bare[:5]}-{bare[5:]}", f"{of.the} with the four digits of ZIP+4"
    if of.country in ("gb", "ca", "nl") and len(of.right) > 4:
        tail = 2 if of.country == "nl" else 3
        apart = f"{of.right[:-tail]} {of.right[-tail:]}"
        for text in (apart, apart.upper()):
            yield text, f"{of.the} with its space"
        yield of.right[:-tail], f"the first part of {of.the}"
    if re.search(r"[\s-]", of.typed):
        yield small, f"{of.the} with its space or dash"
        yield of.typed, f"{of.the} with its space or dash"
        yield re.split(r"[\s-]", small)[0], f"the first part of {of.the}"
    if of.right.isdigit():
        yield of.right.lstrip("0"), f"{of.the} without its leading zeros"
        yield f"{of.right}.0", f"{of.the} read as a decimal number"
        yield f"{of.right.lstrip('0')}.0", f"{of.the} read as a decimal number"


def _country(of: Value) -> Spellings:
    for way in (*table("countries.json").get(of.right, ()), *(["UK"] if of.right == "gb" else [])):
        short = len(way) == 3 and way.isupper()
        what = f"the three-letter code of {of.the}" if short else f"the name of {of.the} instead of its code"
        if way == "UK":
            what = f"{of.the} as uk, which is no code of ISO 3166-1"
        for text in (way, way.lower(), way.lower().replace(" ", ""), way.upper()):
            yield text, what


@cache
def table(name: str) -> dict[str, list[str]]:
    """The names of countries or US states by lower-case code, from the file of that name beside this one."""
    names: dict[str, list[str]] = json.loads(Path(__file__).with_name(name).read_text("utf-8"))
    return names


SPELLINGS: dict[str, Callable[[Value], Spellings]] = {
    "country": _country,
    "ct": _city,
    "db": _birth_date,
    "em": _email,
    "fn": _name,
    "ge": _gender,
    "ln": _name,
    "ph": _phone,
    "st": _state,
    "zp": _postal_code,
}
"""By key; the others have no spellings of their own."""
