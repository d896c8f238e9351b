"""The two channels report different addresses of the visitor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("ip-family-drift", "The server knows the visitor by another address than the browser comes from.", mode=14)


def _by_version_6(made: Made) -> bool:
    return website("server")(made) and ":" in made.payload["user_data"]["client_ip_address"]


def _of_the_visitor(made: Made) -> str:
    """An address of version 4 that only this visitor has."""
    return f"198.18.{made.shopper.number // 254 % 256}.{made.shopper.number % 254 + 1}"


@KIND.variant("version-4", "The server is reached by IPv4, Meta by IPv6.", "DUP017", of=_by_version_6)
def version_4(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the shop's own host has no AAAA record."""
    yield put_user(made, client_ip_address=_of_the_visitor(made))


def _by_version_4(made: Made) -> bool:
    return website("server")(made) and ":" not in made.payload["user_data"]["client_ip_address"]


@KIND.variant("stored", "The server sends the address of an earlier session.", "DUP018", of=_by_version_4)
def stored(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the address is kept in the session or with the order, and the visitor has changed networks."""
    yield put_user(made, client_ip_address=_of_the_visitor(made))
