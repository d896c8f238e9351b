"""An event adds to another one without saying which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, on, put
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bare-addition", "AppendValue or AppendAttribution doesn't say what it adds to.")
_PURCHASE = on("server", "Purchase")
_LATER = 1_800


def _addition(made: Made, name: str) -> Made:
    at = made.payload["event_time"] + _LATER
    bare = drop(put(made, event_name=name, event_time=at), "event_id")
    return bare._replace(received_at=round(made.received_at * 1000 + _LATER * 1000) / 1000)


@KIND.variant("value", "The profit of an order, without the order.", "EVT019", of=_PURCHASE, rate=1)
def value(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when order_id in custom_data is thought to be enough."""
    yield made
    gain = round(float(made.payload["custom_data"]["value"]) * 0.3, 2)
    custom = {"currency": made.payload["custom_data"]["currency"], "net_revenue": gain}
    yield put(_addition(made, "AppendValue"), custom_data=custom)


@KIND.variant("attribution", "An attribution without its data.", "EVT019", of=_PURCHASE, rate=1)
def attribution(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a measurement tool's result is sent as custom_data."""
    yield made
    sent = _addition(made, "AppendAttribution")
    yield put(
        sent,
        original_event_data={"event_name": "Purchase", "event_time": made.payload["event_time"]},
        custom_data={"attribution_model": "last_click"},
    )
