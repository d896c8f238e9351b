"""The event's name is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, on, put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("drop-event-name", "The event has no name.", mode=15)
_SERVER = on("server", "PageView")
_BROWSER = website("browser", "PageView")


@KIND.variant("server", "The server's page views have none.", "EVT001", of=_SERVER)
def server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the variable behind it is undefined and left out by the JSON serializer."""
    yield drop(made, "event_name")


@KIND.variant("null", "The server's page views have null.", "EVT001", of=_SERVER)
def null(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a table that maps own names to Meta's has no row for it."""
    yield put(made, event_name=None)


@KIND.variant("browser", "The browser's page views have none.", "PIX007", of=_BROWSER)
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when fbq('track') is called with a variable that isn't set yet."""
    yield drop(made, "event_name")
