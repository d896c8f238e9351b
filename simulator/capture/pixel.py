"""Requests of the pixel script to ``/tr``, translated into the shape of a server event.

Parameter names and units are those of Meta's fbevents.js 2.9.15 and of captures made in 2026
(read 2026-09-12): ``ts`` in milliseconds, ``eid`` for deduplication, ``dl`` and ``rl`` for the page
and its referrer, ``cd[...]`` for custom data, ``ud[...]``, ``udff[...]`` and ``aud[...]`` for customer
information, ``dpo``, ``dpoco``, ``dpost`` for limited data use.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from simulator.capture.errors import UnreadableError
from simulator.capture.fields import build_event
from simulator.capture.forms import body_fields, query_fields
from simulator.capture.json_text import decode
from simulator.event import Channel, Event, Origin, Payload, Request

if TYPE_CHECKING:
    from simulator.capture.wire import Wire

AUTOMATIC_EVENTS = frozenset({"Microdata", "SubscribedButtonClick", "PixelInitialized", "UserProperties"})
"""Events that the pixel script sends by itself (fbevents.js 2.9.15 and captures, read 2026-09-12)."""

_BATCHED = re.compile(r"events\[(\d{1,6})\]$")
# The first that has a key wins. Keys are not renamed: Meta's WooCommerce plugin writes ``ud[cn]`` where
# everyone else writes ``ud[country]``, and whether Meta reads it is not known (its source, read 2026-09-12).
_CUSTOMER = ("ud[", "udff[", "aud[")
_LONGEST_NUMBER = 18


def read_request(
    wire: Wire, origin: Origin, nesting: int, *, pixel_id: str | None, received_at: float | None, channel: Channel
) -> Request:
    """A captured pixel request by GET, form post or beacon; several events when ``batch=1``.

    ``pixel_id`` wins over the parameter ``id``. The request's body is what has no place in a
    server event (``a``, ``v``, ``es``...). Raises UnreadableError when it has no parameters.
    """
    shared = _parameters(wire)
    if not shared:
        raise UnreadableError("the pixel request has no parameters")
    visitor = {"client_ip_address": wire.client_address(), "client_user_agent": wire.headers.get("user-agent")}
    batched = sorted((int(found[1]), value) for name, value in shared.items() if (found := _BATCHED.match(name)))
    if batched:
        own = [dict(query_fields(query)) for _, query in batched]
    elif shared.get("batch"):
        raise UnreadableError("the pixel request is a batch without events")
    else:
        return _one(shared, wire, origin, nesting, visitor, pixel_id, received_at, channel)
    shared = {name: value for name, value in shared.items() if not _BATCHED.match(name)}
    source, line, _ = origin
    events: list[Event] = []
    rests: list[Payload] = []
    for index, parameters in enumerate(own):
        merged = {**shared, **parameters}
        payload, rest = translate(merged, visitor, nesting)
        place = Origin(source, line, index)
        events.append(build_event(channel, pixel_id or merged.get("id") or None, received_at, payload, place))
        rests.append(rest)
    return Request("pixel", events, origin, {"events": rests}, wire.raw())


def _one(
    parameters: dict[str, str],
    wire: Wire,
    origin: Origin,
    nesting: int,
    visitor: dict[str, str | None],
    pixel_id: str | None,
    received_at: float | None,
    channel: Channel,
) -> Request:
    payload, rest = translate(parameters, visitor, nesting)
    event = build_event(channel, pixel_id or parameters.get("id") or None, received_at, payload, origin)
    return Request("pixel", [event], origin, rest, wire.raw())


def _parameters(wire: Wire) -> dict[str, str]:
    """Query and body merged; the body wins, and within each the first of a name."""
    body = wire.body
    if isinstance(body, (dict, list)):
        raise UnreadableError("the pixel request's body is JSON, not a form")
    posted = body_fields(body, wire.headers.get("content-type", "")) if body and body.strip() else []
    merged: dict[str, str] = {}
    for name, value in [*posted, *query_fields(wire.split().query)]:
        merged.setdefault(name, value)
    return merged


def translate(parameters: dict[str, str], visitor: dict[str, str | None], nesting: int) -> tuple[Payload, Payload]:
    """The payload of a server event from decoded ``/tr`` parameters, and the parameters left over.

    ``visitor`` holds what the request itself tells of the person: ``client_ip_address`` and
    ``client_user_agent``. Absent parameters give absent members; numbers inside ``cd[...]`` stay
    text, as they were sent. ``nesting`` limits JSON inside ``cd[...]``; deeper text stays text.
    """
    custom: Payload = {}
    customer: dict[str, dict[str, str]] = {prefix: {} for prefix in _CUSTOMER}
    rest: Payload = {}
    for name, value in parameters.items():
        prefix, bracket, inner = name.partition("[")
        prefix += bracket
        if prefix == "cd[" and inner.endswith("]"):
            custom[inner[:-1]] = _custom_value(value, nesting - 2)
        elif prefix in customer and inner.endswith("]"):
            customer[prefix][inner[:-1]] = value
        elif name not in _TRANSLATED:
            rest[name] = value
    user: Payload = {}
    for prefix in _CUSTOMER:
        for key, value in customer[prefix].items():
            user.setdefault(key, value)
    for key in ("fbp", "fbc"):
        if key in parameters:
            user[key] = parameters[key]
    user.update({key: value for key, value in visitor.items() if value})
    payload: Payload = {target: parameters[name] for name, target in _TEXTS.items() if name in parameters}
    if "ts" in parameters:
        payload["event_time"] = _seconds(parameters["ts"])
    # The script always sends its referrer; an empty one says that there was none.
    if not payload.get("referrer_url"):
        payload.pop("referrer_url", None)
    payload["action_source"] = "website"
    payload["user_data"] = user
    if custom:
        payload["custom_data"] = custom
    payload.update(_limited_data_use(parameters))
    return payload, rest


_TEXTS = {"ev": "event_name", "eid": "event_id", "dl": "event_source_url", "rl": "referrer_url"}
_TRANSLATED = frozenset({*_TEXTS, "id", "ts", "fbp", "fbc", "dpo", "dpoco", "dpost"})


def _custom_value(text: str, deepest: int) -> Any:
    """Nested values travel as JSON text; anything else is the text itself."""
    if text[:1] in ("[", "{"):
        try:
            return decode(text, deepest)
        except UnreadableError:
            return text
    return text


def _seconds(milliseconds: str) -> int | str:
    whole = milliseconds.partition(".")[0]
    if whole.isascii() and whole.isdigit() and len(whole) <= _LONGEST_NUMBER:
        return int(whole) // 1000
    return milliseconds


def _limited_data_use(parameters: dict[str, str]) -> Payload:
    """``dpo=LDU&dpoco=1&dpost=1000`` as the members of a server event
    (developers.facebook.com/documentation/ads-commerce/overview/data-processing-options, read 2026-09-12).
    """
    members: Payload = {}
    if "dpo" in parameters:
        members["data_processing_options"] = [parameters["dpo"]] if parameters["dpo"] else []
    for name, member in (("dpoco", "data_processing_options_country"), ("dpost", "data_processing_options_state")):
        if name in parameters:
            text = parameters[name]
            plain = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
            members[member] = int(text) if plain else text
    return members
