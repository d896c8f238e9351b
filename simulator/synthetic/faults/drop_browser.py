"""The browser doesn't report what the server does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("drop-browser", "The browser's copy is missing.", mode=20)


@KIND.variant(
    "consent-gate",
    "The pixel waits for a consent that the page never hands on.",
    "COV003",
    of=website("browser"),
    per="visit",
    rate=0.7,
)
def consent_gate(_made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the consent tool's event was renamed, and the server asks the shop's own records."""
    return ()


@KIND.variant(
    "thank-you-page", "The page after the order has no pixel.", "COV003", of=website("browser", "Purchase"), rate=1.0
)
def thank_you_page(_made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the checkout runs on another host, with templates of its own."""
    return ()
