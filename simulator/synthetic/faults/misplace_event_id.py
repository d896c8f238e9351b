"""The event id is sent, but where nothing looks for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, later, put, put_custom, put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("misplace-event-id", "The event id is in the wrong place.", mode=2)
_CHECKOUT = ("InitiateCheckout", "AddPaymentInfo", "Purchase")
_SERVER = website("server", *_CHECKOUT)
_RATE = 0.4


@KIND.variant("custom-data", "The server writes event_id into custom_data.", "DUP010", of=_SERVER, rate=_RATE)
def custom_data(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the id is taken for one more property of the purchase."""
    yield _queued(put_custom(drop(made, "event_id"), event_id=made.payload["event_id"]), chance)


@KIND.variant(
    "third-argument",
    "The browser's eventID is among the parameters.",
    "DUP010",
    of=website(None, *_CHECKOUT),
    rate=_RATE,
)
def third_argument(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the id stands in the third argument of fbq() and not in the fourth."""
    if made.channel == "server":
        yield _queued(made, chance)
    else:
        yield put_custom(drop(made, "event_id"), eventID=made.payload["event_id"])


@KIND.variant("spelling", "The server writes eventID in place of event_id.", "DUP010", of=_SERVER, rate=_RATE)
def spelling(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the pixel's spelling is copied to the server."""
    yield _queued(put(drop(made, "event_id"), eventID=made.payload["event_id"]), chance)


@KIND.variant("user-data", "The server writes event_id into user_data.", "DUP010", of=_SERVER, rate=_RATE)
def user_data(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the id is set on the wrong object of an SDK."""
    yield _queued(put_user(drop(made, "event_id"), event_id=made.payload["event_id"]), chance)


@KIND.variant(
    "without-cookies",
    "The server's id is in custom_data, and no fbp or external_id ties the copies.",
    "DUP002 DUP010",
    of=website("server", "Purchase"),
    rate=1.0,
)
def without_cookies(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the back office reports the order, where there is no browser."""
    user = {key: value for key, value in made.payload["user_data"].items() if key not in ("fbp", "external_id")}
    yield put_custom(put(drop(made, "event_id"), user_data=user), event_id=made.payload["event_id"])


def _queued(made: Made, chance: Chance) -> Made:
    """After the browser's: only a later server event is matched without ids."""
    return later(made, chance.between(5, 60))
