"""One raw item -> one request, or the reason why not. Pure: no state, no clock, no files."""

from __future__ import annotations

import re
from typing import Any

import orjson

from simulator.capture import envelope, graph
from simulator.capture.errors import UnreadableError
from simulator.capture.fields import END_OF_TIME, build_event
from simulator.capture.forms import body_fields
from simulator.capture.har import read_entry
from simulator.capture.json_text import depth, keep_long_ids, may_nest_deeper, too_deep, why
from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.capture.redact import holds_none, may_mention_credentials, redact, redact_text
from simulator.capture.wire import Wire
from simulator.capture.written import Written
from simulator.event import Batch, Event, Origin, Quarantined, Request
from simulator.masking import excerpt
from simulator.settings import Limits

__all__ = ["AUTOMATIC_EVENTS", "read_item"]

_EVENT_MEMBERS = frozenset(
    {
        "event_name",
        "event_time",
        "event_id",
        "event_source_url",
        "action_source",
        "user_data",
        "custom_data",
        "app_data",
    }
)
# Levels of objects and arrays around an event: {"event": E}; {"data": [E]}; {"request": {"body": {"data": [E]}}}.
# orjson writes no deeper than 254, whatever the settings allow to be read.
_DEEPEST = 200
_AROUND_EVENT, _AROUND_BODY, _AROUND_REQUEST = 1, 2, 4

# What a named tuple's own constructor does, without the Python function around it.
_new = tuple.__new__
_NO_BODY: dict[str, Any] = {}

_URL = re.compile(r"(?:https?://|/tr[/?]|//[\w.-]+/)", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+/tr/?\?", re.ASCII)
# Without a query, and nothing in it to decode.
_EVENTS = re.compile(r"/v[0-9.]+/([A-Za-z0-9_-]+)/events/?", re.ASCII)
_GRAPH_FORM = re.compile(r"(?:^|&)data=|^--[^\r\n]+\r?\n")
_PIXEL_FORM = re.compile(r"(?:^|&)(?:ev|events(?:\[|%5B)\d+(?:\]|%5D))=", re.IGNORECASE)


def read_item(item: bytes, origin: Origin, form: str, limits: Limits) -> Request | Batch | Quarantined | None:
    """The request that an item of a chunk holds, whatever shape it came in; several in a Graph batch.

    ``form`` is the chunk's. None means that there is nothing to read: a blank line, or the privacy
    sandbox's copy of a pixel request. Never raises, on any bytes: what can't be read comes back
    as Quarantined with one sentence and a masked excerpt.
    """
    try:
        if isinstance(item, Written):
            value = item.value
            delivered = _read_delivered(item, origin, limits.nesting)
            if delivered is not None:
                return delivered
        else:
            value = orjson.loads(item)
    except UnreadableError as error:
        return _quarantined(error, item, origin)
    except orjson.JSONDecodeError as error:
        return _read_text(item, error, origin, limits) if item.strip() else None
    try:
        return _read_common(value, item, origin, limits.nesting) or _read_value(value, item, origin, form, limits)
    except UnreadableError as error:
        return _quarantined(error, item, origin)


def _read_common(value: Any, item: bytes, origin: Origin, nesting: int) -> Request | None:
    """The two commonest shapes, when every member has its plain type; None for a longer look.

    Most items end here, and each microsecond spent on one is a second of a long replay.
    """
    if type(value) is not dict or "request" in value or may_mention_credentials(item):
        return None
    if "event" in value and "event_name" not in value:
        payload = value["event"]
        channel: Any = value.get("channel")
        pixel_id = value.get("pixel_id")
        received_at = value.get("received_at")
        if type(received_at) is int:
            received_at = float(received_at)
        if (
            type(payload) is not dict
            or (channel != "server" and channel != "browser")
            or type(pixel_id) is not str
            or not pixel_id
            or type(received_at) is not float
            or not 0.0 <= received_at < END_OF_TIME
        ):
            return None
    else:
        payload = value
        channel = "server"
        pixel_id = received_at = None
    event_name = payload.get("event_name")
    event_id = payload.get("event_id")
    event_time = payload.get("event_time")
    if (
        type(event_name) is not str
        or type(event_time) is not int
        or (type(event_id) is not str and event_id is not None)
        or (brackets := item.count(b"{") + item.count(b"[")) > nesting
        or brackets > _DEEPEST
    ):
        return None
    members = (channel, pixel_id, event_name, event_id or None, float(event_time), received_at, payload, origin)
    return _new(Request, ("event", [_new(Event, members)], origin, _NO_BODY, None))


def _read_delivered(item: Written, origin: Origin, nesting: int) -> Request | None:
    """A request to the events edge as the emulator writes it; None for a longer look, and for any other.

    Raises UnreadableError.
    """
    told = item.value["request"]
    body = told["body"]
    edge = _EVENTS.fullmatch(told["url"])
    nesting = min(nesting, _DEEPEST)
    if (
        edge is None
        or type(body) is not dict
        or told["method"] != "POST"
        or "client_ip" in told
        or (may_nest_deeper(item, nesting) and depth(body, nesting + 1) > nesting)
        or not holds_none(item)
    ):
        return None
    received_at: float = item.value["received_at"]
    return graph.read_body(
        body, origin, nesting, pixel_id=edge[1], received_at=received_at, channel="server", raw=item.request
    )


def _read_value(
    value: Any, item: bytes, origin: Origin, form: str, limits: Limits
) -> Request | Batch | Quarantined | None:
    """Everything that is rarer, and everything that needs a second look."""
    nesting = min(limits.nesting, _DEEPEST)
    levels = 0
    if may_nest_deeper(item, nesting):
        # Nothing may walk through it before this. A HAR entry holds more than its request.
        levels = depth(value, nesting + _AROUND_REQUEST + 3)
        _refuse_deep(levels, nesting, _AROUND_REQUEST + 2)
    exact = keep_long_ids(item)
    if exact != item:
        value = orjson.loads(exact)
    if may_mention_credentials(item):
        value = redact(value)
    if isinstance(value, str):
        return _read_plain(value, origin, nesting)
    if not isinstance(value, dict):
        kind = "a list" if isinstance(value, list) else "a single value"
        raise UnreadableError(f"the line is {kind} in JSON, not an event, an envelope or a request body")
    if "event" in value and "event_name" not in value:
        _refuse_deep(levels, nesting, _AROUND_EVENT)
        return envelope.read_event(value, origin)
    if "request" in value and "event_name" not in value:
        if form == "har" or "startedDateTime" in value:
            return read_entry(value, origin, nesting)
        _refuse_deep(levels, nesting, _AROUND_REQUEST)
        return envelope.read_request(value, origin, nesting)
    if "consent" in value and "event_name" not in value:
        _refuse_deep(levels, nesting, _AROUND_EVENT)
        return envelope.read_consent(value, origin)
    if "data" in value and "event_name" not in value:
        _refuse_deep(levels, nesting, _AROUND_BODY)
        return graph.read_body(value, origin, nesting)
    if not _EVENT_MEMBERS.isdisjoint(value):
        _refuse_deep(levels, nesting, 0)
        return Request("event", [build_event("server", None, None, value, origin)], origin, {})
    raise UnreadableError("the JSON object is no event, envelope or request body that is known here")


def _refuse_deep(levels: int, nesting: int, around: int) -> None:
    if levels > nesting + around:
        raise UnreadableError(too_deep(nesting))


def _read_text(
    item: bytes, error: orjson.JSONDecodeError, origin: Origin, limits: Limits
) -> Request | Batch | Quarantined | None:
    """An item that is no JSON: a URL, a form body, or broken."""
    try:
        start = item.lstrip()[:1]
        if start in (b"{", b"[", b'"'):
            raise UnreadableError(why(error, item))
        try:
            text = item.decode()
        except UnicodeDecodeError as broken:
            raise UnreadableError(f"the text is not valid UTF-8 at byte {broken.start + 1}") from None
        return _read_plain(redact_text(text.strip()), origin, min(limits.nesting, _DEEPEST))
    except UnreadableError as unreadable:
        return _quarantined(unreadable, item, origin)


def _read_plain(text: str, origin: Origin, nesting: int) -> Request | Batch | None:
    if _BARE_HOST.match(text):
        text = f"https://{text}"
    if _URL.match(text):
        return envelope.read_any(Wire("GET", text, {}, None), origin, nesting)
    if _GRAPH_FORM.search(text):
        body = graph.fields_to_body(body_fields(text))
        return graph.read_body(body, origin, nesting, raw=Wire("POST", "", {}, text).raw())
    if _PIXEL_FORM.search(text):
        return envelope.read_any(Wire("POST", "/tr/", {}, text), origin, nesting)
    raise UnreadableError("the line is neither JSON nor a /tr URL nor a form body")


def _quarantined(error: UnreadableError, item: bytes, origin: Origin) -> Quarantined:
    reason = str(error)
    return Quarantined(origin, reason[0].upper() + reason[1:], excerpt(item))
