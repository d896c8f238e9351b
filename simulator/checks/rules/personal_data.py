"""Rules for personal data in clear where it must not be: outside the hashed members of user_data.

Each place is told once, by the most certain rule: a known test shopper, then a value whose hash the same event
carries, then what the place and its name say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.context import NO_CONTEXT, Context
from simulator.checks.examples import CUSTOMERS, event, user
from simulator.checks.exposures import Exposure, exposures
from simulator.checks.personal_look import may_show as may_show
from simulator.checks.personal_names import WORDS
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask_text

_REPORTED: Final = "2026-11-24"
_VIOLATING_URL: Final = "https://github.com/facebookincubator/Facebook-Pixel-for-Wordpress/issues/27"
_SENT_TWICE: Final = "https://github.com/managed-components/facebook-pixel/issues/17"
_NOT_IN_CLEAR = "no personal data in clear"
_SHOPPER = "jane.doe@example.com"
_NUMBER = "+1 650 555 0123"
_SHOP = "https://shop.example/thank-you"


class _Looked(NamedTuple):
    payload: dict[str, Any]
    context: Context
    found: list[Exposure]


_NONE: list[Exposure] = []
# All rules look at the same event, one after the other; the last one is kept, and nobody else can have its place.
_last = _Looked({}, NO_CONTEXT, _NONE)


def _exposures(spot: Spot) -> list[Exposure]:
    global _last
    payload, context = spot.event.payload, spot.context
    last = _last
    if last.payload is payload and last.context is context:
        return last.found
    looks = context.people is not None or may_show(payload)
    found = exposures(payload, context.people, context.hosts) if looks else _NONE
    _last = _Looked(payload, context, found)
    return found


def _judge(spot: Spot, code: str, message: Callable[[Exposure], str], expected: str = _NOT_IN_CLEAR) -> Hit | None:
    found = _exposures(spot)
    if not found:
        return None
    own = [each for each in found if _rule_for(each) == code]
    if not own:
        return None
    first = own[0]
    places = len({each.where for each in own}) - 1
    more = f" {places} more place{'s' if places > 1 else ''} like it." if places else ""
    return Hit(f"{message(first)}{more}", expected, mask_text(first.value), first.path)


def _rule_for(exposure: Exposure) -> str:
    area, kind = exposure.area, exposure.kind
    if exposure.known is not None:
        return "PRV006"
    if exposure.twin is not None and area != "external":
        return "PRV009"
    if area == "external":
        return "PRV008"
    if area == "id":
        return "PRV005"
    if kind == "em" and not exposure.named:
        return "PRV002" if area == "url" else "PRV001"
    if exposure.named:
        return "PRV003" if area == "url" else "PRV004"
    return "PRV007"


def _shop(**members: Any) -> dict[str, Any]:
    return {"value": 49.9, "currency": "EUR"} | members


@rule(
    "PRV001",
    "email-in-custom-data",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Meta documents that an e-mail address must be hashed with SHA-256, as user_data.em. In custom_data it reaches "
    "Meta in clear, and every tool on the way.",
    fix="Leave the address out of custom_data. For matching, hash it and send it as user_data.em.",
    channels=BOTH,
    examines=True,
    failing=event(custom_data=_shop(note=f"gift for {_SHOPPER}")),
    passing=event(custom_data=_shop(content_name="Mug @home")),
)
def email_in_custom_data(spot: Spot) -> Hit | None:
    """An e-mail address in a text of custom_data, at any depth."""
    return _judge(spot, "PRV001", lambda found: f"An e-mail address is in clear in {found.where}.")


@rule(
    "PRV002",
    "email-in-url",
    severity=Severity.ERROR,
    evidence=Evidence.THIRD_PARTY,
    source=_VIOLATING_URL,
    read=_REPORTED,
    why="Meta documents that an e-mail address must be hashed with SHA-256, and a page's address is sent as it is. "
    "Events Manager was reported to call a parameter of a URL potentially violating and not to keep the data.",
    fix="Take the address out of the page's URL, or out of the URL before it is sent.",
    channels=BOTH,
    examines=True,
    failing=event(event_source_url=f"{_SHOP}?order=1001&contact=jane.doe%40example.com"),
    passing=event(event_source_url="https://shop.example/@home?order=1001"),
)
def email_in_url(spot: Spot) -> Hit | None:
    """An e-mail address in the page's address or its referrer, however often it is encoded."""
    return _judge(spot, "PRV002", lambda found: f"An e-mail address is in clear in {found.where}.")


@rule(
    "PRV003",
    "personal-parameter-in-url",
    severity=Severity.WARNING,
    evidence=Evidence.THIRD_PARTY,
    source=_VIOLATING_URL,
    read=_REPORTED,
    why="Events Manager was reported to call a parameter of a URL potentially violating, by its look, and not to keep "
    "the data. That this one holds personal data is concluded from its name and the look of its value.",
    fix="Send forms with POST, or take the parameter out of the URL before it is sent.",
    channels=BOTH,
    examines=True,
    failing=event(event_source_url=f"{_SHOP}?first_name=Jane&order=1001"),
    passing=event(event_source_url=f"{_SHOP}?name=Mug&phone=iphone&tel=1"),
)
def personal_parameter_in_url(spot: Spot) -> Hit | None:
    """A parameter of a URL that is named after personal data and holds some."""
    return _judge(spot, "PRV003", lambda found: f"{_capital(found.where)} looks like {WORDS[found.kind]} in clear.")


@rule(
    "PRV004",
    "personal-member-in-custom-data",
    severity=Severity.WARNING,
    evidence=Evidence.THIRD_PARTY,
    source=_SENT_TWICE,
    read=_REPORTED,
    why="Events Manager was reported to tell of customer information that is sent in clear as a parameter of the "
    "event. That this is some is concluded from the member's name and the look of its value.",
    fix="Leave the member out of custom_data. For matching, hash the value and send it in user_data.",
    channels=BOTH,
    examines=True,
    failing=event(custom_data=_shop(customer={"first_name": "Jane"})),
    passing=event(custom_data=_shop(first_name="{{first_name}}", mobile=1, city="Berlin", name="Mug")),
)
def personal_member_in_custom_data(spot: Spot) -> Hit | None:
    """A member of custom_data that is named after personal data and holds some."""
    return _judge(spot, "PRV004", lambda found: f"{_capital(found.where)} looks like {WORDS[found.kind]} in clear.")


@rule(
    "PRV005",
    "personal-data-in-name-or-id",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Meta documents that e-mail addresses and phone numbers must be hashed with SHA-256, in user_data. Names and "
    "ids are sent as they are, and shown by every tool on the way.",
    fix="Build ids from what tells nothing of a person: the order's number, or a random id.",
    channels=BOTH,
    examines=True,
    failing=event(event_id=f"{_SHOPPER}-1788000000"),
    passing=event(event_id="home@1788000000"),
)
def personal_data_in_name_or_id(spot: Spot) -> Hit | None:
    """An e-mail address or a phone number in event_name, event_id, order_id or a content id."""
    return _judge(
        spot,
        "PRV005",
        lambda found: f"{_capital(WORDS[found.kind])} is in clear in {found.where}.",
        "a name or id that tells nothing of a person",
    )


@rule(
    "PRV006",
    "known-customer-in-clear",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Meta documents that names, e-mail addresses and phone numbers must be hashed with SHA-256, in user_data. This "
    "one is known: it is that of a test shopper of the customers file, outside the hashed members of user_data.",
    fix="Find what puts the value there and leave it out. For matching, hash it and send it in user_data.",
    channels=BOTH,
    examines=True,
    given={"customers": CUSTOMERS},
    failing=event(custom_data=_shop(note="wrapped for Ana Example")),
    passing=event(custom_data=_shop(note="An example for a mug")),
)
def known_customer_in_clear(spot: Spot) -> Hit | None:
    """A value of a known test shopper, in clear."""
    if spot.context.people is None:
        return None

    def message(found: Exposure) -> str:
        known = found.known
        what, person = ("a value", 0) if known is None else (known.what, known.person)
        return f"{_capital(what)} of test shopper {person + 1} is in clear in {found.where}."

    return _judge(spot, "PRV006", message)


@rule(
    "PRV007",
    "phone-number-in-text",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Meta documents that phone numbers must be hashed with SHA-256, in user_data. The text holds a number that is "
    "written like an international one and could be in use; whose it is can't be told, and it may be the shop's own.",
    fix="If it is a customer's, leave it out. For matching, hash it and send it as user_data.ph.",
    channels=BOTH,
    examines=True,
    failing=event(custom_data=_shop(note=f"call {_NUMBER} before delivery")),
    passing=event(custom_data=_shop(note="EAN 4006381333931, +19.99 EUR, 2026-09-12T10:00:00+02:00")),
)
def phone_number_in_text(spot: Spot) -> Hit | None:
    """An international phone number in custom_data or a URL."""
    return _judge(spot, "PRV007", lambda found: f"Something like a phone number is in {found.where}.")


@rule(
    "PRV008",
    "contact-as-external-id",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Hashing external_id is recommended, and Meta's samples have plain ones; but e-mail addresses and phone "
    "numbers must be hashed, and an id that is one of them is no id.",
    fix="Send the number or random id that the shop keeps for the customer; hash it.",
    channels=BOTH,
    examines=True,
    failing=event(user_data=user(external_id=_SHOPPER)),
    passing=event(user_data=user(external_id="customer-1001")),
)
def contact_as_external_id(spot: Spot) -> Hit | None:
    """An external_id that is an e-mail address or an international phone number in clear."""
    return _judge(
        spot, "PRV008", lambda found: f"{found.where} is {WORDS[found.kind]} in clear.", "an id of your own, hashed"
    )


@rule(
    "PRV009",
    "plain-twin-of-hash",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="Meta documents that names, e-mail addresses and phone numbers must be hashed with SHA-256, in user_data. The "
    "event carries the hash of this very value there, so it is the customer's for certain; hashing it was in vain.",
    fix="Leave the value out here; its hash in user_data is all that matching needs.",
    channels=BOTH,
    examines=True,
    failing=event(
        user_data=user(em=["86e0b9e56c17cc4d12387e1949b85053fbe73bc3ce5a1188713a9d300cc6133d"]),
        custom_data=_shop(customer_email=f"{_SHOPPER}"),
    ),
    passing=event(
        user_data=user(em=["86e0b9e56c17cc4d12387e1949b85053fbe73bc3ce5a1188713a9d300cc6133d"]),
        custom_data=_shop(customer_email="86e0b9e56c17cc4d12387e1949b85053fbe73bc3ce5a1188713a9d300cc6133d"),
    ),
)
def plain_twin_of_hash(spot: Spot) -> Hit | None:
    """A value in clear whose hash is in the same event's user_data."""
    return _judge(
        spot,
        "PRV009",
        lambda found: f"{_capital(found.where)} holds in clear what user_data.{found.twin} holds hashed.",
    )


def _capital(text: str) -> str:
    """A phrase at the start of a sentence; the name of a member stays as it is."""
    return text[0].upper() + text[1:] if " " in text else text
