"""Events are too old when they are received."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import later, on, put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("stale-time", "The server's events are older than Meta takes them.", mode=11)
_DAY = 86_400
_PAGES = website("server", "PageView", "ViewContent")


@KIND.variant("queue", "A queue is emptied after more than a week.", "EVT003", of=_PAGES, rate=0.1)
def queue(made: Made, chance: Chance) -> Iterable[Made]:
    """As when failed requests are kept for ever, and are sent once somebody looks."""
    yield later(made, 8 * _DAY + chance.below(4 * _DAY))


@KIND.variant("cart", "event_time is when the cart was made, days before.", "EVT003 CLK006", of=_PAGES, rate=0.1)
def cart(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a session that lasts for weeks gives all its events the time it began."""
    yield put(made, event_time=made.payload["event_time"] - 8 * _DAY - chance.below(20 * _DAY))


@KIND.variant("epoch", "event_time is the start of 1970.", "EVT003 CLK006 COV002", of=website("server"), rate=1)
def epoch(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a time that was never set is turned into a number."""
    yield put(made, event_time=0)


@KIND.variant(
    "store",
    "Tills are uploaded after more than two months.",
    "EVT003",
    of=on("server", source="physical_store"),
    rate=1,
)
def store(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the purchases of a quarter are uploaded with its accounts."""
    yield later(made, 63 * _DAY + chance.below(20 * _DAY))
