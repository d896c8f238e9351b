"""Customer values put together at random, the same every time, from the pieces that trip normalisers."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

_SPACES = [" ", "\t", "\n", "\u00a0", "\u2003", "\ufeff", "\x85", "\x1c", "\u200b"]
_LETTERS = ["a", "B", "mary", "JANE", "é", "É", "e\u0301", "ß", "İ", "Σ", "ñ", "中", "Ж", "𐐀", "\u212a"]
_SIGNS = ["-", ".", ",", "'", "’", "_", "(", ")", "/", "+", "@", ":", "#", "–", "😀"]
_DIGITS = ["0", "1", "7", "12", "00", "31", "32", "1997", "٣", "３"]
_NAMES = ["new", "york", "virginia", "west", "kansas", "ontario", "ind", "niger", "ia", "ca", "us", "united", "states"]
_PIECES: dict[str, list[str]] = {
    "client_ip_address": [
        "192.0.2.1",
        "2001:db8::1",
        "10.0.0.1",
        ".AQ",
        ".BA",
        ".AQQAAQMC",
        ",",
        " ",
        "::1",
        "%a",
        "fe80:",
    ],
    "country": [*_NAMES, *_SIGNS, *_SPACES, *_DIGITS],
    "db": [*_DIGITS, "2", "16", "05", "1800", "2027", "-", "/", ".", " ", "T", "\u00a0"],
    "em": ["mary", "JANE", "a", ".", ".", ":", "@", "@", "example", ".org", ".", "-", "+", "_", "é", "1", *_SPACES],
    "fbc": ["fb", "1", "1558571054389", "x", ".", ".", ".", ".", "AQ", "AQQCAQAA", "abcdefgh", " "],
    "fbp": ["fb", "1", "1558571054389", "x", ".", ".", ".", ".", "AQ", "AQQCAQAA", "abcdefgh", " "],
    "ge": ["f", "m", "fe", "male", "wo", "man", "mr", "s", "he", "SHE", " ", "\ufeff", "\x85", "'", "."],
    "ph": ["+", "0", "00", "1", "650", "555", "0100", "44", "20", "7946", "-", " ", "(", ")", "x", "\u00a0", "٣", "."],
    "st": [*_NAMES, *_SIGNS, *_SPACES, *_DIGITS],
    "zp": ["94025", "1", "-", " ", "M1", "1ae", "é", "\u00a0", "\t", "\x85", "😀", "."],
}
_ANY = [*_LETTERS, *_SPACES, *_SIGNS, *_DIGITS]
_KEYS = [*_PIECES, "fn", "ln", "ct", "external_id", "zp", "em"]


def made_values(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Keys with values of one to eight pieces."""
    random = Random(seed)
    for _ in range(count):
        key = random.choice(_KEYS)
        pieces = _PIECES.get(key, _ANY)
        yield key, "".join(random.choices(pieces, k=random.randint(1, 8)))
