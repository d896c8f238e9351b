"""Envelopes: one JSON object a line that says which channel sent what, and when it was received.

``{"channel", "pixel_id", "received_at", "event"}`` around an event, or ``{"request": {"method", "url",
"headers", "body"}, "received_at"}`` around an HTTP request, which may name channel and pixel as well.
``{"consent": "grant" | "revoke", "received_at", "user_data": {"fbp", "external_id"}}`` is no event but the
visitor's word, as fbq('consent', ...) takes it.
"""

from __future__ import annotations

from typing import Any

from simulator.capture import graph, pixel
from simulator.capture.errors import UnreadableError
from simulator.capture.fields import END_OF_TIME, build_event, identifier, receipt_time
from simulator.capture.wire import Wire, endpoint, read_wire
from simulator.event import Batch, Channel, Origin, Request
from simulator.masking import mask


def read_event(envelope: dict[str, Any], origin: Origin) -> Request:
    """The event inside an envelope. Raises UnreadableError for a wrong channel, time or event."""
    payload = envelope["event"]
    if type(payload) is not dict:
        raise UnreadableError('the envelope\'s "event" is no object')
    channel = envelope.get("channel")
    if channel != "server" and channel != "browser":
        raise UnreadableError(_no_channel(channel))
    received_at = envelope.get("received_at")
    if type(received_at) is not float or not 0 <= received_at < END_OF_TIME:
        received_at = receipt_time(received_at)
    pixel_id = envelope.get("pixel_id")
    if type(pixel_id) is not str or not pixel_id:
        pixel_id = identifier(pixel_id)
    return Request("event", [build_event(channel, pixel_id, received_at, payload, origin)], origin, {})


def read_consent(envelope: dict[str, Any], origin: Origin) -> Request:
    """The visitor's word inside an envelope: a request without events, whose body tells it.

    The body is ``{"pixel_id", "at", "word", "ids"}``; see ``simulator.checks.seen.Consent``. Raises
    UnreadableError when it doesn't say what, when, or whose.
    """
    word = envelope["consent"]
    if word not in ("grant", "revoke"):
        raise UnreadableError(f'the envelope\'s "consent" is {mask(word)}: give "grant" or "revoke"')
    at = receipt_time(envelope.get("received_at"))
    if at is None:
        raise UnreadableError('the envelope of a "consent" has no "received_at"')
    user_data = envelope.get("user_data")
    ids = consent_ids(user_data) if isinstance(user_data, dict) else []
    if not ids:
        raise UnreadableError('the envelope of a "consent" has no "user_data" with fbp or external_id')
    body = {"pixel_id": identifier(envelope.get("pixel_id")), "at": at, "word": word, "ids": ids}
    return Request("consent", [], origin, body)


def consent_ids(user_data: dict[str, Any]) -> list[str]:
    """What tells the visitor apart, as ``fbp:...`` and ``external_id:...``."""
    found = []
    for key in ("fbp", "external_id"):
        sent = user_data.get(key)
        found += [f"{key}:{each}" for each in (sent if isinstance(sent, list) else [sent]) if each]
    return found


def read_request(envelope: dict[str, Any], origin: Origin, nesting: int) -> Request | Batch | None:
    """The events of the request inside an envelope; None for the privacy sandbox's copy of a pixel request.

    Raises UnreadableError when the request went elsewhere or holds no event.
    """
    request = envelope["request"]
    if not isinstance(request, dict):
        raise UnreadableError('the envelope\'s "request" is no object')
    channel = envelope.get("channel")
    if channel is not None and channel not in ("browser", "server"):
        raise UnreadableError(_no_channel(channel))
    return read_any(
        read_wire(request),
        origin,
        nesting,
        pixel_id=identifier(envelope.get("pixel_id")),
        received_at=receipt_time(envelope.get("received_at")),
        channel=channel,
    )


def read_any(
    wire: Wire,
    origin: Origin,
    nesting: int,
    *,
    pixel_id: str | None = None,
    received_at: float | None = None,
    channel: Channel | None = None,
) -> Request | Batch | None:
    """A request to either endpoint; without a channel, the endpoint tells it.

    None for the privacy sandbox's copy. Raises UnreadableError when it went elsewhere or can't be read.
    """
    kind = endpoint(wire.split().path)
    if kind == "twin":
        return None
    if kind == "pixel":
        return pixel.read_request(
            wire, origin, nesting, pixel_id=pixel_id, received_at=received_at, channel=channel or "browser"
        )
    if kind is None or (kind == "batch" and wire.method != "POST"):
        raise UnreadableError("the request went neither to /tr nor to /events")
    return graph.read_request(
        wire, origin, nesting, pixel_id=pixel_id, received_at=received_at, channel=channel or "server"
    )


def _no_channel(channel: object) -> str:
    if channel is None:
        return 'the envelope has no "channel": give "browser" or "server"'
    return f'the envelope\'s "channel" is {mask(channel)}: give "browser" or "server"'
