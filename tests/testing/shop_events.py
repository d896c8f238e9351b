"""Made-up events for the tests of the assertion API, and how a failure is caught."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

NOW = 1791795600
"""2026-10-12, in Unix seconds."""
PIXEL = "1029384756601234"
ADDRESS = "ana@example.com"
PHONE = "16505550111"
HASHED = sha256(ADDRESS.encode()).hexdigest()
AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"
)


def event(name: str = "Purchase", event_id: str | None = "order-1", value: float = 19.0, **more: Any) -> dict[str, Any]:
    """A server event that nothing is wrong with; ``more`` are members of its own."""
    made: dict[str, Any] = {
        "event_name": name,
        "event_time": NOW,
        "event_id": event_id,
        "event_source_url": "https://shop.example/thank-you",
        "action_source": "website",
        "user_data": {
            "em": [HASHED],
            "external_id": [sha256(b"customer-1001").hexdigest()],
            "client_ip_address": "203.0.113.10",
            "client_user_agent": AGENT,
            "fbp": "fb.1.1791504000111.1123456781",
        },
        "custom_data": {
            "value": value,
            "currency": "EUR",
            "content_ids": ["cup"],
            "content_type": "product",
            "order_id": "A-1",
        },
        **more,
    }
    if event_id is None:
        del made["event_id"]
    return made


def envelope(channel: str, payload: dict[str, Any] | None = None, after: float = 0.0) -> dict[str, Any]:
    """An event as a channel reported it, received so many seconds after ``NOW``."""
    return {"channel": channel, "pixel_id": PIXEL, "received_at": NOW + after, "event": payload or event()}


def pair(after: float = 2.0) -> list[dict[str, Any]]:
    """One purchase on both channels, the server's copy so many seconds later."""
    return [envelope("browser"), envelope("server", after=after)]


def split() -> list[dict[str, Any]]:
    """One purchase on both channels under two ids: it counts twice."""
    return [envelope("browser"), envelope("server", event(event_id="server-order-1"), 2)]


def failure(assertion: Callable[..., object], *arguments: Any, **more: Any) -> str:
    """What the assertion says when it fails, as it must."""
    with pytest.raises(AssertionError) as caught:
        assertion(*arguments, **more)
    return str(caught.value)
