"""The two channels report different amounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_custom, unblocked
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("value-drift", "The two channels report different amounts for one order.", mode=12)
_PAID = ("InitiateCheckout", "AddPaymentInfo", "Purchase")


@KIND.variant("shipping", "The server adds what shipping costs.", "DUP012", of=unblocked("server", *_PAID), rate=0.5)
def shipping(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when one side takes the total of the order and the other that of the cart."""
    yield put_custom(made, value=round(made.payload["custom_data"]["value"] + 5, 2))


@KIND.variant("net", "The server sends the amount without tax.", "DUP012", of=unblocked("server", *_PAID), rate=0.5)
def net(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the shop system reckons in net prices."""
    yield put_custom(made, value=round(made.payload["custom_data"]["value"] / 1.19, 2))
