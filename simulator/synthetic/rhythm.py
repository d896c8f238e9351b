"""Who comes when: the habits of a shopper, and the visits of the whole shop in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from simulator.synthetic.chance import Chance
from simulator.synthetic.countries import COUNTRIES

if TYPE_CHECKING:
    from simulator.synthetic.settings import ShopSettings

Kind: TypeAlias = Literal["web", "app", "store", "renewal"]

_HOUR, _DAY = 3_600_000, 86_400_000
_APART = _HOUR
"""Two visits of one shopper begin at least so far apart (milliseconds); none lasts that long."""
# Visits in each hour of the shopper's own clock: quiet nights, a lunch break, a long evening.
_BY_HOUR = (3, 2, 1, 1, 1, 2, 5, 9, 12, 13, 13, 14, 17, 16, 13, 12, 13, 15, 18, 22, 25, 23, 15, 8)
_HOURS = tuple(hour for hour, weight in enumerate(_BY_HOUR) for _ in range(weight))
_OPEN = tuple(range(9, 20))


class Habits(NamedTuple):
    """What a shopper is like. ``consent`` is their answer to the banner: the shop reports nothing of those
    who refuse, and of those who withdraw nothing after their first visit.
    """

    shopper: int
    locale: str
    consent: Literal["granted", "withdrawn", "refused"]
    account: bool
    two_devices: bool


class Visit(NamedTuple):
    """One visit; ``start`` is in milliseconds since 1970, ``number`` counts a shopper's visits from 0."""

    start: int
    shopper: int
    number: int
    kind: Kind
    last: bool


def habits(settings: ShopSettings, shopper: int) -> Habits:
    """The habits of one shopper; the same whenever they are asked for."""
    return _habits(Chance(settings.seed, "habits", shopper), settings, shopper)


def _habits(chance: Chance, settings: ShopSettings, shopper: int) -> Habits:
    answer = chance.number()
    return Habits(
        shopper,
        settings.locales[shopper % len(settings.locales)],
        "granted" if answer < 0.82 else "withdrawn" if answer < 0.85 else "refused",
        chance.happens(0.55),
        chance.happens(0.3),
    )


def visits(settings: ShopSettings) -> list[Visit]:
    """All visits that the shop reports of, in order of their start."""
    found = [visit for shopper in range(settings.shoppers) for visit in _of_one(settings, shopper)]
    found.sort()
    return found


def _of_one(settings: ShopSettings, shopper: int) -> Iterator[Visit]:
    chance = Chance(settings.seed, "habits", shopper)
    known = _habits(chance, settings, shopper)
    if known.consent == "refused":
        return
    ahead = COUNTRIES[known.locale].hours * _HOUR
    times: list[tuple[int, Kind]] = [(_moment(chance, settings, ahead, _HOURS), "web")]
    for _ in range(settings.days):
        if chance.happens(0.35):
            times.append((_moment(chance, settings, ahead, _HOURS), "web"))
        # Few shoppers have the app, a loyalty card or a subscription, and few use them every day.
        for share, kind in ((0.05, "app"), (0.03, "store"), (0.01, "renewal")):
            if chance.happens(share):
                times.append((_moment(chance, settings, ahead, _OPEN if kind == "store" else _HOURS), kind))  # type: ignore[arg-type]
    times.sort()
    kept: list[tuple[int, Kind]] = []
    for start, kind in times:
        if not kept or start - kept[-1][0] >= _APART:
            kept.append((start, kind))
    if known.consent == "withdrawn":
        kept = kept[:1] if kept[0][1] == "web" else []
    for number, (start, kind) in enumerate(kept):
        yield Visit(start, shopper, number, kind, number == len(kept) - 1)


def _moment(chance: Chance, settings: ShopSettings, ahead: int, hours: tuple[int, ...]) -> int:
    local = chance.below(settings.days) * _DAY + chance.one_of(hours) * _HOUR + chance.below(_HOUR)
    # What is yesterday or tomorrow by the clock of the shopper counts for the other end of the time told of.
    return settings.start * 1000 + (local - ahead) % (settings.days * _DAY)
