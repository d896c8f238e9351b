"""Captured requests for the tests of a live run: posts to the events endpoint and pixel requests."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson
from small_traffic import envelopes

_GRAPH = "/v26.0/1234567890/events"


def captured(count: int, seed: int = 1, *, gap: float = 20.0) -> list[bytes]:
    """The events of ``envelopes`` as requests: server events by twos in one post, browser events one by one."""
    made: list[bytes] = []
    waiting: list[dict[str, Any]] = []
    for line in envelopes(count, seed, gap=gap):
        event, received_at = line["event"], line["received_at"]
        if line["channel"] == "browser":
            made.append(_envelope("GET", f"/tr/?{urlencode(_parameters(event))}", None, received_at))
            continue
        waiting.append(event)
        if len(waiting) == 2:
            made.append(_envelope("POST", _GRAPH, {"data": waiting}, received_at))
            waiting = []
    made.append(_envelope("POST", _GRAPH, {"data": "[{"}, received_at))
    return made


def _parameters(event: dict[str, Any]) -> dict[str, str]:
    user = event["user_data"]
    found = {
        "id": "1234567890",
        "ev": event["event_name"],
        "ts": f"{event['event_time']}000",
        "eid": event.get("event_id"),
    }
    found |= {"fbp": user.get("fbp"), "dl": event["event_source_url"], "cd[value]": "1.5", "cd[currency]": "EUR"}
    return {name: value for name, value in found.items() if value}


def _envelope(method: str, url: str, body: object, received_at: float) -> bytes:
    request = {"method": method, "url": url, "headers": {"user-agent": "Mozilla/5.0"}, "body": body}
    return orjson.dumps({"request": request, "received_at": received_at})
