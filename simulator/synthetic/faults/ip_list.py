"""The server reports more than one address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("ip-list", "client_ip_address holds more than an address.", mode=14)
_SERVER = website("server")


def _own(made: Made) -> str:
    return str(made.payload["user_data"]["client_ip_address"])


@KIND.variant("forwarded", "It is the whole X-Forwarded-For.", "USR014", of=_SERVER)
def forwarded(made: Made, chance: Chance) -> Iterable[Made]:
    """As the header has it behind two proxies."""
    yield put_user(made, client_ip_address=f"{_own(made)}, 172.68.0.{chance.between(1, 254)}, 10.0.0.7")


@KIND.variant("port", "It has a port.", "USR014", of=_SERVER)
def port(made: Made, chance: Chance) -> Iterable[Made]:
    """As the gateway of Azure writes the header."""
    own, number = _own(made), chance.between(1024, 65535)
    yield put_user(made, client_ip_address=f"[{own}]:{number}" if ":" in own else f"{own}:{number}")


@KIND.variant("json", "It is a list.", "USR018", of=_SERVER)
def as_list(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the header is split and not taken apart any further."""
    yield put_user(made, client_ip_address=[_own(made)])
