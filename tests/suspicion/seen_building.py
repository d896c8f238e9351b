"""Showing events to an observer without a store between, for the tests of the second pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.checks.seen import Seen
from simulator.suspicion.observer import Observer, Told


def seen(line: Mapping[str, Any], n: int, *, verdict: str = "kept", paired: bool = False) -> Seen:
    """The event of an envelope as the second pass sees it."""
    event = line["event"]
    return Seen(
        n,
        line["channel"],
        line["pixel_id"],
        event.get("event_name"),
        event.get("event_id"),
        event.get("event_time"),
        float(line["received_at"]),
        event,
        {},
        verdict,
        paired,
    )


def watch(observer: Observer, events: Iterable[Seen]) -> list[Told]:
    """All that the observer tells of these events."""
    told: list[Told] = []
    for each in events:
        told += observer.see(each)
    told += observer.end()
    return told
