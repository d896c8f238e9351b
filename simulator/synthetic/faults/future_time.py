"""Events are said to happen after they were received."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("future-time", "The server sends an event_time that has not come yet.", mode=11)


@KIND.variant("clock", "The server's clock is fast.", "EVT004 COV002", of=on("server"), rate=1)
def clock(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a host's clock isn't set by NTP."""
    yield put(made, event_time=made.payload["event_time"] + 400)


@KIND.variant(
    "delivery", "event_time is when the order will be delivered.", "EVT004 COV002", of=on("server", "Purchase"), rate=1
)
def delivery(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the wrong date of the order is taken."""
    yield put(made, event_time=made.payload["event_time"] + 86_400 * chance.between(2, 5))
