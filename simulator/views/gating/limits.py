"""Limits by event name, as the settings write them: ``75`` for every name, ``Purchase=90`` for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias, TypeVar

EVERY: Final = "*"
Found = TypeVar("Found")
Limits: TypeAlias = Mapping[str, Fraction]


class Asked(NamedTuple):
    """A limit for an event name."""

    event_name: str
    limit: Fraction


def limits(items: Iterable[str]) -> Limits:
    """By event name, ``*`` for those that are not named; of two limits for one name the last counts."""
    parted = (item.rpartition("=") for item in items)
    return {name or EVERY: Fraction(number) for name, _, number in parted}


def asked(by_name: Limits, found: Mapping[str, Found]) -> Iterator[tuple[Asked, Found | None]]:
    """Every limit with what was found of its name; by name, then the names that were named and not found.

    When every name is asked and none is there, the limit of ``*`` comes alone: it was asked for, and can't be shown.
    """
    every = by_name.get(EVERY)
    for name in sorted(found):
        limit = by_name.get(name, every)
        if limit is not None:
            yield Asked(name, limit), found[name]
    for name, limit in by_name.items():
        if name not in found and (name != EVERY or not found):
            yield Asked(name, limit), None
