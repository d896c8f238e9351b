"""The server sends something else than the _fbp cookie."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-fbp", "fbp has not the form of the cookie.")


def _with_cookie(made: Made) -> bool:
    return website("server")(made) and "fbp" in made.payload["user_data"]


def _blocked(made: Made) -> bool:
    return website("server")(made) and "fbp" not in made.payload["user_data"]


@KIND.variant("number-only", "fbp is the random number alone.", "CLK003 CLK010", of=_with_cookie)
def number_only(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the cookie is split and only its last part is kept."""
    yield put_user(made, fbp=made.payload["user_data"]["fbp"].rpartition(".")[2])


@KIND.variant("seconds", "The time inside fbp is in seconds.", "CLK002 CLK010", of=_with_cookie)
def seconds(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the server makes the cookie itself, by time() of PHP."""
    head, index, time, number = made.payload["user_data"]["fbp"].split(".")
    yield put_user(made, fbp=f"{head}.{index}.{int(time) // 1000}.{number}")


@KIND.variant("made-up", "The server makes up an fbp where there is no cookie.", "CLK003", of=_blocked, per="visit")
def made_up(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a random id stands in for the cookie an ad blocker kept away."""
    yield put_user(made, fbp=chance.uuid())
