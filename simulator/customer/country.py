"""Countries (``country``): ISO 3166-1 alpha-2 codes, from codes and English names."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from pathlib import Path

from simulator.customer.text import Form, plain_words
from simulator.errors import UsageError
from simulator.masking import printable, shorten

# In daily use for a country, but neither a code nor a name of ISO 3166-1.
_USUAL = {"uk": "gb", "greatbritain": "gb", "russia": "ru", "turkey": "tr"}
# Regions with a number plan of their own, under codes that ISO 3166-1 leaves to others.
_NUMBER_PLANS_ONLY = frozenset({"ac", "ta", "xk"})


def country(value: str) -> Form:
    """The lower-case alpha-2 code; two letters that are no code stay, with a note."""
    words, notes = plain_words(value, spaces=False)
    text = words or ""
    code = codes_by_words().get(text)
    if code is None and len(text) == 2 and text.isascii() and text.isalpha():
        return Form(text, (*notes, f"{text} is no country code of ISO 3166-1"))
    if code is None:
        return Form(None, (*notes, "this is neither a code of ISO 3166-1 nor an English name in it"))
    if len(text) == 2 and code != text:
        notes = (*notes, f"{text} is no country code of ISO 3166-1; the country's code is {code}")
    return Form(code, notes)


def country_code(text: str) -> str:
    """The lower-case alpha-2 code for a code or an English name. Raises UsageError for anything else."""
    words = plain_words(text, spaces=False).text or ""
    code = words if words in _NUMBER_PLANS_ONLY else codes_by_words().get(words)
    if code is None:
        raise UsageError(f"unknown country {shorten(printable(text), 40)}: give a code of ISO 3166-1, such as US or DE")
    return code


def iso_codes() -> Collection[str]:
    """Every alpha-2 code of ISO 3166-1, in lower case."""
    return _names().keys()


@cache
def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = json.loads(Path(__file__).with_name("countries.json").read_text("utf-8"))
    return names


@cache
def codes_by_words() -> dict[str, str]:
    """The code for every code and English name, as ``plain_words`` writes it without spaces."""
    names = _names()
    found = dict(_USUAL)
    for code, ways in names.items():
        for way in ways:
            found[plain_words(way, spaces=False).text or ""] = code
    return found | {code: code for code in names}
