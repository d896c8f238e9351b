"""Ids are numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put, put_custom, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("number-as-id", "Ids that must be text are sent as numbers.")
_PURCHASE = website(None, "Purchase")
_LEAST, _MOST = 100_000, 999_999


@KIND.variant("order", "The server's order_id is a number.", "CUS021", of=_PURCHASE, rate=1)
def order(made: Made, chance: Chance) -> Iterable[Made]:
    """As when orders are numbered by a database, and the browser's copy is text on the wire by nature."""
    number = chance.between(_LEAST, _MOST)
    yield put_custom(made, order_id=number if made.channel == "server" else str(number))


@KIND.variant("event", "The server's event_id is a number.", "EVT014", of=_PURCHASE, rate=1)
def event(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the order's number is the id of its purchase on both channels."""
    number = chance.between(_LEAST, _MOST)
    yield put(made, event_id=number if made.channel == "server" else str(number))
