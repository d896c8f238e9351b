"""The rule for an event ID that is no id."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.event_ids import is_placeholder
from simulator.checks.examples import browser, event
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask


@rule(
    "DUP021",
    "event-id-placeholder",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.DEDUPLICATION,
    read=READ,
    why="Events of one name and one event ID are documented to be one event for 48 hours, so with the same text in "
    "place of every id all but one action may be lost. That this text stands for a missing id is concluded from its "
    "look.",
    fix="Find why the id is empty when the event is sent, and send one id per action, the same on both channels.",
    channels=BOTH,
    examines=True,
    failing=[event(event_id="undefined"), event(event_id="{{event_id}}"), browser(event_id="[object Object]")],
    passing=[event(event_id="0"), browser(event_id="9f2c04d1-None-11ee")],
)
def event_id_placeholder(spot: Spot) -> Hit | None:
    """An event ID that a program or a template wrote where the id is missing."""
    event_id = spot.event.event_id
    if event_id is None or not is_placeholder(event_id):
        return None
    message = "The event ID is a placeholder; whatever action has the same one is taken for the same event."
    return Hit(message, "an id that no other action has", mask(event_id), ("event_id",))
