"""Names and places of a locale, from Faker: a pool of each, drawn once and combined anew for every shopper."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from simulator.customer import normalize
from simulator.synthetic.countries import COUNTRIES

if TYPE_CHECKING:
    from collections.abc import Callable

POOL = 400
"""How many names and places are drawn for a locale; Faker is too slow to ask it for every shopper."""


class Known(NamedTuple):
    """One value of a person in clear, and its hash as the documentation asks for it."""

    plain: str
    sha256: str


class Place(NamedTuple):
    """A city, its state or region, and a postal code; as made up as the people, so they needn't fit."""

    city: Known
    state: Known
    postal_code: Known


class Pool(NamedTuple):
    """What the shoppers of a locale are made of."""

    female: tuple[Known, ...]
    male: tuple[Known, ...]
    last: tuple[Known, ...]
    places: tuple[Place, ...]


def known(key: str, plain: str, country: str) -> Known:
    """A value with its hash. Raises ValueError when there is nothing to hash."""
    digest = normalize(key, plain, "docs", country).sha256
    if digest is None:
        raise ValueError(f"no {key} can be made of this")
    return Known(plain, digest)


@lru_cache(maxsize=64)
def pool(locale: str, seed: int) -> Pool:
    """The pool of a locale; the seed decides what is in it."""
    # Late: it takes a tenth of a second, and nothing but a made-up shop needs it.
    from faker import Faker

    faker = Faker(locale)
    faker.seed_instance(f"{seed}:{locale}")
    country = COUNTRIES[locale].code

    def draw(key: str, make: Callable[[], str]) -> tuple[Known, ...]:
        # As drawn, what is frequent several times: names of real people are not spread evenly either.
        hashed: dict[str, Known] = {}
        drawn = []
        for _ in range(POOL):
            plain = make()
            if plain not in hashed:
                hashed[plain] = known(key, plain, country)
            drawn.append(hashed[plain])
        return tuple(drawn)

    female, male = draw("fn", faker.first_name_female), draw("fn", faker.first_name_male)
    last = draw("ln", faker.last_name)
    columns = (draw("ct", faker.city), draw("st", faker.administrative_unit), draw("zp", faker.postcode))
    return Pool(female, male, last, tuple(Place(*row) for row in zip(*columns, strict=True)))
