"""Personal data is in clear where events may have none: outside the hashed members of user_data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from simulator.synthetic.faults.changing import put, put_custom, put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("leak-pii", "Personal data stands in clear outside the hashed members of user_data.", mode=10)
_WEBSITE = website()
_KNOWN = website(known=True)
_NUMBERS_IN_USE = frozenset({"US", "GB", "DE"})
"""The numbers for fiction of the other countries are known to be in use nowhere."""


def _stranger(made: Made) -> bool:
    return _WEBSITE(made) and "em" not in made.payload["user_data"]


def _stranger_with_number(made: Made) -> bool:
    return _stranger(made) and made.shopper.country.code in _NUMBERS_IN_USE


def _stranger_with_referrer(made: Made) -> bool:
    return _stranger(made) and "referrer_url" in made.payload


def _with(url: str, **parameters: str) -> str:
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())
    return f"{url}{'&' if '?' in url else '?'}{query}"


def _page(made: Made, **parameters: str) -> Made:
    return put(made, event_source_url=_with(made.payload["event_source_url"], **parameters))


@KIND.variant("custom-data", "A parameter holds the e-mail address.", "PRV001", of=_stranger)
def custom_data(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a tag takes along whatever the data layer has; the shop itself doesn't know yet who it is."""
    yield put_custom(made, visitor=made.shopper.person.email)


@KIND.variant("custom-name", "A parameter holds the name of the visitor.", "PRV004", of=_stranger)
def custom_name(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the object of the customer is copied whole."""
    person = made.shopper.person
    yield put_custom(made, first_name=person.first, last_name=person.last)


@KIND.variant("url-query", "The page's address holds the e-mail address.", "PRV002", of=_stranger)
def url_query(made: Made, _chance: Chance) -> Iterable[Made]:
    """As links in newsletters bring it along."""
    yield _page(made, contact=made.shopper.person.email)


@KIND.variant("url-name", "The page's address holds the name of the visitor.", "PRV003", of=_stranger)
def url_name(made: Made, _chance: Chance) -> Iterable[Made]:
    """As a form sends it that uses GET."""
    person = made.shopper.person
    yield _page(made, first_name=person.first, last_name=person.last)


@KIND.variant("referrer", "The referrer holds the e-mail address.", "PRV002", of=_stranger_with_referrer)
def referrer(made: Made, _chance: Chance) -> Iterable[Made]:
    """As the page before had it in its own address."""
    yield put(made, referrer_url=_with(made.payload["referrer_url"], email=made.shopper.person.email))


@KIND.variant("id", "The event id is made with the e-mail address.", "PRV005", of=_stranger)
def in_id(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when ids are made of who it is and what they do."""
    yield put(made, event_id=f"{made.shopper.person.email}-{made.payload['event_id']}")


@KIND.variant("phone", "A parameter holds a telephone number.", "PRV007", of=_stranger_with_number)
def phone(made: Made, _chance: Chance) -> Iterable[Made]:
    """As a field for remarks has it."""
    yield put_custom(made, remark=f"please call {made.shopper.person.phone} before delivery")


@KIND.variant("external-id", "external_id is the e-mail address.", "PRV008", of=_KNOWN, per="shopper")
def external_id(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the address is what the shop knows its customers by."""
    email = made.shopper.person.email
    yield put_user(made, external_id=[email] if made.channel == "server" else email)


@KIND.variant("twin", "A parameter holds in clear what user_data has hashed.", "PRV009", of=_KNOWN)
def twin(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when matching is set up, and the parameter from before stays."""
    yield put_custom(made, customer_email=made.shopper.person.email)


@KIND.variant("known-name", "A text tells a test shopper's name.", "PRV006", of=_WEBSITE, needs=("customers",))
def known_name(made: Made, _chance: Chance) -> Iterable[Made]:
    """As a greeting has it that became the title of the page."""
    person = made.shopper.person
    yield put_custom(made, page_title=f"Welcome back, {person.first} {person.last}")
