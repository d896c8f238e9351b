"""The server alters the click in fbc, or has an old one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop_user, put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-fbc", "fbc is malformed, altered, old, or not there.", mode=6)
_DAY = 86_400_000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _clicked(made: Made) -> bool:
    return website("server")(made) and "fbc" in made.payload["user_data"]


def _landing(made: Made) -> bool:
    return website()(made) and "fbclid=" in made.payload["event_source_url"] and "fbc" in made.payload["user_data"]


def _landing_on_the_server(made: Made) -> bool:
    return made.channel == "server" and _landing(made)


def _never_clicked(made: Made) -> bool:
    return website("server", known=True)(made) and "fbc" not in made.payload["user_data"]


def _parts(made: Made) -> tuple[str, int, str]:
    """What stands before the time in fbc, the time in milliseconds, and the click ID."""
    head, index, time, click = made.payload["user_data"]["fbc"].split(".")
    return f"{head}.{index}", int(time), click


def _old(made: Made, chance: Chance, days: int) -> str:
    return f"fb.1.{made.payload['event_time'] * 1000 - days * _DAY}.IwAR0MadeUp{chance.text(_LETTERS, 46)}"


@KIND.variant("seconds", "The time inside fbc is in seconds.", "CLK002", of=_clicked)
def seconds(made: Made, _chance: Chance) -> Iterable[Made]:
    """As time() of PHP gives it."""
    head, time, click = _parts(made)
    yield put_user(made, fbc=f"{head}.{time // 1000}.{click}")


@KIND.variant("lower-cased", "fbc is written in lower case.", "CLK005 CLK007 CLK011", of=_clicked)
def lower_cased(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when it went through an address that a server rewrites."""
    yield put_user(made, fbc=made.payload["user_data"]["fbc"].lower())


@KIND.variant("truncated", "A column that is too short cuts fbc off.", "CLK007 CLK011", of=_clicked)
def truncated(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when it is kept in a VARCHAR(50)."""
    yield put_user(made, fbc=made.payload["user_data"]["fbc"][:50])


@KIND.variant("cleaned", "The signs in the click ID are removed.", "CLK007 CLK011", of=_clicked)
def cleaned(made: Made, _chance: Chance) -> Iterable[Made]:
    """As a filter does that only lets letters and digits through."""
    head, time, click = _parts(made)
    yield put_user(made, fbc=f"{head}.{time}.{click.replace('-', '').replace('_', '')}")


@KIND.variant("raw-fbclid", "fbc is the click ID alone.", "CLK001", of=_clicked)
def raw_fbclid(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when fbclid is taken from the address and sent as it is."""
    yield put_user(made, fbc=_parts(made)[2])


@KIND.variant("old-cookie", "The cookie isn't written anew by a new click.", "CLK008", of=_landing)
def old_cookie(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a cookie of the shop's own is set once and kept; both sides read it."""
    yield put_user(made, fbc=_old(made, chance, 30))


@KIND.variant("stored", "fbc comes from the customer's record, and is old.", "CLK006", of=_never_clicked)
def stored(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the click that won a customer is sent with everything they ever do."""
    yield put_user(made, fbc=_old(made, chance, 200))


@KIND.variant("expiry", "The time inside fbc is that of the cookie's end.", "CLK006", of=_clicked)
def expiry(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when one number is used for both."""
    head, _, click = _parts(made)
    yield put_user(made, fbc=f"{head}.{made.payload['event_time'] * 1000 + 90 * _DAY}.{click}")


@KIND.variant("not-kept", "The server has no fbc on the landing page.", "CLK009", of=_landing_on_the_server)
def not_kept(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when it reads the cookie before the pixel has written it."""
    yield drop_user(made, "fbc")
