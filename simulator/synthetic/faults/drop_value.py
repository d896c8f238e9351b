"""The value of a purchase is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, drop_custom, on, put_custom, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("drop-value", "A purchase doesn't tell its value.", mode=12)
_SERVER = on("server", "Purchase")


@KIND.variant("server", "The server's purchases lack it.", "CUS001 COV002", of=_SERVER, rate=1)
def server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the sum is sent as total, a name of the shop's own."""
    yield put_custom(drop_custom(made, "value"), total=made.payload["custom_data"]["value"])


@KIND.variant("null", "The server's purchases have null.", "CUS001 COV002", of=_SERVER, rate=1)
def null(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the order's sum is worked out after the event was sent."""
    yield put_custom(made, value=None)


@KIND.variant("custom-data", "The server's purchases have no custom_data at all.", "CUS001 COV002", of=_SERVER, rate=1)
def custom_data(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when one function for all events is used for purchases too."""
    yield drop(made, "custom_data")


@KIND.variant("browser", "The browser's purchases lack it.", "PIX001 DUP020", of=website("browser", "Purchase"), rate=1)
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the pixel fires before the page knows the order."""
    yield drop_custom(made, "value")
