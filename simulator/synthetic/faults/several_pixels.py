"""The browser reports to a second pixel as well."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("several-pixels", "Each event of the browser goes to two pixels.", mode=8)
_SHOPPING = ("PageView", "ViewContent", "AddToCart")


@KIND.variant(
    "track",
    "What shoppers do goes to both pixels of the page.",
    "COV002 PIX010",
    of=website("browser", *_SHOPPING),
    rate=1.0,
)
def track(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when an agency's init is left in, and track() sends to every pixel there is."""
    yield made
    yield made._replace(pixel_id=f"8{made.pixel_id[:15]}")


@KIND.variant(
    "base-code",
    "Page views go to both pixels of the page.",
    "COV002 PIX010",
    of=website("browser", "PageView"),
    rate=1.0,
)
def base_code(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the base code has two pixels, and the other events are sent with trackSingle()."""
    yield made
    yield made._replace(pixel_id=f"8{made.pixel_id[:15]}")
