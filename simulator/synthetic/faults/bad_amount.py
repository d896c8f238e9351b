"""Quantities and prices are no numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put_custom, put_items, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-amount", "Quantities, prices or predictions can't be read as numbers.", mode=12)
_PRODUCTS = ("ViewContent", "AddToCart", "AddToWishlist")
_CHECKOUT = on("server", "InitiateCheckout")


@KIND.variant("unit", "The server's quantities have a unit.", "CUS016 DUP011", of=on("server", *_PRODUCTS))
def unit(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the warehouse counts in pieces and says so."""
    yield put_items(made, lambda item: {**item, "quantity": f"{item['quantity']} pcs"})


@KIND.variant("fraction", "The server's quantities have a fraction.", "CUS016 DUP011", of=on("server", *_PRODUCTS))
def fraction(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when coffee is sold by weight."""
    yield put_items(made, lambda item: {**item, "quantity": item["quantity"] * 0.25})


@KIND.variant(
    "price", "The browser's item prices are as people read them.", "CUS016 DUP011", of=website("browser", *_PRODUCTS)
)
def price(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the data layer holds prices for the page."""
    yield put_items(made, lambda item: {**item, "item_price": f"{item['item_price']:.2f} €".replace(".", ",")})


@KIND.variant("num-items", "The server's num_items is a word.", "CUS016 DUP011", of=_CHECKOUT, rate=1)
def num_items(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a summary for the page is sent: 3 items."""
    yield put_custom(made, num_items=f"{made.payload['custom_data']['num_items']} items")
