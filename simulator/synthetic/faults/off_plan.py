"""An event breaks the shop's own tracking plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_custom, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("off-plan", "An event breaks the shop's own tracking plan.")
_WORDS = ("WELCOMEBACK-SPRING-2026", "FREE-SHIPPING-OVER-50", "NEWSLETTER-FIRST-ORDER")


@KIND.variant(
    "coupon",
    "Both channels send a longer coupon than planned.",
    "EVT098",
    of=website(None, "Purchase"),
    rate=1,
    needs=["plan"],
)
def coupon(made: Made, chance: Chance) -> Iterable[Made]:
    """As when marketing makes up a new kind of code."""
    yield put_custom(made, coupon=chance.one_of(_WORDS))
