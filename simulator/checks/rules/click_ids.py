"""Rules for fbc (the click) and fbp (the browser)."""

from __future__ import annotations

import re

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import AT, event, user
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.checks.vocabulary import has_value
from simulator.clock import format_span
from simulator.finding import Evidence, Severity
from simulator.masking import mask

DAY = 86_400
COOKIE_LIFE = 90 * DAY

_SECONDS = re.compile(r"fb\.\d\.\d{10}\.[A-Za-z0-9_-]+(\.([A-Za-z0-9_-]{8}|AQ|Ag|Aw|BA|BQ|Bg))?")
_CLICK_ID = re.compile(r"[A-Za-z0-9_-]{20,}")
# Shorter click ids are made up, and may well have no capital letter.
_SHORTEST_REAL_CLICK_ID = 40
_EXPECTED = {
    "fbc": "fb.<index>.<milliseconds>.<fbclid>",
    "fbp": "fb.<index>.<milliseconds>.<random number>",
}


@rule(
    "CLK002",
    "time-in-seconds",
    severity=Severity.WARNING,
    evidence=Evidence.SDK,
    source=sources.WOOCOMMERCE,
    read="2026-08-11",
    why="The time inside fbc and fbp is documented in milliseconds. Meta's own WooCommerce plugin writes seconds, so "
    "it can't be wrong enough to be refused; the click then seems to be of January 1970.",
    fix="Write the creation time with 13 digits: Date.now().",
    channels=BOTH,
    on=[("user_data.fbc", "pattern"), ("user_data.fbp", "pattern")],
    failing=event(user_data=user(fbc=f"fb.1.{AT}.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk")),
    passing=event(user_data=user(fbc=f"fb.1.{AT}000.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk")),
)
def time_in_seconds(spot: Spot) -> Hit | None:
    """A creation time of ten digits."""
    if not _SECONDS.fullmatch(spot.value):
        return None
    return Hit(f"The time inside {spot.key} is in seconds.", _EXPECTED[spot.key], mask(spot.value))


@rule(
    "CLK001",
    "fbc-malformed",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.FBP_FBC,
    read=READ,
    why="fbc has four parts, fb, index, creation time and click id, or five with the marker of Meta's parameter "
    "builder. The click id is case-sensitive and must not be altered. Without a good fbc the click is not attributed.",
    fix="Send the _fbc cookie as it is; without one build fb.1.<milliseconds>.<fbclid> from the landing address.",
    channels=BOTH,
    on=[("user_data.fbc", "pattern"), ("user_data.fbc", "type")],
    failing=event(user_data=user(fbc="IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk")),
    passing=event(user_data=user(fbc=f"fb.1.{AT}000.IwAR2F4dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB.AQQCAQMC")),
)
def fbc_malformed(spot: Spot) -> Hit | None:
    """A value that is no click cookie."""
    value = spot.value
    if not isinstance(value, str) or not has_value(value):
        return None
    what = "has not the form of a click cookie"
    if _CLICK_ID.fullmatch(value):
        what = "is a bare click id, without the parts that belong before it"
    elif value != value.strip():
        what = "has white space around it"
    elif "%" in value:
        what = "is still percent-encoded"
    elif value.startswith("fb.") and value.count(".") < 3:
        what = "is cut off"
    return Hit(f"fbc {what}.", _EXPECTED["fbc"], mask(value))


@rule(
    "CLK003",
    "fbp-malformed",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.FBP_FBC,
    read=READ,
    why="fbp has four parts, fb, index, creation time and a random number, or five with the marker of Meta's "
    "parameter builder. A malformed one neither matches nor deduplicates.",
    fix="Send the _fbp cookie as it is, and never make one up when there is none.",
    channels=BOTH,
    on=[("user_data.fbp", "pattern"), ("user_data.fbp", "type")],
    failing=event(user_data=user(fbp="1098115397")),
    passing=event(user_data=user(fbp=f"fb.1.{AT}000.1098115397.AQYCAQMA")),
)
def fbp_malformed(spot: Spot) -> Hit | None:
    """A value that is no browser cookie."""
    value = spot.value
    if not isinstance(value, str) or not has_value(value):
        return None
    return Hit("fbp has not the form of a browser cookie.", _EXPECTED["fbp"], mask(value))


def _fbc(spot: Spot) -> str | None:
    value = spot.member("user_data").get("fbc")
    return value if isinstance(value, str) and value.startswith("fb.") else None


@rule(
    "CLK005",
    "click-id-lower-case",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=sources.FBP_FBC,
    read=READ,
    why="The click id is case-sensitive. A long one without a single capital letter has most likely been lower-cased "
    "on its way, and then belongs to no click.",
    fix="Find what lower-cases the address or the cookie; a rewrite of URLs is the usual cause.",
    channels=BOTH,
    examines=True,
    failing=event(user_data=user(fbc=f"fb.1.{AT}000.iwar2f4-dbp0l7mn1iawqqgcinez7pyxqvwjnwb_qa2ofrhyiljcbcrxtdmgk")),
    passing=event(user_data=user(fbc=f"fb.1.{AT}000.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk")),
)
def click_id_lower_case(spot: Spot) -> Hit | None:
    """A long click id without capital letters."""
    value = _fbc(spot)
    if value is None or not value.islower() or value.count(".") < 3:
        return None
    if len(value.split(".")[3]) < _SHORTEST_REAL_CLICK_ID:
        return None
    return Hit(
        "The click id in fbc has no capital letter; it was probably lower-cased.",
        "the fbclid exactly as it was in the landing address",
        mask(value),
        ("user_data", "fbc"),
    )


@rule(
    "CLK006",
    "fbc-stale",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=sources.FBP_FBC,
    read=READ,
    why="The _fbc cookie lives 90 days, so an older click can't come from it; and a click can't be later than the "
    "event it led to: then the time inside fbc is wrong, or that of the event.",
    fix="Read fbc from the visitor's cookie at the moment of the event instead of a stored value.",
    channels=BOTH,
    examines=True,
    failing=event(user_data=user(fbc="fb.1.1554763741205.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcb")),
    passing=event(user_data=user(fbc=f"fb.1.{AT - 89 * DAY}000.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB")),
)
def fbc_stale(spot: Spot) -> Hit | None:
    """A click more than 90 days before, or more than a day after its event."""
    value, time = _fbc(spot), spot.event.event_time
    parts = value.split(".") if value is not None else []
    if time is None or len(parts) < 4 or not parts[2].isdecimal() or len(parts[2]) != 13:
        return None
    age = time - int(parts[2]) // 1000
    # A time in milliseconds makes every click look old, and has its own rule.
    if -DAY <= age <= COOKIE_LIFE or time >= 100_000_000_000:
        return None
    if age < 0:
        return Hit(
            f"The time inside fbc lies in the future: {format_span(age)} after the event. It is malformed or made up.",
            "the time of the click in milliseconds, not after the event",
            mask(value),
            ("user_data", "fbc"),
            "Send the _fbc cookie as it is; without one write the time of the click in milliseconds: Date.now().",
        )
    return Hit(
        f"The click in fbc is {format_span(age)} before the event.",
        "at most 90 days before the event",
        mask(value),
        ("user_data", "fbc"),
    )
