"""The server hashes the phone number in another form than the documented one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.customer.hashing import sha256
from simulator.synthetic.faults.changing import put_user, website
from simulator.synthetic.faults.kind import Kind, Needs
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-phone", "The phone number is hashed without, or with more than, what it is documented with.", mode=5)
_KNOWN = website("server", known=True)
_RULES = "USR020 DUP015"
_NEEDS: tuple[Needs, ...] = ("customers",)


def _parts(made: Made) -> tuple[str, str]:
    """The calling code and the digits behind it; the shop keeps numbers as +49 30 ..."""
    code, *rest = made.shopper.person.phone.lstrip("+").split()
    return code, "".join(rest)


@KIND.variant("no-cc", "The country calling code is missing.", _RULES, of=_KNOWN, needs=_NEEDS)
def no_cc(made: Made, _chance: Chance) -> Iterable[Made]:
    """As people type their number at home."""
    yield put_user(made, ph=[sha256(_parts(made)[1])])


@KIND.variant("double-cc", "The country calling code is there twice.", _RULES, of=_KNOWN, needs=_NEEDS)
def double_cc(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when code adds it without asking whether it is there."""
    code, rest = _parts(made)
    yield put_user(made, ph=[sha256(f"{code}{code}{rest}")])


@KIND.variant("leading-zero", "The number begins with the zeros of 00.", _RULES, of=_KNOWN, needs=_NEEDS)
def leading_zero(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when 0049 is typed for +49 and only the signs are removed."""
    yield put_user(made, ph=[sha256("00" + "".join(_parts(made)))])


@KIND.variant("trunk-zero", "The zero of the national form is kept behind the code.", _RULES, of=_KNOWN, needs=_NEEDS)
def trunk_zero(made: Made, _chance: Chance) -> Iterable[Made]:
    """As +49 (0)30 gives it when only the signs are removed."""
    code, rest = _parts(made)
    yield put_user(made, ph=[sha256(f"{code}0{rest}")])


@KIND.variant("plus-kept", "The plus sign is hashed too.", _RULES, of=_KNOWN, needs=_NEEDS)
def plus_kept(made: Made, _chance: Chance) -> Iterable[Made]:
    """As a form that checks numbers keeps them (E.164)."""
    yield put_user(made, ph=[sha256("+" + "".join(_parts(made)))])


@KIND.variant("spaces-kept", "The number is hashed with its spaces.", _RULES, of=_KNOWN, needs=_NEEDS)
def spaces_kept(made: Made, _chance: Chance) -> Iterable[Made]:
    """As it stands in the customer's account."""
    yield put_user(made, ph=[sha256(made.shopper.person.phone)])
