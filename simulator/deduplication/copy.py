"""What deduplication compares of an event."""

from __future__ import annotations

import hashlib
from typing import Any, Literal, NamedTuple, TypeAlias

import orjson

from simulator.event import Channel, Event

Kind: TypeAlias = Literal["web", "app", "offline", "messaging"]

Compared: TypeAlias = tuple[
    Channel, float, str | None, str | None, str | None, tuple[str, ...], str | None, Kind, tuple[Any, ...] | None
]

_KINDS: dict[Any, Kind] = {"app": "app", "physical_store": "offline", "business_messaging": "messaging"}


class Copy(NamedTuple):
    """One event as deduplication sees it.

    ``n`` is its number in the run. ``received_at`` is in Unix seconds. ``external_ids`` and ``fbp``
    are as they were sent. ``offline_key`` is, for offline events, ``("order_id" | "user_data",
    event_time, item_number, order id or digest of the customer information)``; None when there is
    nothing to compare.
    """

    n: int
    channel: Channel
    received_at: float
    pixel_id: str | None
    event_name: str | None
    event_id: str | None
    external_ids: tuple[str, ...]
    fbp: str | None
    kind: Kind
    offline_key: tuple[Any, ...] | None


def copy_of(event: Event, n: int) -> Copy:
    """The copy that event ``n`` is; see ``compared``."""
    return Copy(n, *compared(event))


def compared(event: Event) -> Compared:
    """The members of the copy that an event is, but for its number. A pure function.

    An event without ``received_at`` counts as received at its ``event_time``, or at 0 when it has
    neither; a caller that knows the order of its input sets ``received_at`` itself. What a pixel
    sends is always of the web, whatever its ``action_source`` says.
    """
    channel, pixel_id, event_name, event_id, event_time, received_at, payload, _origin = event
    if received_at is None:
        received_at = event_time or 0.0
    kind: Kind = "web"
    offline_key = None
    if channel == "server":
        source = payload.get("action_source", "website")
        if source != "website" and source.__class__ is str:
            kind = _KINDS.get(source, "web")
            if kind == "offline":
                offline_key = _offline_key(event_time, payload)
    user_data = payload.get("user_data")
    if user_data.__class__ is not dict:
        return channel, received_at, pixel_id, event_name, event_id, (), None, kind, offline_key
    fbp = user_data.get("fbp")
    if fbp is not None and (fbp.__class__ is not str or not fbp):
        fbp = None
    sent = user_data.get("external_id")
    external_ids: tuple[str, ...]
    if sent is None:
        external_ids = ()
    elif sent.__class__ is str:
        external_ids = (sent,) if sent else ()
    elif sent.__class__ is list and len(sent) == 1 and sent[0].__class__ is str and sent[0]:
        external_ids = (sent[0],)
    else:
        external_ids = tuple(_texts(sent))
    return channel, received_at, pixel_id, event_name, event_id, external_ids, fbp, kind, offline_key


def _texts(sent: Any) -> list[str]:
    """Every usable value of a member that may be a single value or a list of them, each once."""
    values = sent if isinstance(sent, list) else [sent]
    texts = [str(value) for value in values if isinstance(value, (str, int)) and not isinstance(value, bool)]
    return list(dict.fromkeys(text for text in texts if text))


def _offline_key(event_time: float | None, payload: dict[str, Any]) -> tuple[Any, ...] | None:
    """What tells offline events apart beside data set and name.

    https://developers.facebook.com/documentation/ads-commerce/conversions-api/offline-events (read
    2026-09-12): event time, item number, and the order id, else identical customer information.
    """
    custom_data = payload.get("custom_data")
    if not isinstance(custom_data, dict):
        custom_data = {}
    # One page lists item_number beside custom_data, another inside it.
    item_number = custom_data.get("item_number", payload.get("item_number"))
    item = None if item_number is None else str(item_number)
    orders = _texts(custom_data.get("order_id"))
    if orders:
        return "order_id", event_time, item, orders[0]
    user_data = payload.get("user_data")
    if not isinstance(user_data, dict) or not user_data:
        return None
    # A value and a list of this one value say the same; so do two orders of one list.
    canonical = {
        key: sorted(orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode() for value in values)
        for key, values in ((key, given if isinstance(given, list) else [given]) for key, given in user_data.items())
    }
    # A digest, so that the state of deduplication holds nobody's data.
    digest = hashlib.sha256(orjson.dumps(canonical, option=orjson.OPT_SORT_KEYS)).digest()
    return "user_data", event_time, item, digest
