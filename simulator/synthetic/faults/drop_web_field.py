"""What a website's event must have is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, drop_user, put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("drop-web-field", "The server's event lacks what every event of a website has.", mode=13)
_SERVER = website("server")


@KIND.variant("user-agent", "The visitor's browser.", "USR013", of=_SERVER)
def user_agent(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when events are sent by a job, long after the visitor's request."""
    yield drop_user(made, "client_user_agent")


@KIND.variant("url", "The page's address.", "EVT011", of=_SERVER)
def url(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when an event comes from a hook of the shop system, which knows no page."""
    yield drop(made, "event_source_url")


@KIND.variant("host", "The address's host.", "EVT012", of=_SERVER)
def host(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a framework's request.path is sent."""
    path = "/".join(made.payload["event_source_url"].split("/")[3:])
    yield put(made, event_source_url=f"/{path}")


@KIND.variant("action-source", "Where it happened.", "EVT009", of=_SERVER)
def action_source(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when an old sample is copied that lacks it."""
    yield drop(made, "action_source")
