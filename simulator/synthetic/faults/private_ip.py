"""The server reports an address of its own network."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("private-ip", "client_ip_address belongs to the server's own network.", mode=14)
_SERVER = website("server")


@KIND.variant("pods", "It is the one of a pod that passes requests on.", "USR015", of=_SERVER)
def pods(made: Made, chance: Chance) -> Iterable[Made]:
    """As in a cluster, where each request comes through another pod."""
    yield put_user(made, client_ip_address=f"10.{chance.below(256)}.{chance.below(256)}.{chance.between(1, 254)}")


@KIND.variant("container", "It is the one of the container's gateway.", "USR015 USR025", of=_SERVER)
def container(made: Made, _chance: Chance) -> Iterable[Made]:
    """As behind the network of Docker, where it is the same for all visitors."""
    yield put_user(made, client_ip_address="172.17.0.1")


@KIND.variant("loopback", "It is the one of the machine itself.", "USR015 USR025", of=_SERVER)
def loopback(made: Made, _chance: Chance) -> Iterable[Made]:
    """As behind a web server on the same machine."""
    yield put_user(made, client_ip_address="::1")
