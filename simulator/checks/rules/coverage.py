"""Rules about a whole run: what should have been in it and wasn't."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.checks.catalog import BOTH, catalog, rule
from simulator.checks.examples import event
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.event import Event, Origin
from simulator.finding import Evidence, Finding, Severity
from simulator.masking import printable, shorten

NOT_SEEN = "COV001"


@rule(
    NOT_SEEN,
    "planned-event-not-seen",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source="https://json-schema.org/draft/2020-12",
    read=READ,
    why="Your own tracking plan (--schemas) has a schema for this event name, and no event of that name was in the "
    "input. Names are compared exactly: purchase is not Purchase.",
    fix="Trigger the event on both channels, or take its schema out of the plan.",
    channels=BOTH,
    failing=event(event_name="Purchase"),
    passing=event(event_name="Tasting", custom_data={"wine": "Riesling"}),
)
def planned_event_not_seen(spot: Spot) -> Hit | None:
    """A planned event name that no event has; the value is the name."""
    name = shorten(printable(str(spot.value)))
    return Hit(f"No {name} event was seen, although the tracking plan has one.", f"at least one {name} event", "none")


def not_seen(planned: Iterable[str], seen: Iterable[str]) -> list[Finding]:
    """A finding for each planned event name that was not seen, sorted by name."""
    found = []
    for name in sorted(set(planned) - set(seen)):
        never = Event("server", None, name, None, None, None, {}, Origin("", 0))
        known = catalog()[NOT_SEEN]
        hit = known.judge(Spot(never, None, False, (), name, "", None))
        if hit is not None:
            found.append(Finding(NOT_SEEN, known.severity, "$", hit.message, hit.expected, hit.actual, known.fix))
    return found
