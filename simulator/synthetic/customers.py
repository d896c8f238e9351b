"""Made-up shoppers in clear, as the file of test shoppers that explains hashes (setting ``customers``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import orjson

from simulator.synthetic.rhythm import habits
from simulator.synthetic.shoppers import Shopper

if TYPE_CHECKING:
    from simulator.synthetic.settings import ShopSettings


def everybody(settings: ShopSettings) -> Iterator[Shopper]:
    """Every shopper of a shop, whether they ever come or not."""
    return (Shopper(settings, habits(settings, number)) for number in range(settings.shoppers))


def customers(shoppers: Iterable[Shopper]) -> Iterator[bytes]:
    """One JSON line for each shopper: what they told the shop, nothing normalised but the telephone number."""
    for shopper in shoppers:
        person = shopper.person
        told = {
            "em": person.email,
            "ph": f"+{person.phone.lstrip('+')}",
            "fn": person.first,
            "ln": person.last,
            "db": person.birth,
            "ge": person.gender,
            "ct": person.city,
            "st": person.state,
            "zp": person.postal_code,
            "country": person.country,
            "external_id": person.external_id,
        }
        yield orjson.dumps({key: value for key, value in told.items() if value}, option=orjson.OPT_APPEND_NEWLINE)
