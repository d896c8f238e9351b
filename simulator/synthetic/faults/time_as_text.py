"""event_time is no whole number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("time-as-text", "The server sends event_time as text or with a fraction.", mode=11)
_SERVER = on("server")


def _moment(made: Made) -> datetime:
    return datetime.fromtimestamp(made.payload["event_time"], UTC)


@KIND.variant("digits", "The seconds in quotes.", "EVT007", of=_SERVER)
def digits(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a tag manager or a form turns every value into text."""
    yield put(made, event_time=str(made.payload["event_time"]))


@KIND.variant("iso", "A date of ISO 8601.", "EVT008", of=_SERVER)
def iso(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a date is written by a JSON serializer."""
    yield put(made, event_time=_moment(made).isoformat(timespec="milliseconds").replace("+00:00", "Z"))


@KIND.variant("offset", "A date of ISO 8601 with an offset.", "EVT008", of=_SERVER)
def offset(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the server's date knows its time zone."""
    yield put(made, event_time=_moment(made).astimezone(timezone(timedelta(hours=2))).isoformat())


@KIND.variant("fraction", "Seconds with a fraction.", "EVT015", of=_SERVER)
def fraction(made: Made, chance: Chance) -> Iterable[Made]:
    """As when Python's time.time() is sent as it is."""
    yield put(made, event_time=made.payload["event_time"] + (1 + chance.below(999)) / 1000)
