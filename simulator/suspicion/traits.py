"""What an event tells of who did what: small, comparable, and without anybody's data."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import orjson

from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.checks.event_ids import is_placeholder
from simulator.checks.event_names import STANDARD_EVENTS
from simulator.checks.rules.event import APPENDING_EVENTS
from simulator.checks.seen import Seen
from simulator.customer.builder_marker import unmarked_url

Hashes: TypeAlias = tuple[int, ...]

PERSON = ("external_id", "fbp", "em", "ph")
"""The keys that tell people apart, strongest first."""

_BROWSING = """
pageview viewcontent viewcategory search addtocart addtowishlist initiatecheckout addpaymentinfo
addshippinginfo customizeproduct findlocation contact
"""
BROWSING = frozenset(_BROWSING.split())
"""Names, in lower case, of what one person rightly does again and again."""

_AS_MOSTLY_WRITTEN = frozenset(
    {"PageView", "ViewContent", "Search", "AddToCart", "AddToWishlist", "InitiateCheckout", "AddPaymentInfo", "Contact"}
)
_STANDARD = frozenset(name.casefold() for name in STANDARD_EVENTS)
_NO_ACTIONS = AUTOMATIC_EVENTS | APPENDING_EVENTS
_NOT_WEB = frozenset({"app", "physical_store", "business_messaging"})
_FBP_PARTS = 4
_MOST_VALUES = 8


class Traits(NamedTuple):
    """The traits of one event. All but ``order``, ``value`` and ``person``'s shape are hashes of this process.

    ``person`` has a tuple for each of PERSON, empty when the key is missing. ``fbp`` is the value as
    it was sent, while in ``person`` it is without the parameter builder's appendix. ``page`` is the URL
    without scheme, query and fragment, ``url`` only without fragment. ``items`` are the ids of the
    contents, their order ignored. What is missing is None.
    """

    order: str | None
    person: tuple[Hashes, Hashes, Hashes, Hashes]
    fbp: int | None
    items: int | None
    value: float | None
    page: int | None
    url: int | None
    agent: int | None
    address: int | None


_NOTHING: dict[str, Any] = {}
_new_traits = tuple.__new__
_last: tuple[Seen | None, Traits | None] = (None, None)


def traits_of(seen: Seen) -> Traits:
    """The traits of an event; those of the last one are remembered, because several observers ask for them."""
    global _last
    known, traits = _last
    if known is seen and traits is not None:
        return traits
    traits = _read(seen.payload)
    _last = (seen, traits)
    return traits


def is_watched(seen: Seen) -> bool:
    """Whether it is somebody's action on the web: counted, named, not sent by the pixel by itself, no addition."""
    return seen.verdict == "kept" and is_action(seen)


def is_action(seen: Seen) -> bool:
    """Whether it is a copy of such an action, one that counts or one that deduplication took out.

    One whose event id is a placeholder is none: it has a finding of its own, and that is the cause of all others.
    """
    return (
        seen.verdict != "rejected"
        and (seen.event_id is None or not is_placeholder(seen.event_id))
        and seen.event_name is not None
        and seen.event_name not in _NO_ACTIONS
        and (seen.channel == "browser" or is_web(seen))
    )


def is_web(seen: Seen) -> bool:
    """Whether deduplication ever compares the event with one of the browser."""
    source = seen.payload.get("action_source")
    return source.__class__ is not str or source not in _NOT_WEB


def is_browsing(name: str | None) -> bool:
    """Whether one person rightly does it again and again."""
    return name is not None and (name in _AS_MOSTLY_WRITTEN or name.casefold() in BROWSING)


def is_standard(name: str | None) -> bool:
    """Whether it is one of Meta's events in any case; what another one stands for nobody knows."""
    return name is not None and name.casefold() in _STANDARD


def item_ids(payload: dict[str, Any]) -> tuple[str, ...]:
    """The ids of the contents, sorted; of ``content_ids`` when there are no contents."""
    custom = payload.get("custom_data")
    if custom.__class__ is not dict or custom is None:
        return ()
    contents = custom.get("contents")
    if contents.__class__ is list and contents:
        if len(contents) == 1 and contents[0].__class__ is dict:
            only = _text(contents[0].get("id"))
            return (only,) if only else ()
        ids = [entry.get("id") for entry in contents if isinstance(entry, dict)]
    else:
        ids = _list(custom.get("content_ids"))
    return tuple(sorted(text for text in map(_text, ids) if text))


def digest(payload: dict[str, Any]) -> int:
    """A hash of a payload without its id and times: equal for a delivery that was only repeated."""
    rest = {key: value for key, value in payload.items() if key not in ("event_id", "event_time")}
    return hash(orjson.dumps(rest, option=orjson.OPT_SORT_KEYS))


def _read(payload: dict[str, Any]) -> Traits:
    user = payload.get("user_data")
    if user.__class__ is not dict or user is None:
        user = _NOTHING
    order = value = items = None
    custom = payload.get("custom_data")
    if custom.__class__ is dict and custom:
        sent = custom.get("order_id")
        if sent is not None:
            order = _text(sent).lstrip("#") or None
        value = _number(custom.get("value"))
        ids = item_ids(payload)
        items = hash(ids) if ids else None
    browser: Hashes = ()
    fbp = _hashed(user.get("fbp"))
    if fbp is not None:
        cookie: str = user["fbp"]
        browser = (fbp if cookie.count(".") < _FBP_PARTS else hash(".".join(cookie.split(".")[:_FBP_PARTS])),)
    url = payload.get("event_source_url")
    page = whole = None
    if url.__class__ is str and url:
        plain = unmarked_url(url) if ".AQ" in url[-9:] else url
        plain = plain.partition("#")[0]
        whole = hash(plain)
        address = plain.partition("?")[0].casefold()
        page = hash((address.partition("://")[2] or address).rstrip("/"))
    return _new_traits(
        Traits,
        (
            order,
            (
                _hashes(user.get("external_id")),
                browser,
                _hashes(user.get("em")),
                _hashes(user.get("ph")),
            ),
            fbp,
            items,
            value,
            page,
            whole,
            _hashed(user.get("client_user_agent")),
            _hashed(user.get("client_ip_address")),
        ),
    )


def _hashed(value: Any) -> int | None:
    return hash(value) if value.__class__ is str and value else None


def _hashes(sent: Any) -> Hashes:
    if sent is None:
        return ()
    if sent.__class__ is list:
        if len(sent) != 1 or sent[0].__class__ is not str:
            return tuple(hash(text.casefold()) for text in map(_text, sent[:_MOST_VALUES]) if text)
        sent = sent[0]
    text = _text(sent)
    return (hash(text.casefold()),) if text else ()


def _list(sent: Any) -> list[Any]:
    if isinstance(sent, list):
        return sent
    return [] if sent is None else [sent]


def _text(value: Any) -> str:
    if value.__class__ is str:
        text: str = value
        return text.strip()
    return str(value) if value.__class__ in (int, float) else ""


def _number(value: Any) -> float | None:
    if value.__class__ is float:
        sent: float = value
        return sent if sent - sent == 0 else None
    if value is None or isinstance(value, (bool, list, dict)):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if number - number == 0 else None
