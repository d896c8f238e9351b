"""Steps that several normalisers share."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

COMPOSED = "combining marks were joined with their letters (Unicode NFC), as in Meta's published example"


class Form(NamedTuple):
    """What normalising makes of a value: the text, or None when there is no documented form, and notes."""

    text: str | None
    notes: tuple[str, ...] = ()


def trim(value: str) -> str:
    """Without white space and byte order marks at both ends."""
    while (shorter := value.strip().strip("\ufeff")) != value:
        value = shorter
    return value


def plain_words(value: str, *, spaces: bool) -> Form:
    """Trimmed, lower-case, without punctuation, symbols and control characters; spaces kept or not.

    Letters of every script, their marks and digits stay. Precomposed and combining spellings of a
    letter come out the same.
    """
    composed = unicodedata.normalize("NFC", value)
    text = "".join(c for c in composed.lower() if _stays(c, spaces))
    text = trim(unicodedata.normalize("NFC", text))
    notes = [COMPOSED] if composed != value else []
    return Form(text, (*notes, *invisible(text)))


def invisible(text: str) -> tuple[str, ...]:
    """A note when a text holds characters that nobody sees and that change its hash."""
    found = sorted({f"U+{ord(c):04X}" for c in text if unicodedata.category(c) == "Cf"})
    return (f"it holds invisible characters ({', '.join(found[:5])}), which are hashed too",) if found else ()


def _stays(character: str, spaces: bool) -> bool:
    if character.isspace():
        return spaces
    category = unicodedata.category(character)
    return category[0] not in "PSZ" and category != "Cc"
