"""A word isn't on the list Meta has for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put, put_custom, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("unknown-word", "A member that takes the words of a list has another one.")
_PURCHASE = website(None, "Purchase")


@KIND.variant("delivery", "Both channels name the shop's own way of delivery.", "CUS017", of=_PURCHASE, rate=1)
def delivery(made: Made, chance: Chance) -> Iterable[Made]:
    """As when delivery_category gets what the visitor chose at the checkout."""
    yield put_custom(made, delivery_category=chance.one_of(("Express", "Parcel locker", "Standard")))


@KIND.variant(
    "vertical", "Both channels write a word of another line of business.", "CUS018", of=website(None, "Search"), rate=1
)
def vertical(made: Made, chance: Chance) -> Iterable[Made]:
    """As when availability is taken from the product feed, where it has other words."""
    yield put_custom(made, availability=chance.one_of(("in stock", "out of stock", "preorder")))


@KIND.variant(
    "customer",
    "The server tells new customers in a word of its own.",
    "EVT017",
    of=website("server", "Purchase"),
    rate=1,
)
def customer(made: Made, chance: Chance) -> Iterable[Made]:
    """As when customer_segmentation gets the segment of the shop's customer database."""
    yield put(made, customer_segmentation=chance.one_of(("new", "returning", "vip")))
