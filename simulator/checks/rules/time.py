"""Rules for event_time: age, future, unit and form."""

from __future__ import annotations

import re

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import AT, event, received
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, TOLERATED, Hit, Spot
from simulator.clock import format_span, format_time
from simulator.finding import Evidence, Severity
from simulator.masking import mask

DAY = 86_400
MAX_AGE = 7 * DAY
MAX_AGE_OFFLINE = 62 * DAY
MAX_AHEAD = 60
"""Seconds an event may be ahead of its receipt: what a published sender allows; Meta names no figure."""
HOUR = 3600
LATE = HOUR
MILLISECONDS = 100_000_000_000
"""A time of this size is no second of this age (the year 5138) but a millisecond since 1973."""

OFFLINE_SOURCE = "physical_store"
PROMPT_SOURCES = frozenset({"website", "app"})

_HALF_HOUR = 1800
# UTC+14 is the zone furthest ahead.
_MOST_HALVES = 28
# What delivery takes, and clocks differ.
_TOLERANCE = 120

_DIGITS = re.compile(r"\s*[+-]?\d+(\.\d*)?\s*")
_OUT_OF_RANGE = [("event_time", "minimum"), ("event_time", "maximum")]


def max_age(source: object) -> int:
    """The oldest an event of that action source may be, in seconds."""
    return MAX_AGE_OFFLINE if source == OFFLINE_SOURCE else MAX_AGE


def _age(spot: Spot) -> float | None:
    """Seconds between event and receipt; None when one is unknown or the unit is wrong."""
    time = spot.event.event_time
    if time is None or spot.at is None or time >= MILLISECONDS:
        return None
    return spot.at - time


@rule(
    "EVT002",
    "event-time-missing",
    severity=Severity.REJECTED,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="Meta documents event_time as required for every event and the API enforces it. The subcode for a missing "
    "parameter was reported for other parameters.",
    fix="Send event_time: the moment of the action in Unix seconds, as a whole number.",
    on=[("event_time", "required"), ("event_time", "type")],
    subcode=2804019,
    failing=event(event_time=ABSENT),
    passing=event(),
)
def event_time_missing(spot: Spot) -> Hit | None:
    """No event_time, or one that is no time at all."""
    if spot.value is ABSENT or spot.value is None or spot.value == "":
        return Hit("The event has no event_time.", "Unix seconds, for example 1788000000", "nothing")
    if spot.event.event_time is None:
        actual = mask(spot.value) if not isinstance(spot.value, str) else mask(spot.value, "event_time")
        return Hit("event_time is no time.", "Unix seconds, for example 1788000000", actual)
    return None


@rule(
    "EVT003",
    "event-time-too-old",
    severity=Severity.REJECTED,
    evidence=Evidence.OBSERVED,
    source=sources.USING_THE_API,
    read=READ,
    why="Events are taken for 7 days, those of physical stores for 62; one that is older makes the whole request fail. "
    "6 days were seen accepted and 8 refused; whether the limit itself still counts is not known, so it passes here.",
    fix="Send events as they happen and drop what is older; never store event_time in local time.",
    on=_OUT_OF_RANGE,
    examines=True,
    subcode=2804003,
    failing=received(event(event_time=AT - MAX_AGE - 1)),
    passing=received(event(event_time=AT - MAX_AGE, action_source="email", event_source_url=ABSENT)),
)
def event_time_too_old(spot: Spot) -> Hit | None:
    """An event older than its action source allows."""
    age = _age(spot)
    if age is None:
        return None
    limit = max_age(spot.source)
    if age <= limit:
        return None
    days, over = limit // DAY, age - limit
    old = format_span(age) if over >= DAY else f"{days} days and {format_span(over)}"
    return Hit(
        f"The event was {old} old when it was received; Meta takes {days} days and refuses the request.",
        f"at most {days} days before receipt",
        format_time(spot.event.event_time or 0),
        ("event_time",),
    )


@rule(
    "EVT004",
    "event-time-in-future",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.RUDDERSTACK_CHECKS,
    read="2026-08-06",
    why="The API has a subcode for events in the future. How far ahead it tolerates is not documented; a published "
    "sender refuses more than one minute, and so does this rule.",
    fix="Set the server's clock by NTP and send UTC: an event some hours ahead is usually local time.",
    on=_OUT_OF_RANGE,
    examines=True,
    subcode=2804004,
    failing=received(event(event_time=AT + MAX_AHEAD + 1)),
    passing=received(event(event_time=AT + MAX_AHEAD)),
)
def event_time_in_future(spot: Spot) -> Hit | None:
    """An event that happened after it was received."""
    age = _age(spot)
    if age is None or age >= -MAX_AHEAD:
        return None
    message = f"event_time is {format_span(age)} after the event was received."
    zone = _time_zone(-age)
    if zone is not None:
        message += f" That looks like local time of UTC+{zone}: event_time must be UTC."
    return Hit(
        message,
        f"no later than receipt (tolerance {MAX_AHEAD} s)",
        format_time(spot.event.event_time or 0),
        ("event_time",),
    )


def _time_zone(ahead: float) -> str | None:
    """The zone whose local time is so many seconds ahead of UTC, give or take two minutes; None for no zone's."""
    halves = round(ahead / _HALF_HOUR)
    if not 1 <= halves <= _MOST_HALVES or abs(ahead - halves * _HALF_HOUR) > _TOLERANCE:
        return None
    hours, half = divmod(halves, 2)
    return f"{hours}:30" if half else f"{hours}"


@rule(
    "EVT005",
    "event-time-in-milliseconds",
    severity=Severity.REJECTED,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="event_time is documented in seconds. A time in milliseconds lies thousands of years ahead, and the API "
    "refuses times in the future.",
    fix="Divide by 1000 and send a whole number: Math.floor(Date.now() / 1000).",
    on=_OUT_OF_RANGE,
    examines=True,
    subcode=2804004,
    failing=event(event_time=(AT - 60) * 1000),
    passing=event(),
)
def event_time_in_milliseconds(spot: Spot) -> Hit | None:
    """A time a thousand times or more too large."""
    time = spot.event.event_time
    if time is None or time < MILLISECONDS:
        return None
    unit = "milliseconds" if time < MILLISECONDS * 1000 else "microseconds"
    return Hit(f"event_time is in {unit}, not in seconds.", "Unix seconds, 10 digits", f"{time:.0f}", ("event_time",))


@rule(
    "EVT007",
    "event-time-as-digits",
    severity=Severity.NOTE,
    evidence=Evidence.THIRD_PARTY,
    source=sources.SEGMENT,
    read="2026-08-21",
    why="event_time is documented as an integer. Well-kept senders send the digits as text and are not refused.",
    fix="Send event_time as a number, without quotes.",
    channels=BOTH,
    on=[("event_time", "type")],
    failing=event(event_time=str(AT)),
    passing=event(event_time=AT),
)
def event_time_as_digits(spot: Spot) -> Hit | None:
    """A time as text of digits."""
    if not isinstance(spot.value, str) or not _DIGITS.fullmatch(spot.value):
        return None
    return Hit("event_time is text instead of a number.", "an integer", mask(spot.value, "event_time"))


@rule(
    "EVT008",
    "event-time-as-iso-text",
    severity=Severity.WARNING,
    evidence=Evidence.THIRD_PARTY,
    source=sources.SEGMENT,
    read="2026-08-21",
    why="event_time is documented as an integer. Segment sends ISO 8601 text by default and says that Meta converts "
    "it; Meta's pages do not say so.",
    fix="Send event_time in Unix seconds.",
    channels=BOTH,
    on=[("event_time", "type")],
    failing=event(event_time="2026-08-29T10:39:00Z"),
    passing=event(event_time=AT - 60),
)
def event_time_as_iso_text(spot: Spot) -> Hit | None:
    """A time as ISO 8601 text."""
    if not isinstance(spot.value, str) or spot.event.event_time is None:
        return None
    return Hit("event_time is a date in text instead of Unix seconds.", "an integer", mask(spot.value, "event_time"))


@rule(
    "EVT015",
    "event-time-with-fraction",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="event_time is documented as an integer; what the API does with a fraction is not known.",
    fix="Round event_time down to whole seconds.",
    channels=BOTH,
    on=[("event_time", "type")],
    failing=event(event_time=AT - 0.5),
    passing=event(event_time=AT - 1),
)
def event_time_with_fraction(spot: Spot) -> Hit | None:
    """A time with a fraction of a second."""
    if not isinstance(spot.value, float):
        return None
    # A time in milliseconds with a fraction has one cause, and that has its own rule.
    if spot.value >= MILLISECONDS:
        return TOLERATED
    return Hit("event_time has a fraction.", "whole seconds", mask(spot.value, "event_time"))


@rule(
    "EVT016",
    "event-delivered-late",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.END_TO_END,
    read=READ,
    why="Meta asks for events as they happen, at the latest within an hour; from two hours on ads perform noticeably "
    "worse, and from a day on attribution and optimisation suffer.",
    fix="Send events as they happen, and let a queue retry within minutes.",
    examines=True,
    failing=received(event(event_time=AT - LATE - 1)),
    passing=received(event(event_time=AT - LATE)),
)
def event_delivered_late(spot: Spot) -> Hit | None:
    """A website or app event that arrived more than an hour after it happened."""
    age = _age(spot)
    # Without a receipt the clock of the run says nothing about when this event was delivered.
    if age is None or not spot.received or not LATE < age <= MAX_AGE or spot.source not in PROMPT_SOURCES:
        return None
    message = f"The event was delivered {format_span(age)} after it happened"
    if age >= DAY:
        message += "; from a day on attribution and optimisation suffer"
    elif age > 2 * HOUR:
        message += "; beyond two hours ads perform noticeably worse"
    return Hit(
        message + ".",
        "within an hour",
        format_time(spot.event.event_time or 0),
        ("event_time",),
    )
