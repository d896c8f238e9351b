"""One shop event, in the shape of a line, for the tests about repeats and reused ids."""

from __future__ import annotations

from typing import Any

from suspicion_building import findings

from simulator.checks.examples import AT
from simulator.checks.spot import ABSENT

PAGE = "https://shop.example/t"
FBP = "fb.1.1787996400000.1098115397"
OTHER_FBP = "fb.1.1787999999000.2098115398"


def line(channel: str, seconds: float, event_id: Any, **members: Any) -> dict[str, Any]:
    """A purchase of that channel, received so many seconds after AT; members of the event may differ."""
    base: dict[str, Any] = {
        "event_name": "Purchase",
        "event_time": AT,
        "event_id": event_id,
        "action_source": "website",
        "event_source_url": PAGE,
        "user_data": person(),
        "custom_data": {"value": 19, "currency": "EUR", "order_id": "A-1"},
    }
    event = {key: value for key, value in (base | members).items() if value is not ABSENT}
    return {"channel": channel, "pixel_id": "1234567890", "received_at": AT + seconds, "event": event}


def person(fbp: str = FBP, **members: Any) -> dict[str, Any]:
    """user_data of somebody in that browser."""
    base = {"client_user_agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/139.0", "client_ip_address": "203.0.113.10"}
    return base | {"fbp": fbp} | members


def told(lines: list[dict[str, Any]], code: str, **tables: Any) -> list[tuple[int, int | None, str]]:
    """Number, the other's number and severity of the findings of that rule."""
    return [
        (n, finding.twin, finding.severity.value)
        for n, own in sorted(findings(lines, **tables).items())
        for finding in own
        if finding.rule == code
    ]


def messages(lines: list[dict[str, Any]], code: str) -> list[str]:
    """The messages of that rule, by number of their events."""
    return [each.message for _, own in sorted(findings(lines).items()) for each in own if each.rule == code]
