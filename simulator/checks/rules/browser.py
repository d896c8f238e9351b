"""Rules for browser events. The API never sees these, so nothing here is refused."""

from __future__ import annotations

import re

from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.checks import sources
from simulator.checks.catalog import BROWSER, rule
from simulator.checks.examples import browser
from simulator.checks.rules.custom_data import missing
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, TOLERATED, Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask

_PIXEL_ID = re.compile(r"[1-9][0-9]{0,25}")


@rule(
    "PIX001",
    "pixel-purchase-incomplete",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.PIXEL_REFERENCE,
    read=READ,
    why="value and currency are the two parameters the Pixel reference requires, for Purchase alone. The pixel script "
    "warns in the console and sends the event all the same.",
    fix="fbq('track', 'Purchase', {value: 49.9, currency: 'EUR'}, {eventID: '…'}).",
    channels=BROWSER,
    on=[
        ("custom_data", "required"),
        ("custom_data", "type"),
        *(
            (f"custom_data.{name}", keyword)
            for name in ("value", "currency")
            for keyword in ("required", "type", "enum")
        ),
        ("custom_data.currency", "dependentRequired"),
    ],
    failing=browser(custom_data={"value": "49.90"}),
    passing=browser(),
)
def pixel_purchase_incomplete(spot: Spot) -> Hit | None:
    """A browser Purchase without value or currency."""
    if spot.event.event_name != "Purchase":
        return None
    lacks = [name for name in ("value", "currency") if missing(spot, name)]
    if not lacks or (spot.path == ("custom_data",) and spot.value not in (ABSENT, None, [])):
        return None
    return Hit(
        f"The browser's Purchase has no {' and no '.join(lacks)}.",
        "value and currency",
        "nothing",
        ("custom_data", lacks[0]),
    )


@rule(
    "PIX002",
    "pixel-value-without-currency",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.PIXEL_DIAGNOSTICS,
    read=READ,
    why="Events Manager reports events that have a value and no currency.",
    fix="Pass currency beside value, for example currency: 'EUR', or neither.",
    channels=BROWSER,
    on=[("custom_data.currency", "dependentRequired"), ("custom_data.currency", "enum")],
    failing=browser(event_name="AddToCart", custom_data={"value": "49.90"}),
    passing=browser(event_name="AddToCart"),
)
def pixel_value_without_currency(spot: Spot) -> Hit | None:
    """A value without a currency in a browser event."""
    if not missing(spot, "currency"):
        return None
    if missing(spot, "value"):
        return TOLERATED if spot.keyword == "dependentRequired" else None
    return Hit("The browser's event has a value but no currency.", "currency", "nothing", ("custom_data", "currency"))


@rule(
    "PIX004",
    "pixel-event-id-missing",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.DEDUPLICATION,
    read=READ,
    why="Without an id the server's copy can only be paired by external_id or fbp; otherwise the action counts twice. "
    "The id is the fourth argument of fbq(), not one of the parameters.",
    fix="fbq('track', 'Purchase', {…}, {eventID: '…'}), with the same text as event_id on the server.",
    channels=BROWSER,
    on=[("event_id", "type"), ("event_id", "minLength")],
    examines=True,
    failing=browser(event_id=ABSENT),
    passing=browser(event_name="SubscribedButtonClick", event_id=ABSENT, custom_data=ABSENT),
)
def pixel_event_id_missing(spot: Spot) -> Hit | None:
    """A browser event without eventID."""
    if spot.event.event_id is not None or spot.event.event_name in AUTOMATIC_EVENTS:
        return None
    message = "The browser's event has no event id, so its copy on the server may count again."
    if "eid" in spot.member("custom_data"):
        # Perhaps the id: that is what the wire calls it.
        message = "The event's id is among the parameters as eid; it belongs in the fourth argument of fbq()."
    return Hit(message, "the same text on both channels", "nothing", ("event_id",))


@rule(
    "PIX005",
    "pixel-id-invalid",
    severity=Severity.WARNING,
    evidence=Evidence.SDK,
    source=sources.FBEVENTS,
    read=READ,
    why="The pixel script takes ids of 1 to 26 digits that do not start with 0; read in a release of 2020.",
    fix="Copy the pixel id from Events Manager: digits only.",
    channels=BROWSER,
    examines=True,
    failing=browser() | {"pixel_id": "YOUR_PIXEL_ID"},
    passing=browser() | {"pixel_id": "1" + "0" * 25},
)
def pixel_id_invalid(spot: Spot) -> Hit | None:
    """A pixel id that the pixel script refuses."""
    pixel_id = spot.event.pixel_id
    if pixel_id is None or _PIXEL_ID.fullmatch(pixel_id):
        return None
    return Hit(
        "The pixel id is not one the pixel script accepts.", "1 to 26 digits, the first not 0", mask(pixel_id), ()
    )


@rule(
    "PIX007",
    "pixel-event-name-missing",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.PIXEL_DIAGNOSTICS,
    read=READ,
    why="Events Manager reports events without a name, and the pixel script warns in the console.",
    fix="Pass the name as the second argument: fbq('track', 'PageView').",
    channels=BROWSER,
    on=[("event_name", "required"), ("event_name", "type"), ("event_name", "minLength")],
    failing=browser(event_name=ABSENT, custom_data=ABSENT),
    passing=browser(event_name="PageView", custom_data=ABSENT),
)
def pixel_event_name_missing(spot: Spot) -> Hit | None:  # noqa: ARG001
    """A browser event without a name."""
    return Hit("The browser's event has no name.", "a name such as PageView", "nothing")


@rule(
    "PIX008",
    "pixel-action-source",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="What the pixel reports happened on a website; an envelope that says otherwise was made by hand.",
    fix="Leave action_source out of browser events, or write website.",
    channels=BROWSER,
    on=[("action_source", "const")],
    failing=browser(action_source="app"),
    passing=browser(),
)
def pixel_action_source(spot: Spot) -> Hit | None:
    """A browser event that did not happen on a website."""
    if spot.value is None:
        return None
    return Hit("A browser event can only come from a website.", "website", mask(spot.value, "action_source"))
