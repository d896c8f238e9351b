"""value is in cents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_custom, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("cents-value", "Both channels send value in cents, and the items' prices not.", mode=12)
_NO_CENTS = frozenset({"JPY"})
_any_product = website(
    None, "ViewContent", "AddToCart", "AddToWishlist", "InitiateCheckout", "AddPaymentInfo", "Purchase"
)


def _has_cents(made: Made) -> bool:
    return _any_product(made) and made.payload["custom_data"]["currency"] not in _NO_CENTS


def _cents(made: Made) -> int:
    return round(float(made.payload["custom_data"]["value"]) * 100)


@KIND.variant("both", "Of a part of the events.", "CUS022", of=_has_cents)
def both(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the payment provider's amount is used, which is in the smallest unit."""
    cents = _cents(made)
    yield put_custom(made, value=cents if made.channel == "server" else str(cents))


@KIND.variant("all", "Of all events.", "CUS022", of=_has_cents, rate=1)
def everything(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a shop keeps all its sums in cents."""
    yield from both(made, chance)
