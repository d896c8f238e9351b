"""Rules about a whole run: what should have been in it and wasn't."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from simulator.checks.catalog import BOTH, BROWSER, SERVER, catalog, rule
from simulator.checks.examples import AT, browser, event, received
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, Hit, Spot
from simulator.event import Event, Origin
from simulator.finding import Evidence, Finding, Severity
from simulator.masking import show_name

NOT_SEEN = "COV001"
LOW = "COV002"
WITHOUT_BROWSER = "COV003"
NO_COPY = "COV004"
COVERAGE_SOURCE = "https://developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api"
GOAL = 75
FEWEST = 4
"""Of fewer events than this a share says nothing."""


class Covered(NamedTuple):
    """How the channels cover one event name: events of both, of the browser alone, of the server alone.

    ``pixel_id`` is given where the run has several; ``others`` tells that other names have pairs.
    """

    name: str
    pairs: int
    browser_only: int
    server_only: int
    pixel_id: str | None = None
    others: bool = False

    @property
    def what(self) -> str:
        """The events as a message names them, with their pixel where there are several."""
        pixel = "" if self.pixel_id is None else f" of pixel {show_name(self.pixel_id, 30)}"
        return f"{show_name(self.name, 60)} events{pixel}"


def _visits(both: int, browser_only: int, server_only: int) -> list[dict[str, Any]]:
    """Purchases of different shoppers, so many by both channels, by the browser alone, by the server alone."""
    lines = []
    for number in range(both + browser_only + server_only):
        at = AT + 600 * number
        own = {
            "event_id": f"order-{3000 + number}",
            "event_time": at,
            "custom_data": {"value": 20 + number, "currency": "EUR", "order_id": str(3000 + number)},
        }
        if number < both + browser_only:
            shopper = {
                "fbp": f"fb.1.{AT - 3600}000.{1098115397 + number}",
                "client_user_agent": "Mozilla/5.0 (X11) Chrome/139.0",
            }
            lines.append({**browser(**own, user_data=shopper), "received_at": at})
        if number < both or number >= both + browser_only:
            lines.append(received(event(**own), at + 2))
    return lines


def _lead() -> dict[str, Any]:
    return {
        **browser(event_name="Lead", event_id="lead-1", custom_data=ABSENT, event_time=AT + 60),
        "received_at": AT + 60,
    }


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
    scope="run",
    failing=event(event_name="Purchase"),
    passing=event(event_name="Tasting", custom_data={"wine": "Riesling"}),
)
def planned_event_not_seen(spot: Spot) -> Hit | None:
    """A planned event name that no event has; the value is the name."""
    name = show_name(str(spot.value))
    return Hit(f"No {name} event was seen, although the tracking plan has one.", f"at least one {name} event", "none")


@rule(
    LOW,
    "event-coverage-low",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=COVERAGE_SOURCE,
    read=READ,
    why="Meta recommends that at least 75 % of what the browser reports arrives from the server too, with the same "
    "event ids. Meta averages over seven days; this is the share in what was read, of four events or more.",
    fix="Look at the browser's events that have no copy from the server: which pages, which names, which ids.",
    channels=BROWSER,
    scope="run",
    failing=_visits(2, 2, 0),
    passing=_visits(3, 1, 0),
)
def event_coverage_low(covered: Covered) -> Hit | None:
    """Less than three quarters of the browser's events have a copy from the server."""
    total = covered.pairs + covered.browser_only
    if total < FEWEST or covered.pairs * 100 >= GOAL * total:
        return None
    share = f"{100 * covered.pairs / total:.0f} %"
    return Hit(
        f"The server reported {covered.pairs:,} of the browser's {total:,} {covered.what} ({share}).",
        f"at least {GOAL} %",
        share,
    )


@rule(
    WITHOUT_BROWSER,
    "server-events-without-browser",
    severity=Severity.NOTE,
    evidence=Evidence.THIRD_PARTY,
    source="https://github.com/facebook/facebook-for-woocommerce/pull/3918",
    read=READ,
    why="More than half of the server's website events have no copy from the browser. Crawlers that no script of the "
    "page ever runs for, a pixel that consent or an error keeps from firing, or event ids that differ look like this; "
    "so does a shop that reports the event from the server on purpose.",
    fix="Compare the user agents of these events, and report from the server only what the browser was asked to.",
    channels=SERVER,
    scope="run",
    failing=_visits(1, 0, 3),
    passing=_visits(2, 0, 2),
)
def server_events_without_browser(covered: Covered) -> Hit | None:
    """More than half of the server's events have no copy from the browser."""
    total = covered.pairs + covered.server_only
    if total < FEWEST or covered.server_only * 2 <= total:
        return None
    return Hit(
        f"{covered.server_only:,} of the server's {total:,} {covered.what} have no copy from the browser.",
        "a copy of each from the browser",
        f"{100 * covered.server_only / total:.0f} % without",
    )


@rule(
    NO_COPY,
    "no-copy-from-the-server",
    severity=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source=COVERAGE_SOURCE,
    read=READ,
    why="The server reports other events of this run and none of this name. Meta recommends to send what matters from "
    "both sides; an event that only the browser reports is lost wherever a blocker or an error keeps the pixel from "
    "firing. It is fine for what you mean to report from the browser alone.",
    fix="Send the event from the server too, with the same event id.",
    channels=BROWSER,
    scope="run",
    failing=[*_visits(1, 0, 0), _lead()],
    passing=_visits(1, 0, 0),
)
def no_copy_from_the_server(covered: Covered) -> Hit | None:
    """A name that the browser alone reported, too seldom for a share, while others came from both."""
    if covered.pairs or covered.server_only or not covered.browser_only or not covered.others:
        return None
    if covered.browser_only >= FEWEST or covered.name == "PageView":
        return None
    return Hit(
        f"The server reported none of the browser's {covered.browser_only:,} {covered.what}.",
        "a copy of each from the server",
        "none",
    )


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
