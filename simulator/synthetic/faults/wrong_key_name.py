"""Customer information stands under names that Meta doesn't list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("wrong-key-name", "Customer information is sent under the names of the shop's own code.")
_LONG = {"em": "email", "ph": "phone", "fn": "first_name", "ln": "last_name", "ct": "city", "zp": "zip"}
_COOKIES = {"fbp": "_fbp", "fbc": "_fbc"}


def _with_cookie(made: Made) -> bool:
    return website("server")(made) and "fbp" in made.payload["user_data"]


def _renamed(made: Made, names: dict[str, str]) -> Made:
    user = made.payload["user_data"]
    return put(made, user_data={names.get(key, key): value for key, value in user.items()})


@KIND.variant("long", "E-mail address, phone and names have their long names.", "USR017", of=on("server", known=True))
def long(made: Made, _chance: Chance) -> Iterable[Made]:
    """As the columns of the shop's database are called."""
    yield _renamed(made, _LONG)


@KIND.variant("cookies", "fbp and fbc have the names of the cookies.", "USR017 CLK009", of=_with_cookie)
def cookies(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when cookies are passed on by their own names."""
    yield _renamed(made, _COOKIES)
