"""Rules for business messaging: events of Messenger, WhatsApp and Instagram conversations."""

from __future__ import annotations

from typing import Any

from simulator.checks import sources
from simulator.checks.catalog import rule
from simulator.checks.examples import AT, message_event
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, Hit, Spot
from simulator.checks.vocabulary import (
    MESSAGING_CHANNELS,
    MESSAGING_EVENTS,
    MESSAGING_EVENTS_DOUBTFUL,
    has_value,
)
from simulator.finding import Evidence, Severity
from simulator.masking import mask

MESSAGING = "business_messaging"

_MESSENGER = {"page_id": "100000000000001", "page_scoped_user_id": "200000000000002"}
_WHATSAPP = {"ctwa_clid": "ARAkLkA8rmlFeiCktEJQ-QTwRiyYHAFDLMNDBH0CD3qpjd0HR4irJ6LE", "page_id": "100000000000001"}
_INSTAGRAM = {"ig_account_id": "300000000000003", "ig_sid": "400000000000004"}


def _channel(spot: Spot) -> Any:
    return spot.event.payload.get("messaging_channel")


def _lacks(spot: Spot, *keys: str) -> bool:
    user_data = spot.member("user_data")
    return not any(has_value(user_data.get(key)) for key in keys)


@rule(
    "EVT030",
    "messaging-channel-missing",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="messaging_channel is documented as required for business messaging, and the API was reported to refuse "
    "events without it.",
    fix='Send messaging_channel: "messenger", "whatsapp" or "instagram".',
    on=[("messaging_channel", "required"), ("messaging_channel", "enum")],
    subcode=2804063,
    failing=message_event(ABSENT, _MESSENGER),
    passing=message_event("messenger", _MESSENGER),
)
def messaging_channel_missing(spot: Spot) -> Hit | None:
    """A messaging event that does not name its channel."""
    if spot.source != MESSAGING or (spot.value is not ABSENT and has_value(spot.value)):
        return None
    return Hit("The messaging event has no messaging_channel.", " | ".join(MESSAGING_CHANNELS), "nothing")


@rule(
    "EVT031",
    "messaging-channel-unknown",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="The page names messenger, whatsapp and instagram; Meta's SDK knows whatsapp alone. The API's answer to others "
    "was not seen.",
    fix="Use messenger, whatsapp or instagram.",
    on=[("messaging_channel", "enum")],
    failing=message_event("telegram", _MESSENGER),
    passing=message_event("instagram", _INSTAGRAM),
)
def messaging_channel_unknown(spot: Spot) -> Hit | None:
    """A channel Meta does not have."""
    if spot.value is None:
        return None
    return Hit("messaging_channel is not one Meta knows.", " | ".join(MESSAGING_CHANNELS), mask(spot.value, spot.key))


@rule(
    "EVT032",
    "messaging-event-name-refused",
    severity=Severity.REJECTED,
    evidence=Evidence.OBSERVED,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="Messaging takes a short list of names. The API was seen to refuse others, Lead among them, and custom names.",
    fix="Use a name of the list; LeadSubmitted instead of Lead.",
    examines=True,
    about=MESSAGING,
    subcode=2804066,
    failing=message_event("messenger", _MESSENGER, "Lead"),
    passing=message_event("messenger", _MESSENGER, "LeadSubmitted"),
)
def messaging_event_name_refused(spot: Spot) -> Hit | None:
    """A name that messaging does not take."""
    name = spot.event.event_name
    if name is None or name in MESSAGING_EVENTS or name in MESSAGING_EVENTS_DOUBTFUL:
        return None
    expected = ", ".join(sorted(MESSAGING_EVENTS))
    actual = mask(name, "event_name")
    return Hit(f"Messaging does not take events named {actual}.", expected, actual, ("event_name",))


@rule(
    "EVT033",
    "messaging-event-name-doubtful",
    severity=Severity.WARNING,
    evidence=Evidence.THIRD_PARTY,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="Meta's page lists the name, but vendors report that the live API takes five names only and refused "
    "QualifiedLead. Because the two disagree it is a warning.",
    fix="Try the event with a test code first, and be ready for subcode 2804066.",
    examines=True,
    about=MESSAGING,
    failing=message_event("messenger", _MESSENGER, "QualifiedLead"),
    passing=message_event("messenger", _MESSENGER, "Purchase"),
)
def messaging_event_name_doubtful(spot: Spot) -> Hit | None:
    """A documented name that the API was reported to refuse."""
    name = spot.event.event_name
    if name not in MESSAGING_EVENTS_DOUBTFUL:
        return None
    message = f"{name} is documented for messaging but was reported refused."
    return Hit(message, ", ".join(sorted(MESSAGING_EVENTS)), name, ("event_name",))


@rule(
    "EVT034",
    "messenger-page-id-missing",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="Messenger events need the page the conversation belongs to; the API was reported to refuse them without.",
    fix="Send user_data.page_id.",
    examines=True,
    about=MESSAGING,
    subcode=2804069,
    failing=message_event("messenger", {"page_scoped_user_id": "200000000000002"}),
    passing=message_event("messenger", _MESSENGER),
)
def messenger_page_id_missing(spot: Spot) -> Hit | None:
    """A Messenger event without page."""
    if _channel(spot) != "messenger" or not _lacks(spot, "page_id"):
        return None
    return Hit("The Messenger event has no page_id.", "the id of the page", "nothing", ("user_data", "page_id"))


@rule(
    "EVT035",
    "messenger-user-missing",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="Messenger events are documented with page_scoped_user_id beside page_id; the API's answer without it was not "
    "seen.",
    fix="Send user_data.page_scoped_user_id, the id Messenger's webhook gave for the person.",
    examines=True,
    about=MESSAGING,
    failing=message_event("messenger", {"page_id": "100000000000001"}),
    passing=message_event("messenger", _MESSENGER),
)
def messenger_user_missing(spot: Spot) -> Hit | None:
    """A Messenger event without the person."""
    if _channel(spot) != "messenger" or not _lacks(spot, "page_scoped_user_id"):
        return None
    path = ("user_data", "page_scoped_user_id")
    return Hit("The Messenger event has no page_scoped_user_id.", "the person's id on the page", "nothing", path)


@rule(
    "EVT036",
    "whatsapp-account-missing",
    severity=Severity.REJECTED,
    evidence=Evidence.OBSERVED,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="WhatsApp events need the WhatsApp Business account or the page. The API was seen to refuse events with "
    "ctwa_clid alone. Which of the two is right depends on the dataset and can't be told from the event.",
    fix="Send user_data.whatsapp_business_account_id when the dataset belongs to the account, else page_id.",
    examines=True,
    about=MESSAGING,
    subcode=2804116,
    failing=message_event("whatsapp", {"ctwa_clid": _WHATSAPP["ctwa_clid"]}),
    passing=message_event("whatsapp", _WHATSAPP),
)
def whatsapp_account_missing(spot: Spot) -> Hit | None:
    """A WhatsApp event without account and page."""
    if _channel(spot) != "whatsapp" or not _lacks(spot, "whatsapp_business_account_id", "page_id"):
        return None
    path = ("user_data", "whatsapp_business_account_id")
    return Hit(
        "The WhatsApp event has neither whatsapp_business_account_id nor page_id.", "one of the two", "nothing", path
    )


@rule(
    "EVT037",
    "whatsapp-click-id-missing",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="WhatsApp events are documented with ctwa_clid, the id of the click on the ad; the API's answer without it was "
    "not seen.",
    fix="Send user_data.ctwa_clid from the referral of the first message's webhook.",
    examines=True,
    about=MESSAGING,
    failing=message_event("whatsapp", {"page_id": "100000000000001"}),
    passing=message_event("whatsapp", _WHATSAPP),
)
def whatsapp_click_id_missing(spot: Spot) -> Hit | None:
    """A WhatsApp event without the click."""
    if _channel(spot) != "whatsapp" or not _lacks(spot, "ctwa_clid"):
        return None
    return Hit("The WhatsApp event has no ctwa_clid.", "the id of the click", "nothing", ("user_data", "ctwa_clid"))


@rule(
    "EVT038",
    "whatsapp-click-id-invalid",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="The API was reported to refuse click ids it does not know. Only what can't be a click id at all is found "
    "here: other types than text, and text with white space.",
    fix="Send ctwa_clid exactly as the webhook delivered it.",
    on=[("user_data.ctwa_clid", "type")],
    examines=True,
    about=MESSAGING,
    subcode=2804087,
    failing=message_event("whatsapp", _WHATSAPP | {"ctwa_clid": "not a click id"}),
    passing=message_event("whatsapp", _WHATSAPP),
)
def whatsapp_click_id_invalid(spot: Spot) -> Hit | None:
    """A ctwa_clid that can't be one."""
    value = spot.member("user_data").get("ctwa_clid")
    if _channel(spot) != "whatsapp" or not has_value(value):
        return None
    if isinstance(value, str) and not any(character.isspace() for character in value):
        return None
    return Hit("ctwa_clid is no click id.", "the id of the click, as text", mask(value), ("user_data", "ctwa_clid"))


@rule(
    "EVT039",
    "instagram-account-missing",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="Instagram events need the professional account; the API was reported to refuse them without.",
    fix="Send user_data.ig_account_id.",
    examines=True,
    about=MESSAGING,
    subcode=2804079,
    failing=message_event("instagram", {"ig_sid": "400000000000004"}),
    passing=message_event("instagram", _INSTAGRAM),
)
def instagram_account_missing(spot: Spot) -> Hit | None:
    """An Instagram event without account."""
    if _channel(spot) != "instagram" or not _lacks(spot, "ig_account_id", "instagram_business_account_id"):
        return None
    path = ("user_data", "ig_account_id")
    return Hit("The Instagram event has no ig_account_id.", "the id of the Instagram account", "nothing", path)


@rule(
    "EVT040",
    "instagram-account-key-doubtful",
    severity=Severity.WARNING,
    evidence=Evidence.THIRD_PARTY,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="The messaging page names the key instagram_business_account_id, the customer information page ig_account_id, "
    "and the live API was reported to miss ig_account_id. Because they disagree it is a warning.",
    fix="Send ig_account_id, or both keys.",
    examines=True,
    about=MESSAGING,
    failing=message_event(
        "instagram", {"instagram_business_account_id": "300000000000003", "ig_sid": "400000000000004"}
    ),
    passing=message_event("instagram", _INSTAGRAM),
)
def instagram_account_key_doubtful(spot: Spot) -> Hit | None:
    """An Instagram account under the key the API was reported not to read."""
    if _channel(spot) != "instagram" or not _lacks(spot, "ig_account_id"):
        return None
    if _lacks(spot, "instagram_business_account_id"):
        return None
    return Hit(
        "The Instagram account stands under a key the API was reported not to read.",
        "ig_account_id",
        "instagram_business_account_id",
        ("user_data", "instagram_business_account_id"),
    )


@rule(
    "EVT041",
    "instagram-user-missing",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="Instagram events are documented with ig_sid, the person's id; the API's answer without it was not seen.",
    fix="Send user_data.ig_sid, the id Instagram's webhook gave for the person.",
    examines=True,
    about=MESSAGING,
    failing=message_event("instagram", {"ig_account_id": "300000000000003"}),
    passing=message_event("instagram", _INSTAGRAM),
)
def instagram_user_missing(spot: Spot) -> Hit | None:
    """An Instagram event without the person."""
    if _channel(spot) != "instagram" or not _lacks(spot, "ig_sid"):
        return None
    return Hit(
        "The Instagram event has no ig_sid.", "the person's Instagram-scoped id", "nothing", ("user_data", "ig_sid")
    )


@rule(
    "EVT042",
    "fbc-in-messaging",
    severity=Severity.REJECTED,
    evidence=Evidence.THIRD_PARTY,
    source=sources.BUSINESS_MESSAGING,
    read=READ,
    why="fbc belongs to a browser; the API was reported to refuse it in messaging events.",
    fix="Leave fbc out of messaging events; ctwa_clid is their click id.",
    examines=True,
    about=MESSAGING,
    subcode=2804064,
    failing=message_event("messenger", _MESSENGER | {"fbc": f"fb.1.{AT}000.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB"}),
    passing=message_event("messenger", _MESSENGER),
)
def fbc_in_messaging(spot: Spot) -> Hit | None:
    """A messaging event with the click cookie of a browser."""
    value = spot.member("user_data").get("fbc")
    if not has_value(value):
        return None
    return Hit("The messaging event carries fbc.", "no fbc", mask(value), ("user_data", "fbc"))
