"""An extension of the browser keeps the pixel's requests from leaving."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("blocked-request", "The browser blocks requests of the pixel; only its own record shows them.")


@KIND.variant(
    "ad-blocker",
    "An ad blocker blocks all requests of a visit.",
    "REQ005",
    of=website("browser"),
    per="visit",
    form="har",
)
def ad_blocker(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the page's script came from the shop's own host, and its requests don't go there."""
    yield made._replace(blocked=True)


@KIND.variant(
    "some-pages",
    "A list of filters blocks what is sent from some pages.",
    "REQ005",
    of=website("browser", "Purchase", "AddPaymentInfo"),
    rate=0.5,
    form="har",
)
def some_pages(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the filter looks for words in the address of the page."""
    yield made._replace(blocked=True)
