"""What is changed in an event before it is sent: the time it happened, and its id."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from simulator.capture.fields import identifier, unix_seconds
from simulator.pipeline.inspect import LATEST_SANE_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEEWAY = 60
"""Seconds before now at which the latest event is put, since Meta's clock is another."""


def shift_to(payloads: Iterable[Mapping[str, Any]], now: float) -> int | None:
    """By how many whole seconds events are moved so that the latest of them has just happened.

    None when none of them has a time.
    """
    times = [time for payload in payloads if (time := _time(payload.get("event_time"))) is not None]
    return int(now) - LEEWAY - int(max(times)) if times else None


def moved(payload: Mapping[str, Any], seconds: int) -> dict[str, Any]:
    """The event, happened so much later; its time keeps the form it has. One that can't be read stays as it is."""
    made = dict(payload)
    if "event_time" in made:
        made["event_time"] = _later(made["event_time"], seconds)
    original = made.get("original_event_data")
    if isinstance(original, dict) and "event_time" in original:
        made["original_event_data"] = {**original, "event_time": _later(original["event_time"], seconds)}
    return made


def suffixed(payload: Mapping[str, Any], suffix: str) -> dict[str, Any]:
    """The event with an id of its own for this forwarding; one without an id stays without."""
    found = identifier(payload.get("event_id"))
    return dict(payload) if found is None else {**payload, "event_id": f"{found}{suffix}"}


def _time(value: object) -> float | None:
    seconds = unix_seconds(value)
    # Milliseconds are no time that could be moved: that they are wrong is what Meta is to see.
    return seconds if seconds is not None and 0 < seconds < LATEST_SANE_TIME else None


def _later(value: Any, seconds: int) -> Any:
    if _time(value) is None:
        return value
    if not isinstance(value, str):
        return value + seconds
    text = value.strip()
    if text.isdigit():
        return str(int(text) + seconds)
    if text.replace(".", "", 1).isdigit():
        return f"{float(text) + seconds:.3f}"
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).__add__(timedelta(seconds=seconds)).isoformat()
