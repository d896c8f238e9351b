"""Rules about the copies of one action on both channels that deduplication left apart."""

from __future__ import annotations

from typing import NamedTuple

from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import AT, EMAIL_HASH, EXTERNAL_ID_HASH, pair
from simulator.checks.seen import Twins
from simulator.checks.sources import DEDUPLICATION, READ
from simulator.checks.spot import ABSENT, Hit
from simulator.finding import Evidence, Severity
from simulator.masking import show_name

ID_DIFFERS = "DUP001"
ID_ON_ONE_SIDE = "DUP002"
NAME_DIFFERS = "DUP006"
AFTER_WINDOW = "DUP007"
NO_ID = "DUP008"
PIXEL_DIFFERS = "DUP009"

_DAY = 86_400
_HOUR = 3600
_MINUTE = 60
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chrome/139.0"
_BY_BROWSER = {"em": [EMAIL_HASH], "fbp": f"fb.1.{AT - 3600}000.1098115397", "client_user_agent": _AGENT}
_BY_SERVER = {"em": [EMAIL_HASH], "external_id": [EXTERNAL_ID_HASH], "client_user_agent": _AGENT}


class Parted(NamedTuple):
    """One action under two event ids, and how the two part, in words."""

    twins: Twins
    parting: str


class OneSided(NamedTuple):
    """One action that lacks an id on a side or on both, and why nothing else matched the copies."""

    twins: Twins
    reason: str


class Renamed(NamedTuple):
    """One action under two event names, and how the two part; ``others`` if they have nothing in common."""

    twins: Twins
    how: str


class Late(NamedTuple):
    """A copy that came after the window of so many hours."""

    twins: Twins
    hours: float


def duration(seconds: float) -> str:
    """A time span as a person says it: ``2.0 s``, ``5 min``, ``49.5 h``; rounded down."""
    if seconds < 2 * _MINUTE:
        # A float may lie just below what it stands for.
        return f"{int(seconds * 10 + 1e-6) / 10} s"
    if seconds < 2 * _HOUR:
        return f"{int(seconds / _MINUTE)} min"
    return f"{int(seconds / _HOUR * 10) / 10} h" if seconds < 10 * _DAY else f"{int(seconds / _DAY)} d"


def tied(twins: Twins) -> str:
    """What speaks for one action, in words: ``the same order_id and value, 2.0 s apart``."""
    words = list(twins.agree) or [twins.key]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"the same {listed}, received {duration(twins.apart)} apart"


def shown_id(text: str | None) -> str:
    """An event id or a name as it may be shown."""
    return "none" if text is None else show_name(text)


@rule(
    ID_DIFFERS,
    "event-id-differs",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="Two copies are one event when dataset, event name and event ID agree; with different IDs both count. That "
    "these two are one action is supposed from what they have in common, which the message names: surely for one "
    "order id, less so for one person within seconds, hardly for equal contents alone (then it is only a note).",
    fix="Make the ID once per action and hand it to both sides: fbq('track', name, data, {eventID}) and event_id.",
    channels=BOTH,
    scope="pair",
    failing=pair(server={"event_id": "web-order-1001"}),
    passing=pair(),
)
def event_id_differs(parted: Parted) -> Hit | None:
    """One action that each channel gave an event id of its own."""
    twins = parted.twins
    if twins.subject.event_id is None or twins.other.event_id is None:
        return None
    return Hit(
        f"Both copies of one action count, this one and #{twins.other.n} ({tied(twins)}): {parted.parting}.",
        shown_id(twins.other.event_id),
        shown_id(twins.subject.event_id),
        ("event_id",),
    )


@rule(
    ID_ON_ONE_SIDE,
    "event-id-on-one-side",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="A copy without an event ID can only be matched by external_id or fbp, and only if the browser's copy came "
    "first and the server's within 48 hours. Nothing matched these two, so both count. How sure it is that they are "
    "one action, the confidence tells.",
    fix="Send one event ID from both sides: as eventID in the fourth argument of fbq, and as event_id of the event.",
    channels=BOTH,
    scope="pair",
    hides=("EVT013", "PIX004"),
    failing=pair({"event_id": ABSENT, "user_data": _BY_BROWSER}, {"user_data": _BY_SERVER}),
    passing=pair(),
)
def event_id_on_one_side(found: OneSided) -> Hit | None:
    """One action whose event id only one channel sent."""
    twins = found.twins
    browser, server = twins.browser, twins.server
    if browser is None or server is None or (browser.event_id is None) == (server.event_id is None):
        return None
    side = "browser" if browser.event_id is None else "server"
    return Hit(
        f"The {side}'s copy of one action has no event ID, so this one and #{twins.other.n} both count "
        f"({tied(twins)}): {found.reason}.",
        shown_id(twins.other.event_id) if twins.subject.event_id is None else "the same ID on both sides",
        shown_id(twins.subject.event_id),
        ("event_id",),
    )


@rule(
    NO_ID,
    "no-event-id-on-both-sides",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="Without event IDs copies are matched by external_id or fbp only, and only if the browser's copy came first "
    "and the server's within 48 hours. Nothing matched these two, so both count. How sure it is that they are one "
    "action, the confidence tells.",
    fix="Make an ID per action and send it from both sides: as eventID in the fourth argument of fbq, and as event_id.",
    channels=BOTH,
    scope="pair",
    hides=("EVT013", "PIX004"),
    failing=pair({"event_id": ABSENT, "user_data": _BY_BROWSER}, {"event_id": ABSENT, "user_data": _BY_SERVER}),
    passing=pair(),
)
def no_event_id(found: OneSided) -> Hit | None:
    """One action that neither channel gave an event id."""
    twins = found.twins
    if twins.first.event_id is not None or twins.second.event_id is not None:
        return None
    return Hit(
        f"Neither copy of one action has an event ID, so this one and #{twins.other.n} both count "
        f"({tied(twins)}): {found.reason}.",
        "the same ID on both sides",
        "none",
        ("event_id",),
    )


@rule(
    NAME_DIFFERS,
    "event-name-differs",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="Copies are one event only if their event names agree; Meta does not say that it forgives another case or "
    "spelling, and a name that is not a standard one is a custom event. One ID (or one order) under two spellings "
    "counts twice. Under two quite different names it may be meant, hence the lower severity.",
    fix="Send the same name from both sides, spelt as in Meta's list of standard events: Purchase, not purchase.",
    channels=BOTH,
    scope="pair",
    hides=("EVT021", "EVT022", "EVT023"),
    failing=pair({"event_name": "WineTasting"}, {"event_name": "wine_tasting"}),
    passing=pair({"event_name": "WineTasting"}, {"event_name": "WineTasting"}),
)
def event_name_differs(renamed: Renamed) -> Hit | None:
    """One event id, or one order, that each channel reported under another name."""
    twins = renamed.twins
    names = shown_id(twins.subject.event_name), shown_id(twins.other.event_name)
    if names[0] == names[1]:
        return None
    parting = "" if renamed.how == "others" else f" (they differ in {renamed.how})"
    return Hit(
        f"This event and #{twins.other.n} have the same {twins.key} but are named {names[0]} and {names[1]}{parting}, "
        "so both count.",
        names[1],
        names[0],
        ("event_name",),
    )


@rule(
    AFTER_WINDOW,
    "copy-after-the-window",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="Deduplication looks back 48 hours from the receipt of the first copy (the setting window_hours). A copy that "
    "comes later, such as a retry of a queue that stood still, counts once more, whatever its event_time.",
    fix="Give up on deliveries after less than 48 hours, counted from the first copy that may have arrived.",
    channels=BOTH,
    scope="pair",
    # A day is late for an event, which has a rule of its own; half an hour isn't.
    given={"deduplication": {"window_hours": 0.5}},
    failing=pair(apart=30 * _MINUTE),
    passing=pair(apart=30 * _MINUTE - 1),
)
def copy_after_the_window(late: Late) -> Hit | None:
    """The copy of an event that came when deduplication had forgotten the first."""
    twins = late.twins
    if twins.apart < late.hours * _HOUR:
        return None
    return Hit(
        f"This copy came {duration(twins.apart)} after #{twins.first.n}, which has the same name and event ID, "
        "and counts once more.",
        f"less than {late.hours:g} h after the first",
        duration(twins.apart),
        (),
    )


@rule(
    PIXEL_DIFFERS,
    "pixel-differs",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="Only copies of one dataset are deduplicated. Here the browser reports to one pixel and the server to another, "
    "with the same event ID and name for the same person, and neither has its copy. It may be meant.",
    fix="Use one pixel ID in fbq('init', ...) and in the path of the Conversions API request.",
    channels=BOTH,
    scope="pair",
    failing=[pair()[0], {**pair()[1], "pixel_id": "2234567890"}],
    passing=pair(),
)
def pixel_differs(twins: Twins) -> Hit | None:
    """One event whose copies went to two pixels, one per channel."""
    if twins.first.pixel_id == twins.second.pixel_id:
        return None
    own, other = shown_id(twins.subject.pixel_id), shown_id(twins.other.pixel_id)
    return Hit(
        f"This event and #{twins.other.n} have the same event ID, name and person, but went to the pixels {own} and "
        f"{other}.",
        other,
        own,
        (),
    )
