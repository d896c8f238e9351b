"""event_time is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, on, put
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("drop-time", "The server sends no event_time, or something that is no time.", mode=11)
_SERVER = on("server")
# All that the server sends is refused, so the browser's events have no copy.
_FOUND = "EVT002 COV002"


@KIND.variant("missing", "There is none.", _FOUND, of=_SERVER, rate=1)
def missing(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when somebody supposes that Meta takes the moment of receipt, as it does with the pixel."""
    yield drop(made, "event_time")


@KIND.variant("null", "It is null.", _FOUND, of=_SERVER, rate=1)
def null(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when JavaScript's NaN is written as JSON."""
    yield put(made, event_time=None)


@KIND.variant("invalid-date", "It is the text Invalid Date.", _FOUND, of=_SERVER, rate=1)
def invalid_date(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a date is read in a form it doesn't have, and written all the same."""
    yield put(made, event_time="Invalid Date")
