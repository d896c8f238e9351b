"""How a profile parts from the reference, said in words: only what can be computed."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

from simulator.masking import printable, shorten
from simulator.reports.normalize_groups import Difference, Group

_MOST = 3
_LONGEST = 24


def listed(names: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def summary(groups: list[Group]) -> str:
    """One sentence: how many profiles agree, who parts from whom, and how if that is one way only.

    Empty for a single profile.
    """
    count = sum(len(group.results) for group in groups)
    reference, *others = groups
    name = reference.profiles[0]
    if count == 1:
        return ""
    if not others:
        return "Both profiles agree." if count == 2 else f"All {count} profiles agree."
    parting = [profile for group in others for profile in group.profiles]
    verb = "parts" if len(parting) == 1 else "part"
    if len(reference.results) == 1:
        told = f"No other profile agrees with {name}: {listed(parting)} {verb} from it"
    else:
        told = f"{len(reference.results)} of {count} profiles agree; {listed(parting)} {verb} from {name}"
    if len(reference.results) == 1 and len(parting) == 1:
        told = f"{name} and {parting[0]} part"
    each = "each in a way of its own" if len(others) == len(parting) > 1 else ""
    together = "in the same way" if len(others) == 1 < len(parting) else ""
    way = each or together
    reason = f": {in_words(reference, others[0])}" if len(others) == 1 else ""
    return f"{told}{f', {way}' if way else ''}{reason}."


def in_words(reference: Group, other: Group) -> str:
    """What the other group does to the value, beside the reference: ``leaves out letters outside ASCII: "ã"``."""
    name = reference.profiles[0]
    if reference.normalized is None:
        return f"sends a value where {name} sends nothing"
    if other.normalized is None:
        return f"sends nothing where {name} sends a value"
    if other.normalized == reference.normalized:
        return _hashed_otherwise(reference.sha256, other.sha256, name)
    found = other.differences
    if all(part.reference.lower() == part.here.lower() for part in found):
        return f"differs from {name} in upper and lower case: {_samples(_pair(part) for part in found)}"
    if _kept(reference.normalized, found) * 2 < max(len(reference.normalized), len(other.normalized)):
        short = max(len(reference.normalized), len(other.normalized)) <= _LONGEST
        whole = Difference(0, reference.normalized, 0, other.normalized)
        return f"writes {_pair(whole)}" if short else f"makes another text than {name}"
    left_out = [part.reference for part in found if not part.here]
    added = [part.here for part in found if not part.reference]
    changed = [_pair(part) for part in found if part.reference and part.here]
    pieces = [
        f"{_verb(left_out, other, 'leaves out', 'goes without')} {_told(left_out)}" if left_out else "",
        f"{_verb(added, other, 'keeps', 'adds')} {_told(added)}" if added else "",
        f"writes {_samples(changed)}" if changed else "",
    ]
    return "; ".join(piece for piece in pieces if piece)


def _hashed_otherwise(reference: str | None, other: str | None, name: str) -> str:
    if other is None:
        return f"sends the same text in clear, where {name} hashes it"
    if reference is None:
        return f"hashes the text, which {name} sends in clear"
    return f"makes another hash of the same text than {name}"


def _kept(reference: str, found: tuple[Difference, ...]) -> int:
    return len(reference) - sum(len(part.reference) for part in found)


def _verb(texts: list[str], other: Group, given: str, made: str) -> str:
    """One word for characters that were given, another for those that a profile makes up."""
    value = other.results[0].given.lower()
    return given if all(text.lower() in value for text in texts) else made


def _pair(part: Difference) -> str:
    return f"{named(part.here)} for {named(part.reference)}"


def _samples(texts: Iterable[str]) -> str:
    counted = Counter(texts)
    told = [f"{text}{f' ({times} times)' if times > 1 else ''}" for text, times in counted.items()]
    more = [f"{len(told) - _MOST} more"] if len(told) > _MOST else []
    return listed([*told[:_MOST], *more]) if told else ""


def named(text: str) -> str:
    """Characters in quotes, with the code point of a single one that could be mistaken for another."""
    if len(text) == 1 and not text.isascii():
        code = f"U+{ord(text):04X}"
        # A combining mark would sit on the quotation mark.
        return f'"{text}" ({code})' if text.isprintable() and not unicodedata.combining(text) else code
    if text == " ":
        return "a space"
    return f'"{shorten(printable(text), _LONGEST)}"'


def _is_accent(c: str) -> bool:
    return unicodedata.category(c).startswith("M")


def _is_foreign_letter(c: str) -> bool:
    return c.isalpha() and not c.isascii()


def _is_sign(c: str) -> bool:
    return unicodedata.category(c)[0] in "PS"


_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("white space", str.isspace),
    ("digits", str.isdecimal),
    ("letters outside ASCII", _is_foreign_letter),
    ("combining marks", _is_accent),
    ("punctuation or symbols", _is_sign),
)


def _told(texts: list[str]) -> str:
    """The texts, behind what they have in common where that is worth a word."""
    joined = "".join(texts)
    kind = next((f"{kind}: " for kind, belongs in _KINDS if all(map(belongs, joined))), "")
    return f"{'' if set(texts) == {' '} else kind}{_samples(map(named, texts))}"
