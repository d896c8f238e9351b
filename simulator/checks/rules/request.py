"""Rules for a request as a whole; simulator.checks.checker applies them."""

from __future__ import annotations

from simulator.capture.errors import BLOCKED
from simulator.checks import sources
from simulator.checks.catalog import BOTH, BROWSER, UNREADABLE, rule
from simulator.checks.examples import AT, event
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask

MAX_EVENTS = 1000
MAX_AGENT = 23
TOO_MANY = "REQ002"
REFUSED_TOGETHER = "REQ003"
PARTNER_AGENT = "REQ004"
BLOCKED_REQUEST = "REQ005"
_BLOCKED_HIT = {
    "startedDateTime": "2026-08-29T10:40:00.000Z",
    "request": {"method": "GET", "url": "https://www.facebook.com/tr/?id=1234567890&ev=PageView", "headers": []},
    "response": {"_error": "net::ERR_BLOCKED_BY_CLIENT"},
}


def quarantine_rule(reason: str) -> str:
    """The code of the rule for something that was quarantined for this reason."""
    return BLOCKED_REQUEST if reason.lower() == BLOCKED.lower() else UNREADABLE


@rule(
    UNREADABLE,
    "no-event-to-read",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.USING_THE_API,
    read=READ,
    why="No event could be read here, so nothing is known of it: it is kept in quarantine and counts as an error. Meta "
    "documents a request as an object whose data is a list of event objects.",
    fix='Send an event as a JSON object, or a request body {"data": [...]}; the masked excerpt shows what is there.',
    channels=BOTH,
    failing={"channel": "server", "event": "Purchase"},
    passing={"channel": "server", "received_at": AT, "event": event()},
)
def no_event_to_read(spot: Spot) -> Hit | None:
    """Something that is no event; the value is the reason capture gives."""
    return Hit(str(spot.value))


@rule(
    BLOCKED_REQUEST,
    "request-blocked-by-the-browser",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source="https://w3c.github.io/web-performance/specs/HAR/Overview.html",
    read="2026-11-24",
    why="An ad blocker or the like kept the browser from sending this request; the export shows it with the browser's "
    "own error. Meta never saw the event, so it counts nowhere here. It is no fault of the shop.",
    fix="Nothing to mend: the server's copy is what makes up for it. Turn the blocker off to test the pixel.",
    channels=BROWSER,
    failing=_BLOCKED_HIT,
    passing={**_BLOCKED_HIT, "response": {"_error": None}},
)
def blocked_by_the_browser(spot: Spot) -> Hit | None:
    """A request that was never sent; the value is the reason capture gives."""
    return Hit(str(spot.value))


@rule(
    PARTNER_AGENT,
    "partner-agent-form",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.BEST_PRACTICES,
    read=READ,
    why="partner_agent is documented with fewer than 23 characters and at least two letters; what happens to others is "
    "not told.",
    fix="Use a short name, for example shopname_1_0.",
    failing={"data": [event()], "partner_agent": "a-very-long-name-of-an-agent"},
    passing={"data": [event()], "partner_agent": "shopname_1_0"},
)
def partner_agent_form(spot: Spot) -> Hit | None:
    """A partner_agent that is too long or has no letters; the value is the member of the request."""
    agent = spot.value
    if agent is ABSENT or agent is None:
        return None
    if isinstance(agent, str) and len(agent) < MAX_AGENT and sum(each.isalpha() for each in agent) >= 2:
        return None
    return Hit(
        "The request's partner_agent has not the documented form.",
        "2 to 22 characters, two of them letters",
        mask(agent),
    )


@rule(
    TOO_MANY,
    "too-many-events",
    severity=Severity.REJECTED,
    evidence=Evidence.DOCUMENTED,
    source=sources.USING_THE_API,
    read=READ,
    why="A request may hold up to 1000 events; the words of the refusal are not known.",
    fix="Split the events over several requests of at most 1000.",
    failing={"data": [event()] * (MAX_EVENTS + 1)},
    passing={"data": [event()] * MAX_EVENTS},
)
def too_many_events(spot: Spot) -> Hit | None:
    """More events in a request than the API takes; the value is their number."""
    if spot.value <= MAX_EVENTS:
        return None
    return Hit(f"The request holds {spot.value} events.", f"at most {MAX_EVENTS}", str(spot.value))


@rule(
    REFUSED_TOGETHER,
    "refused-with-its-request",
    severity=Severity.REJECTED,
    evidence=Evidence.OBSERVED,
    source=sources.USING_THE_API,
    read=READ,
    why="One bad event makes the API refuse the whole request: documented, and seen on 2026-08-07 and 2026-09-15. One "
    "document claims that good events with an id are kept; nothing else supports it.",
    fix="Mend the event that is named, or send doubtful events in a request of their own.",
    failing={"data": [event(), event(event_time=AT - 8 * 86_400)]},
    passing={"data": [event(), event(event_id="order-1002")]},
)
def refused_with_its_request(spot: Spot) -> Hit | None:
    """A good event beside a refused one; the value tells which one and why."""
    return Hit(f"The whole request is refused because of {spot.value}.", "a request without refused events", spot.value)
