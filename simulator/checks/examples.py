"""Building the examples of the rules: whole lines that any capisim source may hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.checks.spot import ABSENT

AT = 1_788_000_000
"""The moment the examples are judged at, in Unix seconds (2026-08-29T10:40:00Z)."""

EMAIL_HASH = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"
"""SHA-256 of the made-up address on Meta's customer information page."""

EXTERNAL_ID_HASH = "d18bb2e4db9b94e16ecd8c6a26c81f2ddcde4b7bd9e3f98a52a40b8bd4fa0a59"
"""A made-up customer number of the shop, in the form of a hash."""

CUSTOMERS = str(Path(__file__).with_name("data") / "example-customers.jsonl")
"""A file with three made-up test shoppers, for the setting ``customers`` of an example."""

_USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/139.0 Safari/537.36"


def user(**members: Any) -> dict[str, Any]:
    """The user_data of the example shopper, with these members instead; ABSENT takes one away."""
    return _changed({"em": [EMAIL_HASH], "client_user_agent": _USER_AGENT}, members)


def event(**members: Any) -> dict[str, Any]:
    """A server event without a fault, with these members instead; ABSENT takes one away."""
    base = {
        "event_name": "Purchase",
        "event_time": AT - 60,
        "event_id": "order-1001",
        "action_source": "website",
        "event_source_url": "https://shop.example/thank-you",
        "user_data": user(),
        "custom_data": {"value": 49.9, "currency": "EUR"},
    }
    return _changed(base, members)


def app_event(extinfo: Any = None, **app_data: Any) -> dict[str, Any]:
    """An app event without a fault, with these members of app_data instead."""
    slots = ["a2", "com.shop.example", "1.0", "1.0.0", "16", "Pixel 9", "en_US", "CET", "", "1080", "2400", "2.6", "8"]
    base = {"advertiser_tracking_enabled": 1, "extinfo": extinfo or [*slots, "128", "64", "Europe/Berlin"]}
    return event(action_source="app", event_source_url=ABSENT, app_data=_changed(base, app_data))


def message_event(channel: Any, user_data: dict[str, Any], name: str = "Purchase") -> dict[str, Any]:
    """A business messaging event of that channel and user."""
    return event(
        event_name=name,
        action_source="business_messaging",
        messaging_channel=channel,
        event_source_url=ABSENT,
        user_data=user_data,
    )


def browser(**members: Any) -> dict[str, Any]:
    """The envelope of a browser event without a fault, with these members of the event instead."""
    base = {
        "event_name": "Purchase",
        "event_time": AT,
        "event_id": "order-1001",
        "event_source_url": "https://shop.example/thank-you",
        "action_source": "website",
        "user_data": {"fbp": f"fb.1.{AT - 3600}000.1098115397", "client_user_agent": _USER_AGENT},
        "custom_data": {"value": "49.90", "currency": "EUR"},
    }
    return {"channel": "browser", "pixel_id": "1234567890", "received_at": AT, "event": _changed(base, members)}


def received(payload: dict[str, Any], at: float = AT) -> dict[str, Any]:
    """The envelope of a server event that tells when it was received, in Unix seconds."""
    return {"channel": "server", "pixel_id": "1234567890", "received_at": at, "event": payload}


def pair(
    browser: Mapping[str, Any] | None = None, server: Mapping[str, Any] | None = None, *, apart: float = 2.0
) -> list[dict[str, Any]]:
    """The envelopes of both copies of one purchase, the browser's and ``apart`` seconds later the server's.

    The two agree in everything, so that they are without a finding; each mapping changes members of
    that copy's event, and ABSENT takes one away.
    """
    base = {
        "event_name": "Purchase",
        "event_time": AT,
        "event_id": "order-1001",
        "action_source": "website",
        "event_source_url": "https://shop.example/thank-you",
        "user_data": {
            "em": [EMAIL_HASH],
            "external_id": [EXTERNAL_ID_HASH],
            "fbp": f"fb.1.{AT - 3600}000.1098115397",
            "client_ip_address": "203.0.113.7",
            "client_user_agent": _USER_AGENT,
        },
        "custom_data": {
            "value": 49.9,
            "currency": "EUR",
            "order_id": "1001",
            "content_type": "product",
            "contents": [{"id": "SKU-1", "quantity": 1, "item_price": 49.9}],
        },
    }
    first = received(_changed(base, dict(browser or {})))
    return [first | {"channel": "browser"}, received(_changed(base, dict(server or {})), AT + apart)]


def _changed(base: dict[str, Any], members: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in (base | members).items() if value is not ABSENT}
