"""Showing values without showing people.

Every value that leaves capisim (findings, reports, logs, excerpts) goes through here.
"""

from __future__ import annotations

import re
from typing import Any

_HEX = re.compile(r"^[0-9a-fA-F]{32,128}")
_OPEN = """
action_source content_type currency delivery_category event_name event_time messaging_channel value
opt_out data_processing_options data_processing_options_country data_processing_options_state num_items
quantity item_price id_count customer_segmentation
"""
_OPEN_KEYS = frozenset(_OPEN.split())
LONGEST = 80


def printable(text: str) -> str:
    """The text with control characters made visible, so that no terminal obeys them."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}" for c in text)


def shorten(text: str, limit: int = LONGEST) -> str:
    """At most ``limit`` characters, the cut marked."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


# An at sign, also as a URL writes it, or the plus of a phone number and its 8 to 15 digits, set apart as people do.
_PERSONAL = re.compile(r"@|%(?:25)*40|(?:\+|%(?:25)*2[Bb])[0-9](?:[ ().\-\xa0]{0,2}[0-9]){7,14}(?![0-9])")


def may_be_personal(text: str) -> bool:
    """Whether a name or an id holds what may be an e-mail address or a phone number, also inside of more."""
    return _PERSONAL.search(text) is not None


def show_name(text: str, limit: int = LONGEST) -> str:
    """A name or an id that came from outside, as it may be shown in at most ``limit`` characters.

    It is shown as it was sent, since it is needed for finding the event, unless it may be personal.
    """
    return shorten(mask_text(text) if may_be_personal(text) else printable(text), limit)


def mask_text(text: str) -> str:
    """Enough of a value to recognise it, not enough to know it: ``62a1…f62f``, ``j…@…com (20)``."""
    size = len(text)
    if size == 0:
        return '""'
    if _HEX.match(text):
        return printable(f"{text[:4]}…{text[-4:]} ({size} characters)")
    if "@" in text:
        return printable(f"{text[0]}…@… ({size} characters)")
    if size <= 4:
        return f"{'•' * size}"
    return printable(f"{text[0]}…{text[-1]} ({size} characters)")


# A word of some list, or an amount: too short for a phone number, a token or an address.
_HARMLESS = re.compile(r"[A-Za-z][A-Za-z_ -]{0,29}|-?[0-9]{1,10}(?:[.,][0-9]{1,6}){0,3} ?[A-Z€$£]{0,3}")
_TIME = re.compile(
    r"[0-9]{1,13}(?:\.[0-9]{1,6})?|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{5,15})?(?:Z|[+-][0-9:]{4,5})?"
)


def mask(value: Any, key: str | None = None) -> str:
    """One value, masked unless the key is known to carry nothing about a person."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if key in _OPEN_KEYS and _HARMLESS.fullmatch(text := str(value)) and (len(text) < 11 or not text.isdigit()):
        return text
    if key == "event_time" and _TIME.fullmatch(text := str(value)):
        return text
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, (int, float)):
        return mask_text(str(value))
    return f"{'list' if isinstance(value, list) else 'object'} of {len(value)}"


# The only words that an excerpt may show: what Meta and capisim call things, never what people are called.
_NAMES = """
channel browser server pixel_id received_at event request method url headers name body GET POST client_ip
startedDateTime postData mimeType text params log entries true false null
data test_event_code partner_agent access_token event_name event_time event_id event_source_url referrer_url
action_source website app email phone_call chat physical_store system_generated business_messaging other
opt_out user_data custom_data app_data original_event_data attribution_data messaging_channel
data_processing_options data_processing_options_country data_processing_options_state LDU
em ph fn ln ge db ct st zp country external_id client_ip_address client_user_agent fbc fbp subscription_id
fb_login_id lead_id ctwa_clid page_id madid anon_id
value currency content_ids content_name content_type content_category contents id quantity item_price
delivery_category num_items order_id predicted_ltv search_string status product product_group
https http www.facebook.com graph.facebook.com tr events ev dl rl if ts cd ud udff aud cud ncud eid v r a ec o it
coo es tm sw sh rqm dpo dpoco dpost noscript batch automatic privacy_sandbox pixel register trigger
AddPaymentInfo AddToCart AddToWishlist CompleteRegistration Contact CustomizeProduct Donate FindLocation
InitiateCheckout Lead PageView Purchase Schedule Search StartTrial SubmitApplication Subscribe ViewContent
Microdata SubscribedButtonClick
"""
_VOCABULARY = frozenset(_NAMES.split())
VOCABULARY = _VOCABULARY
"""What Meta and capisim call things, as it is written."""
_MARKS = '{}[]:,=&?/ "\\'
_PIECE = re.compile(r"[{}\[\]:,=&?/ \"\\]|[^{}\[\]:,=&?/ \"\\]+")
_DOTS = re.compile(r"…(?:[ ,:/\\]*…)+")


def excerpt(raw: bytes | str, limit: int = 120) -> str:
    """The start of something unreadable: its punctuation and the words of Meta's own vocabulary, nothing else.

    Whatever is not on a short list of known names becomes ``…``, so no value can show, however
    broken the text is that it stands in. At most ``limit`` characters.
    """
    # Only broken input needs it, and importing it takes a while.
    from urllib.parse import unquote

    start = raw[: limit * 8]
    text = start.decode("utf-8", "replace") if isinstance(start, bytes) else start
    pieces = _PIECE.findall(" ".join(unquote(text).split()))
    shown = "".join(piece if piece in _MARKS or piece in _VOCABULARY else "…" for piece in pieces)
    cut = len(raw) > len(start)
    return shorten(_DOTS.sub("…", shown) + ("…" if cut else ""), limit)
