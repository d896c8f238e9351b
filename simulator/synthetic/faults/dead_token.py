"""The server's events are refused, and nobody notices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("dead-token", "An access token is dead, and its events are dropped silently.", mode=19)


@KIND.variant("website", "The token of the website's server is dead.", "COV002", of=website("server"), rate=1.0)
def of_website(_made: Made, _chance: Chance) -> Iterable[Made]:
    """As when it belonged to somebody who has left; app and tills have one of their own."""
    return ()


@KIND.variant(
    "orders",
    "Orders are reported by the server alone, and its token is dead.",
    "COV001",
    of=on(None, "Purchase"),
    rate=1.0,
    needs=("plan",),
)
def orders(_made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the pixel was taken out of the thank-you page, since the backend is enough."""
    return ()
