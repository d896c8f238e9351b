"""Rules for event names that are nearly those of standard events."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.event_names import How, Meant, meant
from simulator.checks.examples import browser, event
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask

_APP_SDK = "https://github.com/facebook/facebook-ios-sdk"


def _asked(spot: Spot, how: How) -> Meant | None:
    name = spot.event.event_name
    # Messaging has a list of names of its own, and a rule that knows it.
    if not name or spot.source == "business_messaging":
        return None
    found = meant(name)
    return found if found is not None and found.how == how else None


def _hit(spot: Spot, found: Meant) -> Hit:
    actual = mask(spot.event.event_name, "event_name")
    message = f"event_name {found.what}: it is not {found.name}, and counts as a custom event."
    return Hit(message, found.name, actual, ("event_name",))


@rule(
    "EVT021",
    "event-name-case",
    severity=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source=sources.PIXEL_REFERENCE,
    read=READ,
    why="Names of standard events are listed in one spelling, and copies are one event only under the same name. That "
    "another case makes a custom event is inferred: campaigns that optimise for the standard event then miss it.",
    fix="Write the name as Meta lists it, on both channels alike.",
    channels=BOTH,
    examines=True,
    failing=[event(event_name="purchase"), browser(event_name="pageview")],
    passing=event(event_name="Purchase"),
)
def event_name_case(spot: Spot) -> Hit | None:
    """A standard event's name in other upper and lower case."""
    found = _asked(spot, "case")
    return None if found is None else _hit(spot, found)


@rule(
    "EVT022",
    "event-name-near-standard",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=sources.PIXEL_REFERENCE,
    read=READ,
    why="A name that is one or two letters, or the separators between its words, away from a standard event's is "
    "most likely meant to be that. Names of your own are fine; this is a guess.",
    fix="If the standard event is meant, write its name as Meta lists it; if not, leave this out in capisim.toml.",
    channels=BOTH,
    examines=True,
    failing=[event(event_name="Purchse"), event(event_name="add_to_cart")],
    passing=[event(event_name="AddToBasket"), event(event_name="Leads")],
)
def event_name_near_standard(spot: Spot) -> Hit | None:
    """A name that looks like a slip of the pen."""
    found = _asked(spot, "near")
    return None if found is None else _hit(spot, found)


@rule(
    "EVT023",
    "event-name-with-addition",
    severity=Severity.NOTE,
    evidence=Evidence.THIRD_PARTY,
    source=sources.PURCHASE_REPORT,
    read=READ,
    why="Reported set-ups sent a standard event's name with the pixel id, a channel or a space added. Under such a "
    "name it is a custom event, and the copy without the addition is not the same event.",
    fix="Send the bare name, and put what was added into custom_data.",
    channels=BOTH,
    examines=True,
    failing=[event(event_name="Purchase (1234567890)"), event(event_name="fb_Purchase"), event(event_name="Lead ")],
    passing=event(event_name="Purchase"),
)
def event_name_with_addition(spot: Spot) -> Hit | None:
    """A standard event's name with something before or after it."""
    found = _asked(spot, "addition")
    return None if found is None else _hit(spot, found)


@rule(
    "EVT024",
    "app-event-name-outside-app",
    severity=Severity.NOTE,
    evidence=Evidence.SDK,
    source=_APP_SDK,
    read=READ,
    why="fb_mobile_... are the names on the wire of Meta's app SDKs. App events of the Conversions API have the names "
    "of the website. What Meta makes of the others there is not told, and of some the right name is not known.",
    fix="Send the Conversions API's name, for example Purchase instead of fb_mobile_purchase.",
    examines=True,
    failing=event(event_name="fb_mobile_purchase"),
    passing=event(event_name="Purchase"),
)
def app_event_name_outside_app(spot: Spot) -> Hit | None:
    """A name of the app SDKs in an event of the Conversions API."""
    found = _asked(spot, "app")
    if found is None:
        return None
    message = f"event_name {found.what}"
    message += f"; here it is {found.name}." if found.name else ", not in the Conversions API."
    actual = mask(spot.event.event_name, "event_name")
    return Hit(message, found.name or "a name of the Conversions API", actual, ("event_name",))
