"""event_time isn't in seconds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("ms-time", "The server sends event_time in another unit than seconds.", mode=11)
_SERVER = on("server")
# All that the server sends is refused, so the browser's events have no copy.
_FOUND = "EVT005 COV002"


@KIND.variant("milliseconds", "Milliseconds, as JavaScript counts.", _FOUND, of=_SERVER, rate=1)
def milliseconds(made: Made, chance: Chance) -> Iterable[Made]:
    """As when Date.now() is sent as it is."""
    yield put(made, event_time=made.payload["event_time"] * 1000 + chance.below(1000))


@KIND.variant("fraction", "Milliseconds with a fraction.", _FOUND, of=_SERVER, rate=1)
def fraction(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a time in seconds with its fraction is multiplied by 1000."""
    yield put(made, event_time=made.payload["event_time"] * 1000 + chance.below(1000) + 0.5)


@KIND.variant("microseconds", "Microseconds, as databases count.", _FOUND, of=_SERVER, rate=1)
def microseconds(made: Made, chance: Chance) -> Iterable[Made]:
    """As when an event store's own time is passed on."""
    yield put(made, event_time=made.payload["event_time"] * 1_000_000 + chance.below(1_000_000))


@KIND.variant("text", "Milliseconds as text.", "EVT005 EVT007 COV002", of=_SERVER, rate=1)
def text(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a tag manager's timestamp variable is passed on, which is text."""
    yield put(made, event_time=str(made.payload["event_time"] * 1000 + chance.below(1000)))
