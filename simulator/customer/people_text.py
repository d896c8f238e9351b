"""Finding people in a text: e-mail addresses, phone numbers and whole names in clear."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import unquote_plus

from simulator.customer.recognise import Known
from simulator.customer.text import trim
from simulator.customer.variants import THINGS

# What stands before or behind the "@" of an address, in this direction or backwards.
_OF_ADDRESS = re.compile(r"[^\s@<>\"'(),:;=&?/\\\[\]{}|]+")
# Groups of digits as a phone number is written; anything else between two groups separates two numbers.
_DIGITS = re.compile(r"(?<![\w+])\+?[0-9(][0-9()\-./ \xa0]{5,30}[0-9](?!\w)")
_GROUP = re.compile(r"[0-9]+")
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[\s._,+-]{1,3}")
LONGEST_BEFORE = 64
LONGEST_BEHIND = 255
"""How far around an ``@`` an address is looked for: what RFC 5321 allows for its two parts (section 4.5.3.1)."""
_SHORTEST = 5
_LEAST_DIGITS = 9
_MOST_DIGITS = 18
_LONGEST_TEXT = 20_000


class ClearText:
    """What to look for in texts, and for whom."""

    def __init__(self) -> None:
        self._addresses: dict[str, int] = {}
        self._phones: dict[str, int] = {}
        self._names: dict[tuple[str, ...], int] = {}
        self._lengths: tuple[int, ...] = ()

    def add(self, key: str, raw: str, right: str | None, person: int) -> None:
        """Look for one value; ``right`` is its documented form, None when it has none."""
        if right is None:
            return
        if key == "em" and "@" in right and len(right) >= _SHORTEST:
            self._addresses.setdefault(right, person)
        elif key == "ph":
            for digits in {right, *_inside(right), re.sub(r"\D", "", raw)}:
                if digits.isascii() and len(digits) >= _LEAST_DIGITS:
                    self._phones.setdefault(digits, person)

    def add_name(self, person: Mapping[str, tuple[str, ...]], number: int) -> None:
        """Look for first and last name together; one alone may be any word.

        Of names of several words the first and the last are enough, in either order.
        """
        for first in person.get("fn", ()):
            for last in person.get("ln", ()):
                own, family = (_WORD.findall(trim(name).lower()) for name in (first, last))
                whole = (*own, *family)
                if len(whole) > 1 and _weight("".join(whole)) >= _SHORTEST:
                    for words in (whole, (*family, *own), (whole[0], whole[-1]), (whole[-1], whole[0])):
                        self._names.setdefault(words, number)
                    self._lengths = tuple(sorted({*self._lengths, 2, len(whole)}))

    def find(self, text: str) -> Known | None:
        """The first value found, in the order address, phone number, name; None without one."""
        text = text[:_LONGEST_TEXT]
        # Twice: an address inside an address is encoded again.
        for _ in range(3):
            known = self._find(text)
            if known is not None or ("%" not in text and "+" not in text):
                return known
            decoded = unquote_plus(text)
            if decoded == text:
                return None
            text = decoded
        return None

    def _find(self, text: str) -> Known | None:
        if self._addresses and "@" in text:
            for address in addresses(text):
                person = self._addresses.get(address.strip(".").lower())
                if person is not None:
                    return _known("em", person)
        if self._phones:
            for match in _DIGITS.finditer(text):
                person = self._phone(_GROUP.findall(match[0]))
                if person is not None:
                    return _known("ph", person)
        return self._name(text) if self._names else None

    def _phone(self, groups: list[str]) -> int | None:
        for start in range(len(groups)):
            digits = ""
            for group in groups[start:]:
                digits += group
                if len(digits) > _MOST_DIGITS:
                    break
                person = self._phones.get(digits)
                if person is not None:
                    return person
        return None

    def _name(self, text: str) -> Known | None:
        words: list[str] = []
        end = 0
        for match in _WORD.finditer(text.lower()):
            if not _BETWEEN.fullmatch(text, end, match.start()):
                words.clear()
            words.append(match[0])
            end = match.end()
            for length in self._lengths:
                if length > len(words):
                    break
                person = self._names.get(tuple(words[-length:]))
                if person is not None:
                    return Known("ln", "the first and the last name", True, None, person)
        return None


def _weight(letters: str) -> int:
    """How telling letters are: two of a script that writes a syllable or a word with each."""
    return sum(2 if unicodedata.east_asian_width(letter) == "W" else 1 for letter in letters)


def addresses(text: str) -> Iterator[str]:
    """What in a text has the form of an e-mail address, in order, without overlaps, cut where it is too long.

    Looks at a bounded piece around each ``@``, so the work grows with the text and not with its square.
    """
    end = 0
    at = text.find("@")
    while at >= 0:
        before = _OF_ADDRESS.match(text[max(end, at - LONGEST_BEFORE) : at][::-1])
        behind = _OF_ADDRESS.match(text, at + 1, at + 1 + LONGEST_BEHIND)
        if before is not None and behind is not None:
            end = behind.end()
            yield text[at - before.end() : end]
        at = text.find("@", at + 1)


def _inside(right: str) -> list[str]:
    # Late: it is needed for phone numbers only, and takes a while to load.
    import phonenumbers

    try:
        number = phonenumbers.parse(f"+{right}", None)
    except phonenumbers.NumberParseException:
        return []
    inside = phonenumbers.national_significant_number(number)
    code = number.country_code
    return [inside, f"0{inside}", f"00{right}", f"{code}0{inside}"]


def _known(key: str, person: int) -> Known:
    return Known(key, f"the {THINGS[key]}", True, None, person)
