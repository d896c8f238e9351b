"""The pixel's id is none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-pixel-id", "The browser reports to an id that no pixel can have.")


@KIND.variant("placeholder", "Both channels have the text of a guide.", "PIX005", of=website(), rate=1)
def placeholder(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the sample's YOUR_PIXEL_ID was never filled in."""
    yield made._replace(pixel_id="YOUR_PIXEL_ID")


@KIND.variant(
    "browser", "The browser has a word before it.", "PIX005 DUP009 COV002 COV003", of=website("browser"), rate=1
)
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the page's template and the setting behind it both name what it is."""
    yield made._replace(pixel_id=f"pixel-{made.pixel_id}")
