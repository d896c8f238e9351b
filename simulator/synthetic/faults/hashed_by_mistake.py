"""The server hashes what must not be hashed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.customer.hashing import sha256
from simulator.synthetic.faults.changing import put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("hashed-by-mistake", "What Meta reads as it is was hashed.", mode=5)
_NEVER_HASHED = ("client_ip_address", "client_user_agent", "fbp", "fbc")


@KIND.variant("user-agent", "The server hashes the user agent.", "USR016", of=website("server"))
def user_agent(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the user agent is taken for personal data."""
    yield put_user(made, client_user_agent=sha256(made.payload["user_data"]["client_user_agent"]))


@KIND.variant("ip", "The server hashes the client IP address.", "USR014", of=website("server"))
def ip(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the address is taken for personal data, which it is."""
    yield put_user(made, client_ip_address=sha256(made.payload["user_data"]["client_ip_address"]))


@KIND.variant(
    "everything",
    "The server hashes every member of user_data, cookies too.",
    "USR014 USR016 CLK001 CLK003 CLK010 CLK011",
    of=website("server"),
)
def everything(made: Made, _chance: Chance) -> Iterable[Made]:
    """As a loop over all members does."""
    user = made.payload["user_data"]
    yield put_user(made, **{key: sha256(user[key]) for key in _NEVER_HASHED if key in user})
