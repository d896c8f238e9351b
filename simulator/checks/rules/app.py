"""Rules for app events: app_data and the device information in extinfo."""

from __future__ import annotations

from typing import Any

from simulator.checks import sources
from simulator.checks.catalog import rule
from simulator.checks.examples import app_event, event
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, TOLERATED, Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask

SLOTS = 16
PLATFORM, OS_VERSION = 0, 4
_NUMBERS = frozenset(map(str, range(SLOTS)))
_FLAGS = [
    f"app_data.{name}"
    for name in (
        "advertiser_tracking_enabled",
        "application_tracking_enabled",
        "consider_views",
        "include_dwell_data",
        "include_video_data",
    )
]


def _extinfo(*slots: str) -> list[str]:
    return [*slots, *[""] * (SLOTS - len(slots))]


def _extinfo_of(spot: Spot) -> Any:
    return spot.member("app_data").get("extinfo")


def _has_numbered_slots(extinfo: Any) -> bool:
    """Whether it is an object whose members are the numbers of slots, as Meta's Node SDK writes extinfo."""
    return isinstance(extinfo, dict) and bool(extinfo) and _NUMBERS.issuperset(extinfo)


def _os_version_is_blank(extinfo: Any) -> bool:
    if not isinstance(extinfo, list):
        return False
    return len(extinfo) <= OS_VERSION or extinfo[OS_VERSION] in (None, "")


@rule(
    "EVT050",
    "app-data-missing",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.APP_EVENTS,
    read=READ,
    why="app_data is documented as required for app events; the API's answer without it was not seen.",
    fix="Send app_data with advertiser_tracking_enabled and the 16 slots of extinfo.",
    on=[("app_data", "required"), ("app_data", "type")],
    failing=event(action_source="app", event_source_url=ABSENT),
    passing=app_event(),
)
def app_data_missing(spot: Spot) -> Hit | None:
    """An app event without app_data."""
    if spot.source != "app":
        return None
    if spot.value is ABSENT or spot.value is None:
        return Hit("The app event has no app_data.", "an object", "nothing")
    return Hit("app_data is not an object.", "an object", mask(spot.value))


@rule(
    "EVT051",
    "app-tracking-permission-missing",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.APP_EVENTS,
    read=READ,
    why="advertiser_tracking_enabled tells whether the person allowed tracking (App Tracking Transparency); documented "
    "as required for app events.",
    fix="Send app_data.advertiser_tracking_enabled as 1 or 0.",
    on=[("app_data.advertiser_tracking_enabled", keyword) for keyword in ("required", "type")],
    failing=app_event(advertiser_tracking_enabled=ABSENT),
    passing=app_event(advertiser_tracking_enabled=False),
)
def app_tracking_permission_missing(spot: Spot) -> Hit | None:
    """An app event that does not tell whether tracking is allowed."""
    if spot.source != "app" or (spot.value is not ABSENT and spot.value is not None):
        return None
    return Hit("The app event does not say whether tracking is allowed.", "1 or 0", "nothing")


@rule(
    "EVT054",
    "app-os-version-blank",
    severity=Severity.REJECTED,
    evidence=Evidence.OBSERVED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="Slot 4 of extinfo is the version of the operating system. The API was seen to refuse events in which it is "
    "blank, and to bear blanks elsewhere.",
    fix='Fill slot 4 of app_data.extinfo, counted from 0, for example with "16".',
    on=[("app_data.extinfo", keyword) for keyword in ("type", "minLength", "minItems")],
    examines=True,
    about="app",
    hides=("EVT053",),
    subcode=2804043,
    failing=app_event(extinfo=_extinfo("a2", "com.shop.example", "1.0", "1.0.0", "")),
    passing=app_event(extinfo=_extinfo("a2", "", "", "", "16")),
)
def app_os_version_blank(spot: Spot) -> Hit | None:
    """An extinfo without the version of the operating system."""
    if not _os_version_is_blank(_extinfo_of(spot)):
        return None
    path = ("app_data", "extinfo", OS_VERSION)
    return Hit("extinfo does not tell the version of the operating system.", "a version in slot 4", "nothing", path)


@rule(
    "EVT052",
    "app-extinfo-missing",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.APP_EVENTS,
    read=READ,
    why="extinfo describes the device and is documented as required for app events; the API's answer without it was "
    "not seen. Meta's Node SDK sends the slots as an object with the members 0 to 15 (24.0.1, run 2026-11-24), "
    "which is let pass.",
    fix='Send app_data.extinfo: a list of 16 texts, "" where a slot is not known, slots 0 and 4 filled.',
    on=[("app_data.extinfo", "required"), ("app_data.extinfo", "type")],
    failing=app_event() | {"app_data": {"advertiser_tracking_enabled": 1}},
    passing=[app_event(), app_event(extinfo={"0": "a2", "4": "16"})],
)
def app_extinfo_missing(spot: Spot) -> Hit | None:
    """An app event without extinfo, or with something that has no slots."""
    if any(isinstance(part, int) for part in spot.path):
        return None
    if spot.value is ABSENT or spot.value is None:
        return Hit("The app event has no extinfo.", "a list of 16 texts", "nothing") if spot.source == "app" else None
    if _has_numbered_slots(spot.value):
        return TOLERATED
    return Hit("extinfo is not a list.", "a list of 16 texts", mask(spot.value))


@rule(
    "EVT053",
    "app-extinfo-length",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="extinfo has 16 slots in a fixed order; a list of another length shifts their meaning.",
    fix='Send all 16 slots, "" where one is not known.',
    on=[("app_data.extinfo", "minItems"), ("app_data.extinfo", "maxItems")],
    failing=app_event(extinfo=["a2", "", "", "", "16"]),
    passing=app_event(),
)
def app_extinfo_length(spot: Spot) -> Hit | None:
    """An extinfo with more or fewer than 16 slots."""
    count = len(spot.value)
    return Hit(f"extinfo has {count} slots.", f"{SLOTS} slots", f"{count} slots")


@rule(
    "EVT055",
    "app-platform-unknown",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="Slot 0 of extinfo names the platform: a2 for Android, i2 for iOS. Blanks outside slot 4 were seen accepted.",
    fix='Start app_data.extinfo with "a2" or "i2".',
    on=[("app_data.extinfo", "enum")],
    failing=app_event(extinfo=_extinfo("android", "", "", "", "16")),
    passing=app_event(extinfo=_extinfo("i2", "", "", "", "18.1")),
)
def app_platform_unknown(spot: Spot) -> Hit | None:
    """An extinfo that starts with something else than a platform."""
    return Hit("extinfo does not start with a platform.", "a2 (Android) or i2 (iOS)", mask(spot.value))


@rule(
    "EVT056",
    "app-slot-not-text",
    severity=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="The slots of extinfo are documented as text, the switches of app_data as 0 or 1; no refusal of other "
    "spellings is known.",
    fix="Send the slots of extinfo as text and the switches as 0 or 1.",
    on=[
        ("app_data.extinfo", "type"),
        ("app_data.extinfo", "minLength"),
        *((flag, keyword) for flag in _FLAGS for keyword in ("type", "minimum", "maximum")),
    ],
    failing=app_event(advertiser_tracking_enabled="1"),
    passing=app_event(advertiser_tracking_enabled=True),
)
def app_slot_not_text(spot: Spot) -> Hit | None:
    """A slot or a switch of another type."""
    if spot.key != "extinfo" and spot.value is None:
        return None
    # A blank version outside app events harms nobody.
    if spot.keyword == "minLength":
        return TOLERATED
    expected = "text" if spot.key == "extinfo" else "0 or 1"
    return Hit(f"{spot.name} is not {expected}.", expected, mask(spot.value))
