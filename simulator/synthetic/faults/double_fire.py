"""One action is reported twice by one channel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import later, put, website, willing
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("double-fire", "One action is reported twice.", mode=3)
_ORDERS = website("server", "Purchase")


@KIND.variant("refresh", "The thank-you page is loaded once more.", "DUP003", of=willing(None, "Purchase"), rate=0.4)
def refresh(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the shopper comes back to the page, which makes a new id for both channels."""
    yield made
    again, after = chance.uuid(), chance.between(60, 3_600)
    time = made.payload["event_time"] + after
    yield later(put(made, event_id=again, event_time=time), after)


@KIND.variant("hook", "Two hooks of the backend report the order.", "DUP003", of=_ORDERS, rate=0.5)
def hook(made: Made, chance: Chance) -> Iterable[Made]:
    """As when both the payment and the thank-you page count as the purchase."""
    yield made
    yield later(put(made, event_id=chance.uuid()), chance.between(1, 4) * 5)


@KIND.variant("retry", "The server's retry has an id of its own.", "DUP003", of=_ORDERS, rate=0.3)
def retry(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the answer got lost, and the id is made while sending."""
    yield made
    yield later(put(made, event_id=chance.uuid()), chance.between(30, 600))


@KIND.variant(
    "multi-click",
    "A button that is clicked twice reports twice.",
    "DUP003",
    of=website("browser", "AddToCart"),
    rate=0.1,
)
def multi_click(made: Made, chance: Chance) -> Iterable[Made]:
    """As when nothing disables the button."""
    yield made
    yield later(put(made, event_id=chance.uuid()), chance.between(120, 700) / 1000)


@KIND.variant("run-twice", "The page's code runs twice.", "DUP003", of=website("browser", "PageView"), rate=0.05)
def run_twice(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a component is mounted twice."""
    yield made
    yield later(put(made, event_id=chance.uuid()), chance.between(3, 60) / 1000)


@KIND.variant("same-id", "The browser repeats the event with its id.", "DUP004", of=website("browser"))
def same_id(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a tag has two triggers and the id is made for both."""
    yield made
    yield later(made, chance.between(20, 900) / 1000)


@KIND.variant("delivered-again", "The server sends the event again, unchanged.", "DUP004", of=website("server"))
def delivered_again(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a request had arrived that seemed to have failed."""
    yield made
    yield later(made, chance.between(5, 120))
