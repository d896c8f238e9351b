"""Rules about how the pixel is installed: twice on one page, or for several pixels at once."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulator.checks.catalog import BROWSER, rule
from simulator.checks.examples import AT, browser
from simulator.checks.seen import Seen, Twins
from simulator.checks.sources import FBEVENTS, READ
from simulator.checks.spot import Hit
from simulator.finding import Evidence, Severity
from simulator.masking import show_name

SEVERAL_PIXELS = "PIX010"
_FBP = f"fb.1.{AT - 3600}000.1098115397"
_PAGE = "https%3A%2F%2Fshop.example%2F"


class SeveralPixels(NamedTuple):
    """One browser event that two pixels received within seconds."""

    first: Seen
    second: Seen


def _view(agent: str, event_id: str, at: float) -> dict[str, Any]:
    """A PageView as a pixel of that agent sends it."""
    url = f"https://www.facebook.com/tr/?id=1234567890&ev=PageView&dl={_PAGE}&eid={event_id}&a={agent}&fbp={_FBP}"
    request = {"method": "GET", "url": url, "headers": {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/139.0"}}
    return {"received_at": at, "request": request}


@rule(
    "PIX009",
    "installed-twice",
    severity=Severity.WARNING,
    evidence=Evidence.THIRD_PARTY,
    source="https://github.com/stape-io/facebook-tag/issues/1",
    read=READ,
    why="Two installations of the pixel, such as an app of the shop system beside a tag manager, each report every "
    "action. They are told apart by their agent (the fourth argument of init). Where their event ids differ, each "
    "action counts twice.",
    fix="Keep one installation and remove the pixel from the other one.",
    channels=BROWSER,
    scope="pair",
    relations=("repeat", "same-event"),
    failing=[_view("tmgoogletagmanager", "view-1", AT), _view("shopify", "view-1", AT + 1)],
    passing=[_view("tmgoogletagmanager", "view-1", AT)],
)
def installed_twice(twins: Twins) -> Hit | None:
    """One action that two agents of the pixel reported."""
    if twins.first.channel != "browser" or twins.second.channel != "browser":
        return None
    first, second = twins.first.agent, twins.second.agent
    if first is None or second is None or first == second:
        return None
    names = f"{show_name(first, 40)} and {show_name(second, 40)}"
    return Hit(
        f"Two installations of the pixel reported this action, {twins.apart:.1f} s apart: {names} (#{twins.other.n}).",
        "one agent",
        names,
    )


@rule(
    SEVERAL_PIXELS,
    "several-pixels",
    severity=Severity.NOTE,
    evidence=Evidence.SDK,
    source=FBEVENTS,
    read=READ,
    why="fbq('track', ...) sends the event to every pixel that the page has initialised; trackSingle sends it to one. "
    "Each pixel counts it for itself, and deduplication never crosses pixels. Fine if both are yours and meant.",
    fix="If the second pixel is not meant to get the event, remove its init or use fbq('trackSingle', ...).",
    channels=BROWSER,
    scope="pair",
    failing=[browser(), {**browser(), "pixel_id": "2234567890"}],
    passing=[
        browser(),
        {**browser(event_id="order-1002", custom_data={"value": 7, "currency": "EUR"}), "pixel_id": "2"},
    ],
)
def several_pixels(found: SeveralPixels) -> Hit | None:
    """One browser event with one id that two pixels received."""
    first, second = found.first.pixel_id, found.second.pixel_id
    if first is None or second is None or first == second:
        return None
    names = f"{show_name(first, 30)} and {show_name(second, 30)}"
    return Hit(f"This event went to the pixels {names} (#{found.first.n}) within seconds.", "one pixel", names)
