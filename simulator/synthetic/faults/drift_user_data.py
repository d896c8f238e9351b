"""The two channels name different people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.customer.hashing import sha256
from simulator.synthetic.faults.changing import drop_user, put_user, unblocked, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("drift-user-data", "The two channels disagree on who it was.", mode=18)


def _known(made: Made) -> bool:
    return unblocked("server")(made) and "em" in made.payload["user_data"]


@KIND.variant(
    "other-email", "The server sends the address of the invoice, the browser that of the account.", "DUP015", of=_known
)
def other_email(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when each side reads another field."""
    yield put_user(made, em=[sha256(f"office.{made.shopper.person.email}")])


@KIND.variant(
    "plain-external-id", "The server's external_id is in clear, the browser's is hashed.", "DUP015", of=_known
)
def plain_external_id(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when one side's library hashes it and the other's does not."""
    yield put_user(made, external_id=[made.shopper.person.external_id])


def _known_to_the_browser(made: Made) -> bool:
    return website("browser", "Purchase", known=True)(made)


@KIND.variant(
    "no-cookies",
    "The browser's copy tells nobody apart, and the server's does.",
    "DUP020",
    of=_known_to_the_browser,
    rate=0.6,
)
def no_cookies(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the pixel is run without cookies and without advanced matching."""
    yield drop_user(made, "em", "ph", "fn", "ln", "external_id", "fbp", "fbc")
