"""Value and contents stand beside custom_data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, on, put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("misplaced-custom-data", "The server sends value, currency and contents beside custom_data.")


def _flat(made: Made) -> Made:
    return drop(put(made, **made.payload["custom_data"]), "custom_data")


@KIND.variant("products", "Of views of products.", "EVT020", of=website("server", "ViewContent", "AddToCart"))
def products(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the parameters of fbq() are merged with the event's."""
    yield _flat(made)


@KIND.variant("purchase", "Of purchases.", "EVT020", of=on("server", "Purchase"), rate=1)
def purchase(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when an order is sent as the shop system's webhook has it."""
    yield _flat(made)
