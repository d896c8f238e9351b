"""The server's event_time is not when the action was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import later, put, website, willing
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("other-moment", "The two channels tell different moments of one action.", mode=11)


@KIND.variant("paid", "The server tells when the order was paid.", "DUP019", of=willing("server", "Purchase"), rate=0.5)
def paid(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the payment provider answers some minutes later."""
    after = chance.between(360, 1_500)
    yield later(put(made, event_time=made.payload["event_time"] + after), after)


@KIND.variant("sent", "The server tells when its queue sent the event.", "DUP019", of=willing("server"))
def sent(made: Made, chance: Chance) -> Iterable[Made]:
    """As when event_time is made together with the request."""
    after = chance.between(360, 1_500)
    yield later(put(made, event_time=made.payload["event_time"] + after), after)


@KIND.variant(
    "cart",
    "The server tells when the cart was last changed.",
    "DUP019",
    of=website("server", "InitiateCheckout"),
    rate=0.5,
)
def cart(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the time is that of the cart's record."""
    yield put(made, event_time=made.payload["event_time"] - chance.between(360, 1_500))
