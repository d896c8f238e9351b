"""States, countries and words for gender, as Meta's parameter builder reads them.

``builder_words.json`` holds the words it knows (capi-param-builder-nodejs 1.3.2, read 2026-11-24). The order
matters: a text that is no name is searched for names, and the first one found in it counts.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from simulator.customer.javascript import trim

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_INSIDE = "no name on the builder's list: read as {}, whose name stands inside it"
_CUT = "no name on the builder's list: its first two letters were taken"


class Words(NamedTuple):
    """What the builder knows: letters to code, and word to f or m."""

    st: dict[str, str]
    country: dict[str, str]
    ge: dict[str, str]


def place(value: str, names: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """A code of two letters, or what is left of the text if that is less, and notes."""
    letters = "".join(c for c in value.lower() if c in _LETTERS)
    if len(letters) < 3:
        return letters, ()
    if letters in names:
        return names[letters], ()
    for name, code in names.items():
        if name in letters:
            return code, (_INSIDE.format(code.upper()),)
    return letters[:2], (_CUT,)


def gender(value: str) -> str:
    """``f``, ``m``, or nothing for a word that the builder does not know."""
    return words().ge.get(trim(value.lower()), "")


@cache
def words() -> Words:
    """The builder's words."""
    known = json.loads(Path(__file__).with_name("builder_words.json").read_text("utf-8"))
    genders = {word: letter for letter, several in known["ge"].items() for word in several}
    return Words(known["st"], known["country"], genders)
