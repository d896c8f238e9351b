"""A few events of a shop, as lines of a source."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

NOON = 1_767_268_800.0
EM = hashlib.sha256(b"jane@example.com").hexdigest()


def envelope(channel: str, event_id: str, second: float, **members: Any) -> dict[str, Any]:
    """A clean Purchase that a channel sent, received so many seconds past noon."""
    event = {
        "event_name": "Purchase",
        "event_id": event_id,
        "event_time": int(NOON),
        "action_source": "website",
        "event_source_url": "https://shop.example.com/thanks",
        "user_data": {"em": [EM], "client_user_agent": "Mozilla/5.0", "client_ip_address": "198.51.100.7"},
        "custom_data": {"value": 12.5, "currency": "EUR"},
    }
    return {"channel": channel, "pixel_id": "1234567890", "received_at": NOON + second, "event": {**event, **members}}


def clean_pair() -> list[dict[str, Any]]:
    """One purchase, told by both channels."""
    return [envelope("browser", "order-1", 0), envelope("server", "order-1", 2)]


def refused() -> dict[str, Any]:
    """A server event that Meta's API refuses: a Purchase without value and currency."""
    return envelope("server", "order-2", 3, custom_data={})


def write(path: Path, *lines: object) -> Path:
    """Lines of a source: objects as JSON, text as it is."""
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), "utf-8")
    return path
