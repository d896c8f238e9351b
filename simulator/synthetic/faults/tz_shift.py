"""The server takes a local time for GMT."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("tz-shift", "event_time is a local time read as GMT.", mode=11)
_HOUR = 3_600


@KIND.variant("behind", "The server's clock is that of New York.", "EVT016 EVT025", of=website("server"), rate=1.0)
def behind(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the database keeps local times without their zone."""
    yield put(made, event_time=made.payload["event_time"] - 5 * _HOUR)


@KIND.variant("ahead", "The server's clock is that of India.", "COV002 EVT004", of=website("server"), rate=1.0)
def ahead(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the time zone of the machine is not that of its programs; the API refuses what is in the future."""
    yield put(made, event_time=made.payload["event_time"] + 5 * _HOUR + _HOUR // 2)
