"""Made-up shops that several tests look at."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from simulator.synthetic import Action, Made, ShopSettings, traffic

SHOPPERS = 400


@cache
def stream(seed: int = 7, shoppers: int = SHOPPERS, days: int = 1) -> tuple[Made, ...]:
    """Everything that is received of a shop."""
    return tuple(traffic(ShopSettings(shoppers=shoppers, seed=seed, days=days)))


def events(seed: int = 7, shoppers: int = SHOPPERS, days: int = 1) -> list[Made]:
    """The same without words of consent."""
    return [made for made in stream(seed, shoppers, days) if made.word is None]


def copies(made: list[Made]) -> dict[Action, list[Made]]:
    """The events by action."""
    found: dict[Action, list[Made]] = defaultdict(list)
    for each in made:
        found[each.action].append(each)
    return found
