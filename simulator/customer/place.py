"""Cities, states and postal codes (``ct``, ``st``, ``zp``).

Where a rule depends on the country, ``country`` is its lower-case alpha-2 code, or None when it
isn't known.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

from simulator.customer.text import Form, invisible, plain_words, trim

_ZIP = re.compile(r"(\d{5})(\d{4})?", re.ASCII)
_ZIP_PLUS_4 = re.compile(r"(\d{5})-\d{4}", re.ASCII)


def city(value: str) -> Form:
    """Lower-case, without punctuation, special characters and spaces; letters of every script stay."""
    return plain_words(value, spaces=False)


def state(value: str, country: str | None) -> Form:
    """In the US the two-letter ANSI code; elsewhere lower-case without punctuation and spaces.

    The name of a US state becomes its code unless the country is known to be another one.
    """
    words, notes = plain_words(value, spaces=False)
    text = words or ""
    if country not in (None, "us"):
        return Form(text, notes)
    code = us_states_by_words().get(text)
    if code is None:
        if country == "us" and text:
            notes = (*notes, "this is no state of the US: Meta asks for the two-letter code there")
        return Form(text, notes)
    if country is None and code != text:
        notes = (*notes, "read as a state of the US; give the country if it lies elsewhere")
    return Form(code, notes)


def postal_code(value: str, country: str | None) -> Form:
    """Lower-case, without spaces and dashes; in the US the first five digits."""
    lower = trim(value).lower()
    text = "".join(c for c in lower if not c.isspace() and unicodedata.category(c) != "Pd")
    text = trim(text)
    notes = invisible(text)
    if country is None and (plus := _ZIP_PLUS_4.fullmatch(lower)):
        return Form(plus[1], ("read as a ZIP+4 code of the US; give the country if it lies elsewhere",))
    if country == "us":
        if match := _ZIP.fullmatch(text):
            return Form(match[1], notes)
        short = text.isascii() and text.isdigit() and len(text) < 5
        why = "it has fewer than five digits: were leading zeros lost?" if short else "it has not five digits"
        notes = (*notes, f"this is no ZIP code of the US: {why}")
    elif any(unicodedata.category(c)[0] in "PS" for c in text):
        notes = (*notes, "punctuation other than a dash stays: Meta's documentation names only spaces and dashes")
    return Form(text, notes)


@cache
def us_states_by_words() -> dict[str, str]:
    """The ANSI code for every name and code of a state of the US, as ``plain_words`` writes it without spaces."""
    names: dict[str, list[str]] = json.loads(Path(__file__).with_name("us_states.json").read_text("utf-8"))
    found = {plain_words(name, spaces=False).text or "": code for code, ways in names.items() for name in ways}
    return found | {code: code for code in names}
