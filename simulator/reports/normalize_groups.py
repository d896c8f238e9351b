"""Which profiles agree about a value, and which characters the others change."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from simulator.customer import Normalized

# Comparing takes the square of the length; what is longer is told as one difference.
_LONGEST = 300


class Difference(NamedTuple):
    """Characters of the reference and what stands in their place; ``at`` and ``at_here`` count from 0."""

    at: int
    reference: str
    at_here: int
    here: str


class Group(NamedTuple):
    """Profiles that send the same; ``differences`` are to the reference, the first group.

    ``differences`` is empty for the reference itself, and where one of both texts is missing.
    """

    results: tuple[Normalized, ...]
    differences: tuple[Difference, ...]

    @property
    def profiles(self) -> tuple[str, ...]:
        """The names of the profiles."""
        return tuple(result.profile for result in self.results)

    @property
    def normalized(self) -> str | None:
        """The text that all of them make."""
        return self.results[0].normalized

    @property
    def sha256(self) -> str | None:
        """The hash that all of them send."""
        return self.results[0].sha256


def group(results: Sequence[Normalized]) -> list[Group]:
    """The results, at least one, by what is sent; the group of the first one, the reference, comes first."""
    same: dict[tuple[str | None, str | None], list[Normalized]] = {}
    for result in results:
        same.setdefault((result.normalized, result.sha256), []).append(result)
    reference = results[0].normalized
    return [Group(tuple(members), differences(reference, text)) for (text, _), members in same.items()]


def differences(reference: str | None, here: str | None) -> tuple[Difference, ...]:
    """What to change in the reference to get the other text, in order; nothing where a text is missing."""
    if reference is None or here is None or reference == here:
        return ()
    start = 0
    while start < min(len(reference), len(here)) and reference[start] == here[start]:
        start += 1
    end = 0
    while end < min(len(reference), len(here)) - start and reference[-1 - end] == here[-1 - end]:
        end += 1
    left, right = reference[start : len(reference) - end], here[start : len(here) - end]
    if not left or not right or max(len(left), len(right)) > _LONGEST:
        return (Difference(start, left, start, right),)
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return tuple(
        Difference(start + a, left[a:b], start + c, right[c:d]) for what, a, b, c, d in codes if what != "equal"
    )
