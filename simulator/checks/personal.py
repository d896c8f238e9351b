"""Finding personal data in a text: e-mail addresses, international phone numbers, parameters of a URL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_DECODED = 3
"""How often a text is decoded: an address inside the address of an address is encoded three times."""

# Only what stands around the @ counts, so that a long text is read once.
_ADDRESS = re.compile(r"(?<=[\w.+'-])@((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:xn--[A-Za-z0-9-]{2,59}|[^\W\d_]{2,24}))")
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}\Z")
# Pictures for sharp screens are called mug@2x.png.
_FILES = frozenset("avif css gif html ico jpeg jpg js json map mp4 pdf php png svg webm webp".split())  # noqa: SIM905
_NUMBER = re.compile(r"(?<![\w+])\+[1-9](?:[ \u00a0().\-/\t]{0,3}\d){7,14}(?!\d)", re.ASCII)
_SEPARATORS = re.compile(r"[&;]")
_NAME = re.compile(r"[\w.\[\]-]{1,60}", re.ASCII)
_MANY_DIGITS = re.compile(r"(?:\d\D?){7}")


class Parameter(NamedTuple):
    """One parameter of a URL: its name decoded, its value as it stands there."""

    name: str
    value: str


def decoded(text: str) -> str:
    """The text without its percent-encoding, however often it was encoded (up to MOST_DECODED times)."""
    if "%" not in text:
        return text
    # Late: it takes a while to load.
    from urllib.parse import unquote

    for _ in range(MOST_DECODED):
        plain = unquote(text)
        if plain == text:
            break
        text = plain
    return text


def addresses(text: str) -> Iterator[str]:
    """The e-mail addresses in a decoded text, from its start to its end."""
    if "@" not in text:
        return
    for match in _ADDRESS.finditer(text):
        domain = match[1]
        if domain.rpartition(".")[2].lower() in _FILES:
            continue
        local = _LOCAL.search(text, max(0, match.start() - 64), match.start())
        # Inside a query the name of the parameter stands right before the address.
        name = re.split(r"[=&?/]", local[0])[-1] if local else ""
        yield f"{name or text[match.start() - 1]}@{domain}"


def numbers(text: str) -> Iterator[str]:
    """The international phone numbers in a decoded text: those that start with + and are in use somewhere."""
    if "+" not in text:
        return
    for match in _NUMBER.finditer(text):
        if _is_number(match[0]):
            yield match[0]


def _is_number(text: str) -> bool:
    # Late: the number plans of the world take a while to load.
    import phonenumbers

    digits = "".join(c for c in text if c.isdigit())
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}", None))
    except phonenumbers.NumberParseException:
        return False


def split_url(url: str) -> tuple[str, list[Parameter]]:
    """What stands before the query, and the parameters of query and fragment; a part without = has no name."""
    head, _, fragment = url.partition("#")
    path, _, query = head.partition("?")
    # Addresses inside a fragment bring a query of their own.
    pieces = _SEPARATORS.split(query) + _SEPARATORS.split(fragment.replace("?", "&"))
    parameters = []
    for piece in pieces:
        if not piece:
            continue
        name, equals, value = piece.partition("=")
        parameters.append(Parameter(decoded(name), value) if equals else Parameter("", name))
    return path, parameters


def is_showable(name: str) -> bool:
    """Whether the name of a member or parameter may be shown: it is a name, no value that came to stand there."""
    return _NAME.fullmatch(name) is not None and "@" not in name and _MANY_DIGITS.search(name) is None
