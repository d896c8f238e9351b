"""What a value looks like when it was not prepared as Meta documents it, each form with a short name.

Which mistakes are made was learnt from public reports (segmentio/action-destinations#2022, #3719 and #3823,
stape-io/facebook-tag#20 and #53, facebook/facebook-for-woocommerce#3495, google/site-kit-wp#11737, all read
2026-09-12); that none of these forms is the documented one is what the profile ``docs`` says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from simulator.customer.keys import find_key
from simulator.customer.profiles import find_profile, profiles
from simulator.customer.spellings import SPELLINGS, Value
from simulator.customer.text import trim
from simulator.errors import UsageError

THINGS = {
    "em": "e-mail address",
    "ph": "phone number",
    "fn": "first name",
    "ln": "last name",
    "db": "date of birth",
    "ge": "gender",
    "ct": "city",
    "st": "state",
    "zp": "postal code",
    "country": "country",
    "external_id": "external ID",
    "app_user_id": "app user ID",
}
"""What a person calls the value of a key; the keys whose values can be recognised."""

OWN_IDS = frozenset({"external_id", "app_user_id"})
"""Keys without a documented normalisation: any stable text is right."""

LIBRARIES = {
    "python-sdk": "Meta's Python SDK",
    "param-builder": "Meta's parameter builder",
}
"""The profiles that stand for a library of Meta's own: what they make is never called wrong."""

MAKERS = {**LIBRARIES, "adobe": "Adobe's extension"}
"""The profiles that stand for somebody's code, with the name for a sentence."""


class Meaning(NamedTuple):
    """What a text is of a value.

    ``what`` completes "this is the hash of ..."; ``right`` is true for the documented form and for those of
    Meta's own libraries, and ``profile`` names the profile that makes the form, if one does. ``twice``: the
    text is a hash itself.
    """

    what: str
    right: bool = False
    profile: str | None = None
    twice: bool = False


def documented(key: str, raw: str, country: str | None) -> str | None:
    """The documented form of a value before it is hashed; None when it has none.

    ``country`` is a lower-case code of ISO 3166-1, or None.
    """
    return find_profile("docs")(find_key(key), raw, country).normalized


def variants(key: str, raw: str, country: str | None) -> Iterator[tuple[str, Meaning]]:
    """Every text that may have been hashed for a value, each once: the right ones first, then the others.

    ``raw`` is the value as somebody typed it, ``country`` a lower-case code of ISO 3166-1 or None. A value
    without a documented form has none. Raises UsageError for an unknown key.
    """
    right = documented(key, raw, country)
    if right is None:
        return
    the = f"the {THINGS.get(key, find_key(key).means)}"
    yield right, Meaning(the, True, "docs")
    known = {right}
    wrong: dict[str, str] = {}
    for text, what in _wrong(key, the, raw, right, country):
        wrong.setdefault(text, what)
    for profile, text in _other_profiles(key, raw, country):
        if text in known:
            continue
        known.add(text)
        yield text, Meaning(wrong.get(text, f"{the} in another form"), profile in LIBRARIES, profile)
    for text, what in wrong.items():
        if text not in known and text.strip():
            yield text, Meaning(what)


def _other_profiles(key: str, raw: str, country: str | None) -> Iterator[tuple[str, str]]:
    # Meta's libraries first: what one of them makes is right, whoever else makes it too.
    for name in sorted(profiles(), key=lambda name: (name not in LIBRARIES, name)):
        if name == "docs":
            continue
        try:
            text = find_profile(name)(find_key(key), raw, country).normalized
        except UsageError:
            continue
        if text:
            yield name, text


def _wrong(key: str, the: str, raw: str, right: str, country: str | None) -> Iterator[tuple[str, str]]:
    typed = trim(raw)
    spell = SPELLINGS.get(key)
    if spell is not None:
        yield from spell(Value(the, typed, right, country))
    if raw != typed:
        yield raw, f"{the} before trimming"
    for text in dict.fromkeys((right, typed)):
        yield from _in_other_case(the, text, right)
    if typed != right:
        yield typed, f"{the} as it was typed"
        yield typed.lower(), f"{the} in lower case, else as it was typed"
    for text in dict.fromkeys((right, typed)):
        yield from _with_ends(the, text)
        yield from _in_other_letters(the, text)
    yield from _with_more(the, right)


def _in_other_case(the: str, text: str, right: str) -> Iterator[tuple[str, str]]:
    if text.upper() != text and text.upper().lower() == right:
        yield text.upper(), f"{the} in upper case"
    for other in (text, text.capitalize(), text.title()):
        if other != right and other.lower() == right:
            yield other, f"{the} {'in upper case' if other.isupper() else 'with capital letters'}"


def _with_ends(the: str, text: str) -> Iterator[tuple[str, str]]:
    for other in (f" {text}", f"{text} ", f" {text} "):
        yield other, f"{the} before trimming"
    for end in ("\n", "\r\n"):
        yield text + end, f"{the} with a line break at its end"


def _with_more(the: str, text: str) -> Iterator[tuple[str, str]]:
    for other in (f"{text}\t", f"\t{text}", f"{text}\xa0"):
        yield other, f"{the} before trimming"
    yield f"\ufeff{text}", f"{the} with a byte order mark before it"
    for other in (f"\u200b{text}", f"{text}\u200b"):
        yield other, f"{the} with an invisible character"
    for mark in "\"'":
        yield f"{mark}{text}{mark}", f"{the} in quotation marks"
    yield f'["{text}"]', f"{the} as a list in JSON"
    encoded = quote(text, safe="")
    if encoded != text:
        yield encoded, f"{the} in URL encoding"
        yield encoded.lower(), f"{the} in URL encoding"


def _in_other_letters(the: str, text: str) -> Iterator[tuple[str, str]]:
    if text.isascii():
        return
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    yield bare, f"{the} without its accents"
    yield bare.lower(), f"{the} without its accents"
    yield decomposed, f"{the} with its accents as characters of their own"
    # What strtolower of PHP leaves of a name in capitals.
    half = "".join(c.lower() if c.isascii() else c for c in text.upper())
    yield half, f"{the} with only its letters a to z in lower case"
    yield "".join(c for c in text if c.isascii()), f"{the} without its letters beyond a to z"
    for misread in ("cp1252", "latin-1"):
        try:
            yield text.encode().decode(misread), f"{the} after its UTF-8 was read as Latin-1"
        except UnicodeDecodeError:
            continue
