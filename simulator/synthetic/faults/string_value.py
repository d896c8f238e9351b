"""Amounts are text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put_custom, put_items, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("string-value", "Amounts are sent as text, plain or as people read them.", mode=12)
_SERVER = on("server", "ViewContent", "AddToCart", "AddToWishlist")
_BROWSER = website("browser", "ViewContent", "AddToCart", "AddToWishlist")


def _as_read(made: Made) -> str:
    """The amount as a German page shows it: 1.234,50."""
    english = f"{float(made.payload['custom_data']['value']):,.2f}"
    return english.replace(",", " ").replace(".", ",").replace(" ", ".")


@KIND.variant("digits", "The server's value is a number in quotes.", "CUS008", of=_SERVER)
def digits(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when an amount comes from a decimal column of a database."""
    yield put_custom(made, value=f"{made.payload['custom_data']['value']:.2f}")


@KIND.variant("prices", "The server's item prices are numbers in quotes.", "CUS008", of=_SERVER)
def prices(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when only the sum was turned into a number."""
    yield put_items(made, lambda item: {**item, "item_price": str(item["item_price"])})


@KIND.variant("comma", "The server's value has a decimal comma.", "CUS007", of=_SERVER)
def comma(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the amount is formatted for the visitor's language first."""
    yield put_custom(made, value=_as_read(made))


@KIND.variant("sign", "The browser's value has the sign of the currency.", "CUS007", of=_BROWSER)
def sign(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a tag manager reads the price off the page."""
    yield put_custom(made, value=f"{_as_read(made)} €")
