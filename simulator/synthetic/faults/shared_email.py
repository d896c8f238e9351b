"""One e-mail address stands for many people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.customer.hashing import sha256
from simulator.synthetic.faults.changing import put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("shared-email", "The same e-mail address is sent for many shoppers.")
_GUEST, _OFFICE = sha256("guest@made-up-shop.example"), sha256("orders@made-up-shop.example")


@KIND.variant(
    "guest",
    "Both channels send the address of a guest account.",
    "USR026",
    of=website(None, known=True),
    per="visit",
    rate=0.5,
)
def guest(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the shop system has one account for all who buy without one."""
    yield put_user(made, em=_GUEST if made.channel == "browser" else [_GUEST])


@KIND.variant(
    "office",
    "The server sends the shop's own address.",
    "DUP015 USR026",
    of=website("server", known=True),
    per="visit",
    rate=0.5,
)
def office(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the sender of the confirmation is taken for its receiver."""
    yield put_user(made, em=[_OFFICE])
