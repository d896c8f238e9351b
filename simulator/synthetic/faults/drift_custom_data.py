"""The two channels tell different things of one action."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop_custom, put_custom, unblocked
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("drift-custom-data", "The two channels disagree on custom_data.", mode=18)
_PAID = ("InitiateCheckout", "AddPaymentInfo", "Purchase")


@KIND.variant(
    "variant-ids",
    "The server names the products, the browser their variants.",
    "DUP011",
    of=unblocked("server", "ViewContent"),
)
def variant_ids(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when one side reads the catalogue and the other the cart."""
    custom = made.payload["custom_data"]
    ids = [each.rpartition("-")[0] for each in custom["content_ids"]]
    yield put_custom(drop_custom(made, "contents"), content_ids=ids, content_type="product_group")


@KIND.variant(
    "discount", "The server's amount is without the discount.", "DUP012", of=unblocked("server", *_PAID), rate=0.5
)
def discount(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the browser shows what the server works out later."""
    yield put_custom(made, value=round(made.payload["custom_data"]["value"] * 1.2, 2))


def _abroad(made: Made) -> bool:
    return unblocked("server", *_PAID)(made) and made.payload["custom_data"]["currency"] != "EUR"


@KIND.variant("currency", "The server's currency is that of another market.", "DUP014", of=_abroad, rate=0.5)
def currency(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when all markets share one backend."""
    yield put_custom(made, currency="EUR")


@KIND.variant(
    "poor-browser",
    "The browser's event has no contents and no value.",
    "DUP020",
    of=unblocked("browser", "AddToCart"),
    rate=0.5,
)
def poor_browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a tag knows that a button was clicked and no more."""
    yield drop_custom(made, "contents", "content_ids", "content_type", "value", "currency")
