"""value is negative."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put, put_custom, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("negative-value", "value is below zero.", mode=12)


@KIND.variant("sign", "Both channels put a minus before it.", "CUS009", of=website(None, "ViewContent"))
def sign(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the discount is sent in place of the price."""
    value = made.payload["custom_data"]["value"]
    yield put_custom(made, value=-value if made.channel == "server" else f"-{value}")


@KIND.variant(
    "refund",
    "A refund is sent as a purchase of less than nothing.",
    "CUS009",
    of=website("server", "Purchase"),
    rate=0.5,
)
def refund(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the shop system reports every booking of an order in the same way."""
    yield made
    after = chance.between(3600, 20_000)
    sent = put_custom(made, value=-made.payload["custom_data"]["value"])
    own = {"event_id": f"{made.payload['event_id']}-refund", "event_time": made.payload["event_time"] + after}
    given_back = put(sent, **own, action_source="system_generated")
    yield given_back._replace(received_at=round(made.received_at * 1000 + after * 1000) / 1000)
