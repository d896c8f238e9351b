"""The server doesn't report what the browser does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("drop-server", "The server's copy is missing.", mode=20)
_VIEWS = ("PageView", "ViewContent")
_SELDOM = ("Lead", "CompleteRegistration", "Contact", "FindLocation")


@KIND.variant(
    "visits",
    "Half of the visits are not reported by the server.",
    "COV002",
    of=website("server", *_VIEWS),
    per="visit",
    rate=0.5,
)
def visits(_made: Made, _chance: Chance) -> Iterable[Made]:
    """As when pages that come from a cache never reach the backend."""
    return ()


@KIND.variant(
    "cart",
    "The server doesn't report what is put into the cart.",
    "COV002",
    of=website("server", "AddToCart"),
    rate=1.0,
)
def cart(_made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the cart lives in the browser until the checkout."""
    return ()


@KIND.variant(
    "forms",
    "The server doesn't report what is sent by forms, which is seldom.",
    "COV004",
    of=website("server", *_SELDOM),
    rate=1.0,
)
def forms(_made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the forms belong to another service, to which nobody thought."""
    return ()
