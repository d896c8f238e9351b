"""Rules for the members every server event has: name, id, action source and page address."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import event
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, TOLERATED, Hit, Spot
from simulator.checks.vocabulary import ACTION_SOURCES
from simulator.finding import Evidence, Severity
from simulator.masking import mask

DEDUPLICATED_SOURCES = frozenset({"website", "app"})
"""Action sources whose events usually have a twin that only the event_id can pair."""

APPENDING_EVENTS = frozenset({"AppendValue", "AppendAttribution"})
"""Names that add to an earlier event and are no copy of anything."""


@rule(
    "EVT001",
    "event-name-missing",
    severity=Severity.REJECTED,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="Meta documents event_name as required for every event. That the API answers with the subcode for a missing "
    "parameter is what it was reported to do for other required parameters.",
    fix='Send event_name as text, for example "Purchase".',
    on=[("event_name", "required"), ("event_name", "type"), ("event_name", "minLength")],
    subcode=2804019,
    failing=event(event_name=ABSENT),
    passing=event(),
)
def event_name_missing(spot: Spot) -> Hit | None:
    """No name, or something that is no text."""
    if spot.value is ABSENT or spot.value is None or spot.value == "":
        return Hit("The event has no event_name.", "a name as text", "nothing")
    return Hit("event_name is not text.", "a name as text", mask(spot.value))


@rule(
    "EVT006",
    "event-name-too-long",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.PIXEL_REFERENCE,
    read=READ,
    why="The Pixel reference limits names of custom events to 50 characters; what happens to longer ones is not told.",
    fix="Shorten event_name to 50 characters, on both channels alike.",
    channels=BOTH,
    on=[("event_name", "maxLength")],
    failing=event(event_name="x" * 51),
    passing=event(event_name="x" * 50),
)
def event_name_too_long(spot: Spot) -> Hit | None:
    """A name of more than 50 characters."""
    length = len(spot.value)
    return Hit(f"event_name has {length} characters.", "at most 50 characters", f"{length} characters")


@rule(
    "EVT009",
    "action-source-missing",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="Documented as required for every event, but several of Meta's own samples leave it out and no refusal is "
    "known; so it is a warning.",
    fix='Say where the event happened, for a web shop "action_source": "website".',
    on=[("action_source", "required"), ("action_source", "enum")],
    failing=event(action_source=ABSENT),
    passing=event(),
)
def action_source_missing(spot: Spot) -> Hit | None:
    """No action_source, or null."""
    if spot.value is not ABSENT and spot.value is not None:
        return None
    return Hit("The event does not say where it happened: action_source is missing.", " | ".join(ACTION_SOURCES))


@rule(
    "EVT010",
    "action-source-unknown",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="The page lists nine values, in lower case. Whether the API refuses others is not known.",
    fix='Use one of the documented values, for a web shop "website".',
    on=[("action_source", "enum")],
    failing=event(action_source="web"),
    passing=event(action_source="chat", event_source_url=ABSENT),
)
def action_source_unknown(spot: Spot) -> Hit | None:
    """An action_source that is not on Meta's list."""
    actual = mask(spot.value, "action_source") if isinstance(spot.value, str) else mask(spot.value)
    return Hit(f"action_source {actual} is not one Meta knows.", " | ".join(ACTION_SOURCES), actual)


@rule(
    "EVT011",
    "event-source-url-missing",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="Documented as required for website events: it ties the event to the verified domain. No refusal is known.",
    fix="Send the address of the page where the event happened as event_source_url.",
    on=[("event_source_url", "required"), ("event_source_url", "type"), ("event_source_url", "pattern")],
    failing=event(event_source_url=ABSENT),
    passing=event(),
)
def event_source_url_missing(spot: Spot) -> Hit | None:
    """A website event without the page's address."""
    if spot.source != "website" or (spot.value is not ABSENT and spot.value is not None and spot.value != ""):
        return None
    return Hit("The website event has no event_source_url.", "the page's address, starting with https://", "nothing")


@rule(
    "EVT012",
    "event-source-url-not-absolute",
    severity=Severity.NOTE,
    evidence=Evidence.THIRD_PARTY,
    source=sources.SERVER_EVENT,
    read=READ,
    why="Meta asks for the browser's address and does not say that it checks it; Adobe's extension insists on http:// "
    "or https://.",
    fix="Send the whole address, for example https://shop.example/thank-you.",
    on=[("event_source_url", "pattern")],
    failing=event(event_source_url="shop.example/thank-you"),
    passing=event(event_source_url="HTTP://shop.example/"),
)
def event_source_url_not_absolute(spot: Spot) -> Hit | None:
    """An address without http:// or https://."""
    return Hit("event_source_url is not a whole address.", "https://…", mask(spot.value))


@rule(
    "EVT013",
    "event-id-missing",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.DEDUPLICATION,
    read=READ,
    why="Without event_id a browser and a server copy can only be paired by external_id or fbp, and only when the "
    "browser's arrives first; otherwise the action counts twice.",
    fix="Send the same event_id with both copies: event_id on the server, eventID in the fourth argument of fbq().",
    on=[("event_id", "type"), ("event_id", "minLength")],
    examines=True,
    failing=event(event_id=ABSENT),
    passing=event(event_id="1001"),
)
def event_id_missing(spot: Spot) -> Hit | None:
    """A website or app event without event_id."""
    if spot.event.event_id is not None or spot.event.event_name in APPENDING_EVENTS:
        return None
    source = spot.source
    # An event without action_source is taken for a website's, the commonest.
    if source is not None and (not isinstance(source, str) or source not in DEDUPLICATED_SOURCES):
        return None
    message = "The event has no event_id, so its copy on the other channel may count again."
    return Hit(message, "the same text on both channels", "nothing", ("event_id",))


@rule(
    "EVT014",
    "event-id-not-text",
    severity=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="event_id is documented as text. The Pixel always sends text, so a number is compared as its digits here; "
    "whether Meta does the same is not told.",
    fix="Send event_id as text on both channels.",
    channels=BOTH,
    on=[("event_id", "type")],
    failing=event(event_id=1001),
    passing=event(event_id="1001"),
)
def event_id_not_text(spot: Spot) -> Hit | None:
    """An event_id that is a number or something else."""
    if spot.value is None:
        return None
    return Hit("event_id is not text.", "text", mask(spot.value))


@rule(
    "EVT017",
    "customer-segmentation-unknown",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.SERVER_EVENT,
    read=READ,
    why="The page lists nine values. It names the event as their place and shows them in custom_data, so both are "
    "taken; what happens to other values is not told.",
    fix="Use one of the documented values, for example existing_customer_to_business.",
    channels=BOTH,
    on=[("customer_segmentation", "enum"), ("custom_data.customer_segmentation", "enum")],
    failing=event(customer_segmentation="new"),
    passing=event(customer_segmentation="new_customer_to_business"),
)
def customer_segmentation_unknown(spot: Spot) -> Hit | None:
    """A customer_segmentation that is not on Meta's list."""
    if spot.value is None:
        return None
    actual = mask(spot.value, "customer_segmentation" if isinstance(spot.value, str) else None)
    return Hit(f"customer_segmentation {actual} is not one Meta knows.", spot.expected, actual)


@rule(
    "EVT018",
    "member-is-null",
    severity=Severity.NOTE,
    evidence=Evidence.OBSERVED,
    source=sources.NODE_SDK,
    read="2026-08-05",
    why="Published senders, Meta's own among them, send members with null; the API was seen to accept one in "
    "custom_data. A null says no more than leaving the member out.",
    fix="Leave the member out when there is nothing to say.",
    channels=BOTH,
    on=[("*", "type"), ("*", "enum"), ("*", "const")],
    failing=event(custom_data={"value": 49.9, "currency": "EUR", "content_name": None}),
    passing=event(custom_data={"value": 49.9, "currency": "EUR", "content_name": "Mug"}),
)
def member_is_null(spot: Spot) -> Hit | None:
    """A member that is null where nothing worse is known of it."""
    if spot.value is not None:
        return None
    return Hit(f"{spot.name} is null.", "the member left out, or a value", "null")


@rule(
    "EVT019",
    "referenced-event-incomplete",
    severity=Severity.WARNING,
    evidence=Evidence.THIRD_PARTY,
    source=sources.SEGMENT,
    read="2026-08-21",
    why="AppendValue needs original_event_data with the event_time and the order_id or event_id of the event it adds "
    "to; AppendAttribution needs attribution_data. Segment's published sender fills these; the answer of the API to "
    "an event without them is not known.",
    fix="Send original_event_data with event_time and event_id (AppendValue) or attribution_data (AppendAttribution).",
    on=[
        ("original_event_data", "required"),
        ("original_event_data.event_time", "required"),
        ("original_event_data.event_time", "type"),
        ("attribution_data", "required"),
    ],
    failing=event(event_name="AppendValue"),
    passing=event(event_name="AppendValue", original_event_data={"event_time": 1_787_900_000, "event_id": "order-1"}),
)
def referenced_event_incomplete(spot: Spot) -> Hit | None:
    """An appending event that does not say what it adds to."""
    if spot.value is not ABSENT:
        return TOLERATED if isinstance(spot.value, str) and spot.value.isdigit() else None
    return Hit(f"{spot.event.event_name} comes without {spot.name}.", f"{spot.name} present", "nothing")


@rule(
    "EVT020",
    "custom-data-beside-event",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOM_DATA,
    read=READ,
    why="Meta documents value, currency, contents and the like inside custom_data. Published senders put them at the "
    "event's top level and are not refused; whether Meta reads them there is not known.",
    fix="Move value, currency and contents into custom_data.",
    on=[
        ("custom_data", "required"),
        ("custom_data.value", "required"),
        ("custom_data.currency", "required"),
        ("custom_data.currency", "dependentRequired"),
    ],
    examines=True,
    failing=event(value=49.9, currency="EUR", custom_data=ABSENT),
    passing=event(),
)
def custom_data_beside_event(spot: Spot) -> Hit | None:
    """Value or contents at the event's top level."""
    custom_data = spot.member("custom_data")
    payload = spot.event.payload
    stray = [name for name in ("value", "currency", "contents") if name in payload and name not in custom_data]
    if not stray:
        return None
    return Hit(
        f"{' and '.join(stray)} stand beside custom_data instead of inside.", "inside custom_data", None, (stray[0],)
    )
