"""A single-page application reports views by itself, or with the address of the page before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, later, put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("spa-orphan", "A change of route is reported without an id or with an old address.", mode=16)


def _of_a_stranger(made: Made) -> bool:
    """Known ones may have another browser that an ad blocker keeps silent: its views would be matched by their id."""
    return website("browser", "PageView")(made) and "external_id" not in made.payload["user_data"]


@KIND.variant(
    "history",
    "The script sends a page view of its own for a changed address.",
    "PIX011",
    of=_of_a_stranger,
    rate=0.1,
)
def history(made: Made, chance: Chance) -> Iterable[Made]:
    """As it does on pushState unless it is told not to: without an id, beside the tag's."""
    yield made
    yield later(drop(made, "event_id"), chance.between(20, 1_500) / 1000)


def _from_a_page_of_the_shop(made: Made) -> bool:
    return website("browser", "ViewContent")(made) and "/p/" in str(made.payload.get("referrer_url"))


@KIND.variant(
    "stale-address",
    "A product is reported under the address of the page before.",
    "PIX012",
    of=_from_a_page_of_the_shop,
    rate=0.5,
)
def stale_address(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the tag fires before the route has changed."""
    yield put(made, event_source_url=made.payload["referrer_url"])
