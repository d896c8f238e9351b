"""Whether the traits of two events speak for one action."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from simulator.finding import Confidence
from simulator.suspicion.traits import PERSON, Traits

# Half a cent, and what floats lose.
_CENT = 0.005 + 1e-9
_MINOR_UNITS = 100


class Agreement(NamedTuple):
    """Why two events seem to be one action: the key that ties them, how surely, and all that agrees."""

    key: str
    confidence: Confidence
    words: tuple[str, ...]


class People(NamedTuple):
    """The keys, in words, under which two events name the same person and under which another one."""

    same: tuple[str, ...]
    other: tuple[str, ...]


def people(one: Traits, other: Traits) -> People:
    """The person of two events compared key by key; a key that one side lacks says nothing."""
    same: list[str] = []
    differing: list[str] = []
    for key, mine, theirs in zip(PERSON, one.person, other.person, strict=True):
        if mine and theirs:
            (same if mine == theirs or not set(mine).isdisjoint(theirs) else differing).append(key)
    return People(tuple(same), tuple(differing))


def values(one: Traits, other: Traits) -> Literal["same", "minor-units", "other", "unknown"]:
    """How two values compare; a hundredfold is one amount in units and in cents."""
    if one.value is None or other.value is None:
        return "unknown"
    if abs(one.value - other.value) <= _CENT:
        return "same"
    low, high = sorted((abs(one.value), abs(other.value)))
    return "minor-units" if low and abs(low * _MINOR_UNITS - high) <= _CENT else "other"


def differ(one: int | None, other: int | None) -> bool:
    """Whether both are there and they are not the same."""
    return one is not None and other is not None and one != other


def agree(one: int | None, other: int | None) -> bool:
    """Whether both are there and the same."""
    return one is not None and one == other


def agreement(name: str | None, one: Traits, other: Traits) -> Agreement | None:
    """Why two events of that name, of one channel each, seem to be one action; None when they don't."""
    who = people(one, other)
    amount = values(one, other)
    words = _words(name, one, other, who, amount)
    if one.order is not None and other.order is not None:
        # An order id that many people share is no order id.
        if one.order != other.order or (len(who.other) > 1 and not who.same):
            return None
        odd = amount == "other" and differ(one.items, other.items)
        return _agreement("order_id", Confidence.MEDIUM if odd else Confidence.HIGH, ("order_id", *words))
    if amount == "other" or differ(one.items, other.items):
        return None
    if name in ("PageView", "ViewContent") and differ(one.page, other.page):
        return None
    if who.same:
        key = who.same[0] if who.same[0] in PERSON[:2] else "customer"
        return _agreement(key, Confidence.LOW if who.other else Confidence.MEDIUM, words)
    if who.other or name == "PageView" or one.items is None or amount != "same" or other.items is None:
        return None
    if differ(one.agent, other.agent) or differ(one.address, other.address):
        return None
    return _agreement("contents", Confidence.LOW, words)


# There are few kinds, and a busy run holds very many of them at a time.
_agreement = lru_cache(maxsize=512)(Agreement)


def _words(name: str | None, one: Traits, other: Traits, who: People, amount: str) -> tuple[str, ...]:
    found = list(who.same)
    if agree(one.items, other.items):
        found.append("contents")
    if amount == "same":
        found.append("value")
    elif amount == "minor-units":
        found.append("value but for a factor of 100")
    if name in ("PageView", "ViewContent") and agree(one.page, other.page):
        found.append("page")
    return tuple(found)
