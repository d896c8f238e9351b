"""Members of an event as the pipeline compares them, whatever type the sender gave them."""

from __future__ import annotations

from datetime import UTC, datetime

from simulator.capture.errors import UnreadableError
from simulator.event import Channel, Event, Origin, Payload

# Past the year 9999; a receipt time up there is in milliseconds.
END_OF_TIME = 253_402_300_800.0
# What a named tuple's own constructor does, without the Python function around it.
_new = tuple.__new__


def build_event(
    channel: Channel, pixel_id: str | None, received_at: float | None, payload: Payload, origin: Origin
) -> Event:
    """An event around a payload, which is kept as it is. ``received_at`` is in Unix seconds."""
    event_id = payload.get("event_id")
    if type(event_id) is not str or not event_id:
        event_id = identifier(event_id)
    event_time = payload.get("event_time")
    event_time = float(event_time) if type(event_time) is int else unix_seconds(event_time)
    event_name = payload.get("event_name")
    if type(event_name) is not str:
        event_name = None
    return _new(Event, (channel, pixel_id, event_name, event_id, event_time, received_at, payload, origin))


def identifier(value: object) -> str | None:
    """An id as text: numbers by their decimal text; None when it is absent, empty or no scalar."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return str(value)


def unix_seconds(value: object) -> float | None:
    """A time as a number, digits in text or ISO 8601 text; None when it is none of these.

    Numbers are not scaled: milliseconds stay what they are. Without a zone a date is UTC. Text
    forms are legal variety: Segment's destination and tag manager templates send them (its
    sources, read 2026-09-12).
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return float(value)
    if not isinstance(value, str) or not value.isascii() or len(value) > 40:
        return None
    text = value.strip()
    if not text[:1].isdigit():
        return None
    try:
        return float(text) if text.replace(".", "", 1).isdigit() else _moment(text)
    except (ValueError, OverflowError):
        return None


def _moment(text: str) -> float:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def receipt_time(value: object) -> float | None:
    """The ``received_at`` of an envelope in Unix seconds, or None when it says nothing.

    Raises UnreadableError for what is no time: an event put at a wrong moment would be judged wrongly.
    """
    if value is None:
        return None
    seconds = unix_seconds(value)
    if seconds is None:
        raise UnreadableError('the envelope\'s "received_at" is no time: give Unix seconds or ISO 8601')
    if not 0 <= seconds < END_OF_TIME:
        raise UnreadableError('the envelope\'s "received_at" is out of range: give Unix seconds, not milliseconds')
    return seconds
