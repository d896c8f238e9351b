"""user_data is missing, empty, or of the wrong types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop, on, put, put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-customer-information", "user_data is missing, empty, too broad, or of the wrong types.")
_FREQUENT = website("server", "PageView", "ViewContent")
_REFUSED = 0.1
"""Of names that are frequent few enough are refused for their coverage to stay good."""


def _stranger(made: Made) -> bool:
    return website("server")(made) and "em" not in made.payload["user_data"]


def _stranger_without_click(made: Made) -> bool:
    return _FREQUENT(made) and _stranger(made) and "fbclid=" not in made.payload["event_source_url"]


def _with_cookie(made: Made) -> bool:
    return website("server")(made) and "fbp" in made.payload["user_data"]


def _away_from_the_website(made: Made) -> bool:
    return on("server")(made) and made.payload["action_source"] != "website"


@KIND.variant("missing", "The server's event has no user_data.", "USR001", of=_FREQUENT, rate=_REFUSED)
def missing(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when customer information is only sent after a purchase."""
    yield drop(made, "user_data")


@KIND.variant(
    "too-broad",
    "The server knows nothing but the user agent and the country.",
    "USR002",
    of=_stranger_without_click,
    rate=_REFUSED,
)
def too_broad(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when cookies and address are left out for the sake of privacy."""
    agent = made.payload["user_data"]["client_user_agent"]
    yield put(made, user_data={"client_user_agent": agent, "country": [made.shopper.person.hashes["country"]]})


@KIND.variant("empty-values", "Keys the shop has no value for are sent empty.", "USR009", of=_stranger)
def empty_values(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when every field of a form is passed on, filled in or not."""
    yield put_user(made, em=[], ph=None, fn="")


@KIND.variant(
    "id-as-number", "external_id is the number of the customer's row.", "USR011", of=on(known=True), per="shopper"
)
def id_as_number(made: Made, _chance: Chance) -> Iterable[Made]:
    """As the shop's database has it, unhashed on both sides."""
    yield put_user(made, external_id=made.shopper.number + 1)


@KIND.variant("cookie-in-list", "fbp is sent as a list.", "USR018", of=_with_cookie)
def cookie_in_list(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when all keys of user_data are treated alike."""
    yield put_user(made, fbp=[made.payload["user_data"]["fbp"]])


@KIND.variant("lead-id", "lead_id is the number of another system.", "USR012", of=_away_from_the_website, rate=1.0)
def lead_id(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a customer relation system sends its own number instead of the one of Meta's lead form."""
    yield put_user(made, lead_id=str(chance.between(10_000, 99_999)))
