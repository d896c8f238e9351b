"""currency is no code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_custom, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-currency", "currency is no code of ISO 4217, or not spelt as one.", mode=12)
_PRODUCTS = ("ViewContent", "AddToCart", "AddToWishlist")
_SERVER = website("server", *_PRODUCTS)
_SIGNS = {"EUR": "€", "BRL": "R$", "JPY": "¥", "USD": "$"}
_NAMES = {"EUR": "Euro", "BRL": "Real", "JPY": "Yen", "USD": "US Dollar"}


def _code(made: Made) -> str:
    return str(made.payload["custom_data"]["currency"])


@KIND.variant("sign", "The server sends the sign.", "CUS005", of=_SERVER)
def sign(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when it is taken from where prices are formatted."""
    yield put_custom(made, currency=_SIGNS.get(_code(made), "¤"))


@KIND.variant("name", "The browser sends the name.", "CUS005", of=website("browser", *_PRODUCTS))
def name(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when it is taken from the menu in which visitors choose it."""
    yield put_custom(made, currency=_NAMES.get(_code(made), "Currency"))


@KIND.variant("lower-case", "The server writes the code in small letters.", "CUS006", of=_SERVER)
def lower_case(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when it comes from a payment provider that writes it so."""
    yield put_custom(made, currency=_code(made).lower())
