"""Requests to the Conversions API's events endpoint: JSON bodies, forms, multipart forms.

Clients differ: Meta's Python and Ruby SDKs send a form whose ``data`` is a JSON array of JSON
*texts*, its Java and PHP SDKs multipart, its Node SDK JSON with the token in query and body
(seen on the wire and read in their sources, 2026-11). Meta's documents show JSON, and a form with
``data`` as a JSON array (developers.facebook.com/documentation/ads-commerce/conversions-api/using-the-api,
read 2026-09-12).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from simulator.capture.errors import UnreadableError
from simulator.capture.fields import build_event
from simulator.capture.forms import body_fields, query_fields
from simulator.capture.json_text import decode
from simulator.capture.redact import CREDENTIALS
from simulator.capture.wire import Wire, endpoint, graph_object
from simulator.event import Batch, Channel, Event, Origin, Payload, Quarantined, Request
from simulator.masking import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a named tuple's own constructor does, without the Python function around it.
_new = tuple.__new__
_KINDS = {str: "text", int: "a number", float: "a number", bool: "true or false", list: "a list", type(None): "null"}


def read_body(
    body: Payload,
    origin: Origin,
    nesting: int,
    *,
    pixel_id: str | None = None,
    received_at: float | None = None,
    channel: Channel = "server",
    raw: bytes | None = None,
) -> Request:
    """The events of a request body ``{"data": [...], ...}``; the members beside ``data`` stay with the request.

    Raises UnreadableError when it holds no events, or something that is no event.
    """
    source, line, item = origin
    events: list[Event] = []
    for index, payload in enumerate(_elements(body, nesting)):
        place = _new(Origin, (source, line, index)) if item is None else origin.at(index)
        events.append(build_event(channel, pixel_id, received_at, payload, place))
    rest = {name: value for name, value in body.items() if name != "data" and name.lower() not in CREDENTIALS}
    return _new(Request, ("graph", events, origin, rest, raw))


def _elements(body: Payload, nesting: int) -> list[Payload]:
    data = body.get("data")
    if isinstance(data, str):
        # One level more: the array around the events.
        data = _decode_part(data, '"data"', nesting + 1)
    if not isinstance(data, list):
        raise UnreadableError('the request body has no list "data"')
    if not data:
        raise UnreadableError('the request body\'s "data" holds no events')
    elements: list[Payload] = []
    for index, element in enumerate(data):
        if type(element) is str:
            element = _decode_part(element, f"data[{index}]", nesting)
        if type(element) is not dict:
            kind = _KINDS.get(type(element), "something else")
            raise UnreadableError(f"element data[{index}] is {kind}, not an event: Meta refuses the whole request")
        elements.append(element)
    return elements


def _decode_part(text: str, name: str, deepest: int) -> Any:
    try:
        return decode(text, deepest)
    except UnreadableError as error:
        raise UnreadableError(f"in {name}, {error}") from None


def fields_to_body(fields: Iterable[tuple[str, str]]) -> Payload:
    """The members of a form as one object; of a name given twice the last one counts."""
    return dict(fields)


def read_request(
    wire: Wire, origin: Origin, nesting: int, *, pixel_id: str | None, received_at: float | None, channel: Channel
) -> Request | Batch:
    """A captured request to ``/v{N}.{M}/{id}/events``, or a Graph batch: of one it is that request.

    ``pixel_id`` wins over the id in the URL. Raises UnreadableError when no events can be read.
    """
    # The edge takes no GET (developers.facebook.com/docs/marketing-api/reference/ads-pixel/events, read 2026-09-12).
    if wire.method != "POST":
        raise UnreadableError("the events endpoint takes POST requests only")
    parts = wire.split()
    body = fields_to_body(query_fields(parts.query)) | _body_of(wire, nesting)
    if endpoint(parts.path) == "batch":
        return _read_batch(wire, body, origin, nesting, pixel_id=pixel_id, received_at=received_at, channel=channel)
    named = graph_object(parts.path)
    return read_body(
        body,
        origin,
        nesting,
        pixel_id=pixel_id or (unquote(named) if named else None),
        received_at=received_at,
        channel=channel,
        raw=wire.raw(),
    )


def _body_of(wire: Wire, nesting: int) -> Payload:
    body = wire.body
    if isinstance(body, str):
        text = body.strip()
        if not text.startswith(("{", "[")):
            return fields_to_body(body_fields(body, wire.headers.get("content-type", "")))
        # Two levels more: the body and its list of events.
        body = _decode_part(text, "the body", nesting + 2)
    if isinstance(body, list):
        raise UnreadableError('the request body is a list, not an object with "data"')
    return body or {}


def _read_batch(
    wire: Wire,
    body: Payload,
    origin: Origin,
    nesting: int,
    *,
    pixel_id: str | None,
    received_at: float | None,
    channel: Channel,
) -> Request | Batch:
    """A POST to the Graph root with ``batch=[{"method", "relative_url", "body"}]``, as the Python SDK's batches are.

    Each of them is accepted or refused by itself.
    """
    batch = body.get("batch")
    if isinstance(batch, str):
        batch = _decode_part(batch, '"batch"', nesting + 4)
    if not isinstance(batch, list) or not all(isinstance(one, dict) for one in batch):
        raise UnreadableError("the request went to no endpoint that takes events")
    if not batch:
        raise UnreadableError("the Graph batch holds no requests")
    told = {"pixel_id": pixel_id, "received_at": received_at}
    if len(batch) == 1:
        return _read_relative(batch[0], origin, nesting, channel, told)._replace(raw=wire.raw())
    parts: list[Request | Quarantined] = []
    for index, inner in enumerate(batch):
        place = origin.in_batch(index)
        try:
            parts.append(_read_relative(inner, place, nesting, channel, told))
        except UnreadableError as error:
            reason = str(error)
            shown = excerpt(f"{inner.get('relative_url')} {inner.get('body')}")
            parts.append(Quarantined(place, reason[0].upper() + reason[1:], shown))
    return Batch(parts, wire.raw())


def _read_relative(
    inner: dict[str, Any], origin: Origin, nesting: int, channel: Channel, told: dict[str, Any]
) -> Request:
    """One request of a Graph batch; ``told`` is what the envelope says of all."""
    url, content = inner.get("relative_url"), inner.get("body")
    if not isinstance(url, str) or not isinstance(content, (str, dict, type(None))):
        raise UnreadableError("the Graph batch holds no request to the events endpoint")
    whole = Wire(str(inner.get("method") or "POST").upper(), "/" + url.lstrip("/"), {}, content)
    if endpoint(whole.split().path) != "graph":
        raise UnreadableError("the Graph batch holds no request to the events endpoint")
    request = read_request(whole, origin, nesting, channel=channel, **told)
    assert isinstance(request, Request)  # noqa: S101 - the events endpoint takes no batch
    return request
