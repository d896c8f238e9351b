"""Texts of the same shape: every letter becomes another letter, every digit another digit.

A sign's replacement depends on a secret and on the signs before it, so texts that begin alike still do, and
different texts stay different. No sign is ever replaced by itself. The secret is made of the capture, so one
capture always gives the same scenario, and without the capture nothing can be turned back.
"""

from __future__ import annotations

import unicodedata
from hashlib import blake2b
from string import ascii_lowercase, digits

_HEX = digits + "abcdef"
_LATIN = "àáâãäåæçèéêëìíîïñòóôõöøùúûü"
# Signs of other scripts move within a stretch of this many neighbours.
_STRETCH = 32


class Letters:
    """Replaces signs by a secret of at most 64 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._known: dict[tuple[str, str], str] = {}

    def word(self, text: str, kind: str = "") -> str:
        """A text of the same shape; upper and lower case and leading zeros are carried over.

        Signs that are neither letters nor digits stay. ``kind`` keeps worlds apart that share no values.
        """
        known = self._known.get((text, kind))
        if known is None:
            known = self._known[text, kind] = self._word(text, kind)
        return known

    def hex(self, text: str) -> str:
        """Hex digits of the same length, in the case of the given ones."""
        lower = text.lower()
        made = "".join(_moved(_HEX, sign, self._step("hex", lower[:place], 15)) for place, sign in enumerate(lower))
        return made if text == lower else made.upper()

    def _word(self, text: str, kind: str) -> str:
        if text.isascii() and text.isdigit():
            bare = text.lstrip("0")
            return text[: len(text) - len(bare)] + self._signs(bare, kind, first="123456789")
        # Ids in hex should stay ids in hex.
        lower = text.lower()
        is_hex = len(text) >= 6 and all(c in _HEX for c in lower) and not lower.isalpha()
        return self._signs(text, kind, letters="abcdef" if is_hex else ascii_lowercase)

    def _signs(self, text: str, kind: str, letters: str = ascii_lowercase, first: str = digits) -> str:
        made: list[str] = []
        before = ""
        for sign in text:
            low = sign.lower()
            pool = _pool(low, letters, digits if before else first)
            if not pool:
                made.append(sign)
                continue
            other = _moved(pool, low, self._step(kind, before, len(pool) - 1))
            made.append(other.upper() if sign != low and len(other.upper()) == 1 else other)
            before += low
        return "".join(made)

    def _step(self, kind: str, before: str, most: int) -> int:
        mixed = blake2b(f"{kind}\0{before}".encode("utf-8", "surrogatepass"), key=self._secret, digest_size=4)
        return 1 + int.from_bytes(mixed.digest()) % most


def _pool(low: str, letters: str, numbers: str) -> str:
    if low in letters:
        return letters
    if low in ascii_lowercase:
        return ascii_lowercase
    if low in digits:
        return numbers if low in numbers else digits
    if low in _LATIN:
        return _LATIN
    if len(low) != 1 or low.isascii() or not (low.isalpha() or low.isdigit()):
        return ""
    start = ord(low) // _STRETCH * _STRETCH
    kind = unicodedata.category(low)
    pool = "".join(c for c in map(chr, range(start, start + _STRETCH)) if _alike(c, kind))
    return pool if len(pool) > 1 else _LATIN + low


def _alike(sign: str, kind: str) -> bool:
    return unicodedata.category(sign) == kind and sign.lower() == sign


def _moved(pool: str, sign: str, steps: int) -> str:
    return pool[(pool.index(sign) + steps) % len(pool)]
