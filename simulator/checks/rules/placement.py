"""The rule for an event ID in the wrong place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import browser, event
from simulator.checks.rules.event import APPENDING_EVENTS, DEDUPLICATED_SOURCES
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, Hit, Spot
from simulator.checks.vocabulary import has_value
from simulator.finding import Evidence, Severity
from simulator.masking import mask

_NAMES = ("event_id", "eventID", "eventId", "event-id")


def misplaced_id(payload: Mapping[str, Any]) -> str | None:
    """The name under which custom_data holds an event ID, or None."""
    custom_data = payload.get("custom_data")
    if not isinstance(custom_data, dict):
        return None
    return next((name for name in _NAMES if has_value(custom_data.get(name))), None)


@rule(
    "DUP010",
    "event-id-misplaced",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.DEDUPLICATION,
    read=READ,
    why="Deduplication compares the server event's own event_id with the eventID in the fourth argument of fbq(). "
    "Inside custom_data, where the third argument ends up, an id is a property like any other, and the action may "
    "count twice.",
    fix="Server: event_id beside event_name. Browser: fbq('track', 'Purchase', {…}, {eventID: '…'}).",
    channels=BOTH,
    examines=True,
    hides=("EVT013", "PIX004"),
    failing=[
        event(event_id=ABSENT, custom_data={"value": 49.9, "currency": "EUR", "event_id": "order-1001"}),
        browser(event_id=ABSENT, custom_data={"value": "49.90", "currency": "EUR", "eventID": "order-1001"}),
    ],
    passing=event(custom_data={"value": 49.9, "currency": "EUR", "event_id": "order-1001"}),
)
def event_id_misplaced(spot: Spot) -> Hit | None:
    """An event without an ID of its own, and one inside custom_data."""
    event = spot.event
    if event.event_id is not None:
        return None
    name = misplaced_id(event.payload)
    if name is None:
        return None
    # The same events that are asked for an id at all.
    if event.channel == "browser":
        if event.event_name in AUTOMATIC_EVENTS:
            return None
        where, right = "among the parameters, the third argument of fbq()", "eventID in the fourth argument of fbq()"
    else:
        source = spot.source
        if event.event_name in APPENDING_EVENTS:
            return None
        if source is not None and (not isinstance(source, str) or source not in DEDUPLICATED_SOURCES):
            return None
        where, right = "inside custom_data", "event_id beside event_name"
    value = event.payload["custom_data"][name]
    message = f"The event ID is {where}, as {name}, where deduplication does not look."
    return Hit(message, right, mask(value), ("custom_data", name))
