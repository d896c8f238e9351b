"""One side, or both, sends no event id."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, drop_user, later, put, unblocked, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("drop-event-id", "Events come without an event id.", mode=2)
# Once in a visit at most: else the copy of another of the visitor's actions might be taken for it.
_CHECKOUT = ("InitiateCheckout", "AddPaymentInfo", "Purchase")
_COOKIES = ("fbp", "external_id")
_RATE = 0.4


@KIND.variant("server", "The server sends no event_id.", "EVT013", of=website("server", *_CHECKOUT), rate=_RATE)
def server(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a queue reports the orders, to which nobody hands the page's id; fbp still ties the copies."""
    yield _queued(drop(made, "event_id"), chance)


@KIND.variant("browser", "The browser sends no eventID.", "PIX004", of=website(None, *_CHECKOUT), rate=_RATE)
def browser(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the pixel is older than the server's queue that was put beside it."""
    yield drop(made, "event_id") if made.channel == "browser" else _queued(made, chance)


@KIND.variant("both", "Neither side sends an event id.", "EVT013 PIX004", of=website(None, *_CHECKOUT), rate=_RATE)
def both(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the shop relies on fbp alone."""
    without = drop(made, "event_id")
    yield without if made.channel == "browser" else _queued(without, chance)


@KIND.variant(
    "server-without-cookies",
    "The server sends neither an event_id nor fbp and external_id.",
    "DUP002",
    of=unblocked("server", "Purchase"),
    rate=0.7,
)
def server_without_cookies(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the back office reports the order, where there is no browser."""
    yield drop_user(drop(made, "event_id"), *_COOKIES)


@KIND.variant(
    "both-without-cookies",
    "Neither side sends an event id, and the server no fbp and external_id.",
    "DUP008",
    of=unblocked(None, "Purchase"),
    rate=0.4,
)
def both_without_cookies(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when two plug-ins that know nothing of each other report the orders."""
    without = drop(made, "event_id")
    yield without if made.channel == "browser" else drop_user(without, *_COOKIES)


@KIND.variant(
    "undefined", "The browser's id is the text undefined.", "DUP021", of=website("browser", "PageView", "ViewContent")
)
def undefined(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the page's script is done before there is an id."""
    yield put(made, event_id="undefined")


def _queued(made: Made, chance: Chance) -> Made:
    """After the browser's: only a later server event is matched without ids."""
    return later(made, chance.between(5, 60))
