"""The pixel is installed twice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import later, put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("second-install", "Two installations of the pixel report every action.", mode=8)
_FIRST, _SECOND = "shopify", "tmgoogletagmanager"


@KIND.variant(
    "own-ids",
    "Each installation makes its own event ids.",
    "COV002 DUP003 PIX009",
    of=website("browser"),
    rate=1.0,
    form="requests",
)
def own_ids(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the shop system's app and the tag manager don't know of each other."""
    yield _by(made, _FIRST)
    yield _by(later(put(made, event_id=chance.uuid()), chance.between(80, 900) / 1000), _SECOND)


@KIND.variant(
    "same-ids",
    "Both installations take the id of the page.",
    "PIX009",
    of=website("browser"),
    rate=1.0,
    form="requests",
)
def same_ids(made: Made, chance: Chance) -> Iterable[Made]:
    """As when both read the id from the data layer."""
    yield _by(made, _FIRST)
    yield _by(later(made, chance.between(80, 900) / 1000), _SECOND)


@KIND.variant(
    "theme",
    "The theme has a base code too, which reports page views.",
    "DUP003 PIX009",
    of=website("browser", "PageView"),
    form="requests",
)
def theme(made: Made, chance: Chance) -> Iterable[Made]:
    """As when an old snippet stays in some templates of the theme."""
    yield _by(made, _FIRST)
    yield _by(later(put(made, event_id=chance.uuid()), chance.between(80, 900) / 1000), "theme")


def _by(made: Made, agent: str) -> Made:
    return made._replace(body={**made.body, "a": agent})
