"""Customer information is sent as it is instead of as a hash."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("plain-customer-information", "What had to be hashed is sent in clear.", mode=5)
_SERVER = website("server", "PageView", "ViewContent", known=True)
_REFUSED = 0.1
"""Of names that are frequent few enough are refused for their coverage to stay good."""


@KIND.variant("server", "The server sends the e-mail address in clear.", "USR003", of=_SERVER, rate=_REFUSED)
def server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the request is built by hand, without the SDK that would hash."""
    yield put_user(made, em=[made.shopper.person.email])


@KIND.variant("place", "The server sends city and postal code in clear.", "USR003", of=_SERVER, rate=_REFUSED)
def of_the_place(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when only what seems private is hashed."""
    person = made.shopper.person
    yield put_user(made, ct=[person.city.lower()], zp=[person.postal_code])


@KIND.variant(
    "browser",
    "The request of the browser has the e-mail address in clear.",
    "PIX003",
    of=website("browser", known=True),
)
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As in an image tag that a template fills: the pixel script itself would have hashed."""
    yield put_user(made, em=made.shopper.person.email)
