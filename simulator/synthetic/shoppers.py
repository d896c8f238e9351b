"""One shopper: who it is, what is known of them, and what they have."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.synthetic.addresses import address
from simulator.synthetic.chance import Chance
from simulator.synthetic.countries import COUNTRIES
from simulator.synthetic.devices import DESKTOPS, PHONES, Device
from simulator.synthetic.personas import Known, known, pool

if TYPE_CHECKING:
    from simulator.synthetic.rhythm import Habits
    from simulator.synthetic.settings import ShopSettings

_MAIL_HOSTS = ("example.com", "example.net", "example.org")
_IN_INIT = ("em", "ph", "fn", "ln", "external_id")
"""What the page hands to the pixel's init when it knows the visitor."""


class Person(NamedTuple):
    """A made-up person in clear, and the keys of user_data with their hashes.

    ``birth`` is YYYYMMDD; ``gender`` is f, m, or None for those who don't tell.
    """

    first: str
    last: str
    email: str
    phone: str
    birth: str
    gender: str | None
    city: str
    state: str
    postal_code: str
    country: str
    external_id: str
    hashes: dict[str, str]


class Shopper:
    """A person, their browsers, and what the shop remembers of them between visits.

    ``granted`` holds the numbers of the browsers that were asked for consent and got it. ``trial`` tells
    whether they ever tried the coffee subscription, ``subscription`` is its id once they have one.
    """

    def __init__(self, settings: ShopSettings, habits: Habits) -> None:
        self.number = habits.shopper
        self.habits = habits
        self.country = COUNTRIES[habits.locale]
        self._settings = settings
        chance = Chance(settings.seed, "shopper", self.number)
        self._devices: dict[int, Device] = {}
        self.person = _person(chance, settings, habits)
        self.granted: set[int] = set()
        self.trial = chance.happens(0.05)
        self.subscription: str | None = None
        self.server_keys: dict[str, Any] = {key: [digest] for key, digest in self.person.hashes.items()}
        self.browser_keys: dict[str, Any] = {
            key: digest for key, digest in self.person.hashes.items() if key in _IN_INIT
        }

    def device(self, number: int, now: int) -> Device:
        """One of the shopper's browsers; 0 is at home, 1 a telephone on the way. ``now`` in milliseconds."""
        found = self._devices.get(number)
        if found is None:
            chance = Chance(self._settings.seed, "device", self.number, number)
            screen = chance.one_of(PHONES if number or chance.happens(0.5) else DESKTOPS)
            where = address(self.number, self._settings.shoppers, number)
            found = self._devices[number] = Device(chance, screen, where, now)
        found.forget_old_click(now)
        return found


def _person(chance: Chance, settings: ShopSettings, habits: Habits) -> Person:
    country = COUNTRIES[habits.locale]
    people = pool(habits.locale, settings.seed)
    gender = "f" if chance.happens(0.5) else "m"
    first = chance.one_of(people.female if gender == "f" else people.male)
    last, place = chance.one_of(people.last), chance.one_of(people.places)
    told_gender = gender if chance.happens(0.8) else None
    birth = f"{chance.between(1948, 2006)}{chance.between(1, 12):02d}{chance.between(1, 28):02d}"
    number = "".join(str(chance.below(10)) if each == "#" else each for each in chance.one_of(country.phones))
    mail = f"{_mailbox(first.plain)}.{habits.shopper + 1}@{chance.one_of(_MAIL_HOSTS)}"
    own_id = f"shopper-{habits.shopper + 1}"
    digests = {
        "em": known("em", mail, country.code),
        "ph": known("ph", number, country.code),
        "fn": first,
        "ln": last,
        "db": _common("db", birth),
        "ct": place.city,
        "st": place.state,
        "zp": place.postal_code,
        "country": _common("country", country.code),
        "external_id": known("external_id", own_id, country.code),
    }
    if told_gender is not None:
        digests["ge"] = _common("ge", told_gender)
    return Person(
        first.plain,
        last.plain,
        mail,
        number,
        birth,
        told_gender,
        place.city.plain,
        place.state.plain,
        place.postal_code.plain,
        country.code,
        own_id,
        {key: each.sha256 for key, each in digests.items()},
    )


@lru_cache(maxsize=50_000)
def _common(key: str, plain: str) -> Known:
    """A value that many people have."""
    return known(key, plain, "US")


@lru_cache(maxsize=10_000)
def _mailbox(first: str) -> str:
    """The name before the @: the first name in plain letters, where it has any."""
    plain = unicodedata.normalize("NFKD", first.lower()).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalpha()) or "shopper"
