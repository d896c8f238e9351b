"""Hashes: that of a known value becomes that of its stand-in, any other becomes another one."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import defaultdict
from functools import cache

from simulator.checks.vocabulary import nothing, test_words
from simulator.customer.recognise import all_hashes
from simulator.errors import UsageError
from simulator.expectation.standins.letters import Letters

# Shorter runs of hex digits are ids; longer than SHA-512 is nothing known.
HASH = re.compile(r"(\s*)([0-9a-fA-F]{32,128})((?:\.[A-Za-z0-9_-]{2,8})?)(\s*)")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{43}=?")


class Hashes:
    """What every hash of a capture is replaced by.

    Show it all hashes with ``see`` and all values in clear with ``link``; ``replaced`` is asked after
    ``settle``.
    """

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._seen: dict[str, None] = {}
        self._linked: dict[str, str] = {}
        self._values: dict[tuple[str, str], str] = {}

    def see(self, plain: str) -> None:
        """A hash of the capture, hex in lower case."""
        self._seen.setdefault(plain)

    def link(self, key: str, raw: str, stand_in: str) -> None:
        """A value that stands in clear somewhere, and what stands there instead."""
        self._values.setdefault((key, raw), stand_in)

    def settle(self) -> None:
        """Find out which hashes are those of known values, or of other hashes."""
        for (key, raw), stand_in in self._values.items():
            self._settle_value(key, raw, stand_in)
        for plain in self._seen:
            for other, made in zip(_again(plain), _again(self.replaced(plain)), strict=True):
                if other in self._seen:
                    self._linked.setdefault(other, made)

    def _settle_value(self, key: str, raw: str, stand_in: str) -> None:
        try:
            ours, theirs = all_hashes(key, raw, None), list(all_hashes(key, stand_in, None))
        except UsageError:
            return
        by_what: defaultdict[str, list[str]] = defaultdict(list)
        for text, meaning in theirs:
            by_what[meaning.what].append(text)
        asked: defaultdict[str, int] = defaultdict(int)
        for text, meaning in ours:
            place = asked[meaning.what]
            asked[meaning.what] += 1
            made = by_what[meaning.what]
            if text in self._seen and text not in self._linked and place < len(made):
                self._linked[text] = made[place]

    @property
    def linked(self) -> int:
        """How many hashes were found to be those of known values or hashes."""
        return len(self._linked)

    def replaced(self, plain: str) -> str:
        """The stand-in for a hash: hex of the same length and case, or base64."""
        if plain in nothing() or plain in _harmless():
            return plain
        lower = plain.lower()
        if lower in nothing() or lower in _harmless():
            return plain
        if (linked := self._linked.get(lower) or self._linked.get(plain)) is not None:
            return linked if plain == lower or linked.lower() != linked else linked.upper()
        if HASH.fullmatch(plain):
            return self._letters.hex(plain)
        return self._base64(plain)

    def _base64(self, text: str) -> str:
        is_safe = "-" in text or "_" in text
        try:
            data = base64.b64decode(text.rstrip("=") + "=", altchars=b"-_" if is_safe else None, validate=True)
        except (binascii.Error, ValueError):
            return self._letters.word(text)
        made = base64.b64encode(bytes.fromhex(self.replaced(data.hex())), altchars=b"-_" if is_safe else None)
        return made.decode()[: len(text)]


def is_base64_hash(text: str) -> bool:
    """Whether a text may be 32 bytes in base64."""
    return _BASE64.fullmatch(text) is not None


@cache
def _harmless() -> frozenset[str]:
    """The hashes of countries, genders and words for trying a form: none of them stands for one person."""
    from simulator.customer.spellings import table

    values = [("ge", "f"), ("ge", "m"), *(("country", code) for code in table("countries.json"))]
    return frozenset(text for key, value in values for text, _ in all_hashes(key, value, None)) | frozenset(
        test_words()
    )


def _again(plain: str) -> tuple[str, ...]:
    """The hashes of a hash, as they are made by mistake."""
    texts = [plain.encode(), plain.upper().encode()]
    try:
        texts.append(bytes.fromhex(plain))
    except ValueError:
        texts.append(plain.encode() + b"=")
    return tuple(hashlib.sha256(text).hexdigest() for text in texts)
