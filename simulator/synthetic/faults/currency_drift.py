"""The two channels report different currencies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_custom, unblocked
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("currency-drift", "The two channels report different currencies for one order.", mode=12)
_PAID = ("InitiateCheckout", "AddPaymentInfo", "Purchase")


def _abroad(made: Made) -> bool:
    return unblocked("server", *_PAID)(made) and made.payload["custom_data"]["currency"] != "USD"


@KIND.variant(
    "base",
    "The server always sends the shop's own currency, with the amount unchanged.",
    "DUP014",
    of=_abroad,
    rate=0.5,
)
def base(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the currency is a setting and not a part of the order."""
    yield put_custom(made, currency="USD")


@KIND.variant(
    "converted", "The server converts the amount into the shop's own currency.", "DUP014", of=_abroad, rate=0.5
)
def converted(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when reports are made in one currency."""
    yield put_custom(made, currency="USD", value=round(made.payload["custom_data"]["value"] * 1.07, 2))
