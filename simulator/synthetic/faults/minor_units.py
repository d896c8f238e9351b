"""One channel reports the amount in the smallest unit of the currency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop_custom, put_custom, unblocked, website
from simulator.synthetic.faults.kind import Eligible, Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("minor-units", "One channel sends the amount in cents, the other in whole units.", mode=12)


def _with_cents(channel: str) -> Eligible:
    paid = unblocked(channel, "InitiateCheckout", "AddPaymentInfo", "Purchase")
    return lambda made: paid(made) and made.payload["custom_data"]["currency"] != "JPY"


@KIND.variant("server", "The server sends the amount in cents.", "DUP013", of=_with_cents("server"), rate=0.5)
def server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As payment providers keep it, which know nothing of single products."""
    yield put_custom(drop_custom(made, "contents"), value=round(made.payload["custom_data"]["value"] * 100))


def _anyone(made: Made) -> bool:
    paid = website("server", "InitiateCheckout", "AddPaymentInfo", "Purchase")
    return paid(made) and made.payload["custom_data"]["currency"] != "JPY"


@KIND.variant(
    "whole",
    "The server sends the amount in cents, beside prices in units.",
    "CUS022 DUP013",
    of=_anyone,
    rate=1.0,
)
def whole(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the total comes from the payment and the products from the shop; it shows without a copy too."""
    yield put_custom(made, value=round(made.payload["custom_data"]["value"] * 100))


@KIND.variant("browser", "The browser sends the amount in cents.", "DUP013", of=_with_cents("browser"), rate=0.5)
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the page takes it from the payment provider's script."""
    cents = round(float(made.payload["custom_data"]["value"]) * 100)
    yield put_custom(drop_custom(made, "contents"), value=str(cents))
