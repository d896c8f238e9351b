"""The rule for a test event code inside an event, where it does nothing."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import rule
from simulator.checks.examples import event
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Path, Spot
from simulator.checks.vocabulary import has_value
from simulator.finding import Evidence, Severity
from simulator.masking import mask

NAME = "test_event_code"


@rule(
    "ENV007",
    "test-code-inside-event",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.USING_THE_API,
    read=READ,
    why="test_event_code is documented beside data, once per request, and is no member of an event. Inside one it is "
    "not documented to do anything: the event may be missing in Test Events. Either way it is processed as a real one.",
    fix='Send it beside data while you test: {"data": [...], "test_event_code": "..."}; before launch remove it.',
    examines=True,
    failing=[
        event(test_event_code="TEST12345"),
        event(custom_data={"value": 49.9, "currency": "EUR", "test_event_code": "TEST12345"}),
    ],
    passing=event(test_event_code=None),
)
def test_code_inside_event(spot: Spot) -> Hit | None:
    """A server event with a test event code of its own."""
    path: Path = (NAME,)
    value = spot.event.payload.get(NAME)
    if not has_value(value):
        path, value = ("custom_data", NAME), spot.member("custom_data").get(NAME)
        if not has_value(value):
            return None
    message = "The test_event_code is inside the event, where it has no documented effect."
    expected = "beside data, once per request"
    if spot.context.production:
        message, expected = "An event from production has a test_event_code inside.", "no test_event_code"
    return Hit(message, expected, mask(value), path)
