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
from simulator.checks.spot import ABSENT, Hit, Path, Spot, find
from simulator.checks.vocabulary import has_value
from simulator.finding import Evidence, Severity
from simulator.masking import mask

_NAMES = ("event_id", "eventID", "eventId", "event-id")


def misplaced_id(payload: Mapping[str, Any]) -> Path | None:
    """Where an event without event_id holds one all the same: in custom_data, in user_data, or misspelt beside
    event_name. None when it holds none."""
    for place in ("custom_data", "user_data"):
        inner = payload.get(place)
        if isinstance(inner, dict):
            for name in _NAMES:
                if has_value(inner.get(name)):
                    return place, name
    return next(((name,) for name in _NAMES[1:] if has_value(payload.get(name))), None)


@rule(
    "DUP010",
    "event-id-misplaced",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.DEDUPLICATION,
    read=READ,
    why="Deduplication compares the server event's own event_id with the eventID in the fourth argument of fbq(). "
    "Inside custom_data, where the third argument ends up, in user_data, or under another spelling, an id is a "
    "property like any other, and the action may count twice.",
    fix="Server: event_id beside event_name. Browser: fbq('track', 'Purchase', {…}, {eventID: '…'}).",
    channels=BOTH,
    examines=True,
    hides=("EVT013", "PIX004"),
    failing=[
        event(event_id=ABSENT, custom_data={"value": 49.9, "currency": "EUR", "event_id": "order-1001"}),
        event(event_id=ABSENT, eventID="order-1001"),
        browser(event_id=ABSENT, custom_data={"value": "49.90", "currency": "EUR", "eventID": "order-1001"}),
    ],
    passing=event(custom_data={"value": 49.9, "currency": "EUR", "event_id": "order-1001"}),
)
def event_id_misplaced(spot: Spot) -> Hit | None:
    """An event without an ID of its own, and one where deduplication does not look."""
    event = spot.event
    if event.event_id is not None:
        return None
    path = misplaced_id(event.payload)
    if path is None:
        return None
    # The same events that are asked for an id at all.
    if event.channel == "browser":
        if event.event_name in AUTOMATIC_EVENTS:
            return None
        right = "eventID in the fourth argument of fbq()"
        where = "among the parameters, the third argument of fbq()" if path[0] == "custom_data" else None
    else:
        source = spot.source
        if event.event_name in APPENDING_EVENTS:
            return None
        if source is not None and (not isinstance(source, str) or source not in DEDUPLICATED_SOURCES):
            return None
        right = "event_id beside event_name"
        where = "inside custom_data" if path[0] == "custom_data" else None
    if where is None:
        where = f"inside {path[0]}" if len(path) > 1 else "beside event_name"
    message = f"The event ID is {where}, as {path[-1]}, where deduplication does not look."
    return Hit(message, right, mask(find(event.payload, path)), path)
