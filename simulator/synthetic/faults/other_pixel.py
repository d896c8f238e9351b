"""The two channels report to different pixels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("other-pixel", "The server reports to another pixel than the browser.")


@KIND.variant(
    "server",
    "Everything of the website's server goes to another pixel.",
    "COV002 COV003 DUP009",
    of=website("server"),
    rate=1.0,
)
def server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the server keeps the pixel of the test shop."""
    yield made._replace(pixel_id=f"9{made.pixel_id[:15]}")


@KIND.variant(
    "purchase",
    "The orders of the server go to another pixel.",
    "COV002 COV003 DUP009",
    of=website("server", "Purchase"),
    rate=1.0,
)
def purchase(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when an agency's plug-in for the checkout has a pixel of its own."""
    yield made._replace(pixel_id=f"9{made.pixel_id[:15]}")
