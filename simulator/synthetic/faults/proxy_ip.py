"""The server reports the address of what stands before it instead of the visitor's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("proxy-ip", "client_ip_address is that of a proxy or of the server itself.", mode=14)
_SERVER = website("server")


@KIND.variant("cloudflare", "It is one of Cloudflare's.", "USR019", of=_SERVER)
def cloudflare(made: Made, chance: Chance) -> Iterable[Made]:
    """As the connection has it behind a content delivery network; each visitor comes by another one of its servers."""
    yield put_user(made, client_ip_address=f"172.68.{chance.below(256)}.{chance.between(1, 254)}")


@KIND.variant("fastly", "It is one of Fastly's.", "USR019", of=_SERVER)
def fastly(made: Made, chance: Chance) -> Iterable[Made]:
    """As the connection has it behind a content delivery network, by version 6."""
    yield put_user(made, client_ip_address=f"2a04:4e42:{chance.below(0x10000):x}::{chance.between(1, 0xFFFF):x}")


@KIND.variant("own-server", "It is the shop's own public one.", "USR025 DUP017 DUP018", of=_SERVER)
def own_server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when events are sent by a job of the server that calls itself; visitors come by both versions of IP."""
    yield put_user(made, client_ip_address="203.0.113.254")
