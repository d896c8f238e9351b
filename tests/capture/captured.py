"""What the capture tests share: events, the ways in which clients send them, and reading one item."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson

from simulator.capture.read import read_item
from simulator.capture.redact import CREDENTIALS
from simulator.event import Event, Origin, Quarantined, Request
from simulator.settings import Limits

LIMITS = Limits()
ORIGIN = Origin("shop.jsonl", 7)
PIXEL = "1234567890123456"
# Made up, and shaped like the real thing: nothing of them may come out again.
TOKEN = "EAABsbCS1iHgBAKz9ZCq7wQ2LxTnR4uVpYd8"
EMAIL = "maria.sommer@kundin.example"
PHONE = "+4917012345678"
NAME = "Sommerfeld"
HASH = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"


def harmless(text: str) -> bool:
    """Whether a generated text names no credential, whose value would be removed."""
    return not any(name in text.lower() for name in CREDENTIALS)


def server_event(**members: Any) -> dict[str, Any]:
    return {
        "event_name": "Purchase",
        "event_time": 1_700_000_000,
        "event_id": "order-1",
        "action_source": "website",
        "user_data": {"em": [HASH]},
        "custom_data": {"value": 9.5, "currency": "EUR"},
        **members,
    }


def read(item: bytes | str | dict[str, Any] | list[Any], form: str = "lines", limits: Limits = LIMITS) -> Any:
    data = item if isinstance(item, bytes) else item.encode() if isinstance(item, str) else orjson.dumps(item)
    return read_item(data, ORIGIN, form, limits)


def request(item: bytes | str | dict[str, Any] | list[Any], form: str = "lines") -> Request:
    got = read(item, form)
    assert isinstance(got, Request), got
    return got


def event(item: bytes | str | dict[str, Any] | list[Any], form: str = "lines") -> Event:
    (only,) = request(item, form).events
    return only


def refused(item: bytes | str | dict[str, Any] | list[Any], form: str = "lines", limits: Limits = LIMITS) -> str:
    got = read(item, form, limits)
    assert isinstance(got, Quarantined), got
    assert got.origin == ORIGIN
    return got.reason


def captured(
    url: str, body: Any = None, content_type: str | None = None, method: str | None = None, **headers: str
) -> dict[str, Any]:
    """An envelope around an HTTP request."""
    known = {name.replace("_", "-"): value for name, value in headers.items()}
    if content_type:
        known["Content-Type"] = content_type
    return {"received_at": 1_700_000_001.5, "request": {"method": method, "url": url, "headers": known, "body": body}}


def tr_url(host: str = "https://www.facebook.com/tr/", **parameters: str) -> str:
    return f"{host}?{urlencode(parameters)}"


def multipart(fields: dict[str, str], boundary: str = "----Bound-ary7", extra: str = "", end: bool = True) -> str:
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n{extra}\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return parts + (f"--{boundary}--\r\n" if end else "")
