"""Chance that comes out the same on every machine and Python version."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Item = TypeVar("Item")

_HEX = 2**32


class Chance:
    """A stream of random numbers that its name decides alone.

    Of ``random.Random`` only ``random()`` is used, the one method whose numbers Python promises to keep,
    and of arithmetic only what IEEE 754 fixes to the last bit: no logarithm, no root.
    """

    __slots__ = ("number",)

    def __init__(self, *name: object) -> None:
        self.number = Random(":".join(map(str, name))).random  # noqa: S311 - nothing here is secret

    def below(self, limit: int) -> int:
        """A whole number from 0 to one less than the limit."""
        return int(self.number() * limit)

    def happens(self, probability: float) -> bool:
        """True as often as that, of 1."""
        return self.number() < probability

    def one_of(self, items: Sequence[Item]) -> Item:
        """One of the items, each as often as any other."""
        return items[int(self.number() * len(items))]

    def between(self, least: int, most: int) -> int:
        """A whole number between the two, both included."""
        return least + int(self.number() * (most - least + 1))

    def mostly_small(self, least: int, most: int) -> int:
        """A whole number between the two, the smaller the likelier: waiting times look like that."""
        drawn = self.number()
        return least + int(drawn * drawn * drawn * (most - least + 1))

    def text(self, alphabet: str, length: int) -> str:
        """So many letters of an alphabet."""
        number, size = self.number, len(alphabet)
        return "".join([alphabet[int(number() * size)] for _ in range(length)])

    def uuid(self) -> str:
        """A random UUID (version 4)."""
        number = self.number
        one, two, three, four = (int(number() * _HEX) for _ in range(4))
        return f"{one:08x}-{two >> 16:04x}-4{two & 0xFFF:03x}-{0x8000 | three >> 18:04x}-{three & 0xFFFF:04x}{four:08x}"
