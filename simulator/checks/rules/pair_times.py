"""Rules about event_time of the two copies of a pair. They are given PairParts."""

from __future__ import annotations

from simulator.checks.catalog import BOTH, rule
from simulator.checks.difference import PairParts
from simulator.checks.examples import AT, pair
from simulator.checks.rules.pairing import duration
from simulator.checks.seen import Seen
from simulator.checks.sources import READ, SERVER_EVENT
from simulator.checks.spot import Hit
from simulator.finding import Evidence, Severity
from simulator.masking import mask

SHIFTED = "EVT025"
TIME_DIFFERS = "DUP019"

_QUARTER = 900.0
_LEAST_SHIFT = 1800.0
_MOST_SHIFT = 26 * 3600.0
_SLACK = 60.0
_TOGETHER = 3600.0
_APART = 300.0
_SANE = 100_000_000_000.0
"""What is later is in milliseconds, which has a rule of its own."""


def _times(parts: PairParts) -> tuple[float, float] | None:
    """event_time of the subject and of the other copy, where both can be read."""
    own, other = parts.twins.subject.event_time, parts.twins.other.event_time
    return None if own is None or other is None or max(own, other) > _SANE else (own, other)


def _is_shift(parts: PairParts, difference: float) -> bool:
    quarters = round(difference / _QUARTER)
    return (
        parts.twins.apart <= _TOGETHER
        and _LEAST_SHIFT - _SLACK <= difference <= _MOST_SHIFT
        and abs(difference - quarters * _QUARTER) <= _SLACK
    )


def _message(parts: PairParts, own: float, other: float) -> str:
    when = "before" if own < other else "after"
    return (
        f"event_time is {duration(abs(own - other))} {when} that of #{parts.twins.other.n}, the other copy of this "
        f"event; the two were received {duration(parts.twins.apart)} apart"
    )


def _is_off(seen: Seen, other: Seen) -> bool:
    """Whether it is this copy whose time is further from its receipt."""
    own, others = (abs((each.event_time or 0.0) - each.received_at) for each in (seen, other))
    return own > others


@rule(
    SHIFTED,
    "event-time-shifted",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=SERVER_EVENT,
    read=READ,
    why="event_time is documented as Unix seconds in GMT. The two copies were received together, and their times are "
    "a whole number of quarter hours apart: one side most likely read a local time as GMT. Its events fall on another "
    "hour or day, outside of attribution windows, or into the future.",
    fix="Take the time from a clock in UTC: time(), Date.now() / 1000, or a date with its time zone.",
    channels=BOTH,
    scope="pair",
    # A copy that seems to have been delivered hours late was not.
    hides=("EVT016",),
    failing=pair(server={"event_time": AT - 7200}),
    passing=pair(server={"event_time": AT - 200}),
)
def event_time_shifted(parts: PairParts) -> Hit | None:
    """Times of two copies that differ by what time zones differ by."""
    times = _times(parts)
    if times is None or not _is_shift(parts, abs(times[0] - times[1])):
        return None
    own, other = parts.twins.subject, parts.twins.other
    is_own = _is_off(own, other)
    return Hit(
        f"{_message(parts, *times)}. The {(own if is_own else other).channel}'s looks like a local time read as GMT.",
        mask(f"{times[is_own]:.0f}", "event_time"),
        mask(f"{times[not is_own]:.0f}", "event_time"),
        ("event_time",),
    )


@rule(
    TIME_DIFFERS,
    "event-time-differs",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=SERVER_EVENT,
    read=READ,
    why="event_time is when the action happened, so both copies of one action should have nearly the same. More than "
    "five minutes apart, one side gives another moment: that of sending, of the order's payment, or a wrong clock. "
    "Deduplication goes by receipt, so the pair is matched all the same.",
    fix="Pass the moment of the action along, and send it as event_time from both sides.",
    channels=BOTH,
    scope="pair",
    failing=pair(server={"event_time": AT - 400}),
    passing=pair(server={"event_time": AT - 300}),
)
def event_time_differs(parts: PairParts) -> Hit | None:
    """Times of two copies that are more than five minutes apart, and not by a shift."""
    times = _times(parts)
    if times is None:
        return None
    difference = abs(times[0] - times[1])
    if difference <= _APART or _is_shift(parts, difference):
        return None
    return Hit(
        f"{_message(parts, *times)}.",
        mask(f"{times[1]:.0f}", "event_time"),
        mask(f"{times[0]:.0f}", "event_time"),
        ("event_time",),
    )
