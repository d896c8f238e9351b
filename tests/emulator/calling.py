"""A client for the tests of the emulator: over a real socket, or straight into the application."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

import urllib3

from simulator.emulator.app import build_app

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.emulator.service import Service

PIXEL = "1234567890"
EVENTS = f"/v26.0/{PIXEL}/events"
NOON = 1_767_268_800


class Answer(NamedTuple):
    """What came back; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> Any:
        """The error of Graph's envelope."""
        return self.json()["error"]


class Client(Protocol):
    """Sends one request."""

    def __call__(
        self, method: str, url: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer: ...


class OverSocket:
    """Through the whole of HTTP."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._pool = urllib3.PoolManager(retries=False, timeout=60)

    def __call__(
        self, method: str, url: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        data = body.encode() if isinstance(body, str) else body
        found = self._pool.request(method, self._base + url, body=data, headers=dict(headers or {}))
        return Answer(found.status, {name.lower(): value for name, value in found.headers.items()}, found.data)

    def close(self) -> None:
        self._pool.clear()


class InProcess:
    """The application called as a server would call it."""

    def __init__(self, service: Service) -> None:
        self._app = build_app(service)

    def __call__(
        self, method: str, url: str, body: bytes | str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        return asyncio.run(self._call(method, url, body.encode() if isinstance(body, str) else body or b"", headers))

    async def _call(self, method: str, url: str, body: bytes, headers: Mapping[str, str] | None) -> Answer:
        parts = urlsplit(url)
        raw = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(b"host", b"127.0.0.1:80"), *raw],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 80),
        }
        pieces = [{"type": "http.request", "body": body[:7], "more_body": True}]
        pieces.append({"type": "http.request", "body": body[7:], "more_body": False})
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return pieces.pop(0) if pieces else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], found, b"".join(each.get("body", b"") for each in sent[1:]))


def event(**members: Any) -> dict[str, Any]:
    """A server event that nothing is wrong with at NOON; a member that is given as ``...`` is left out."""
    made: dict[str, Any] = {
        "event_name": "Purchase",
        "event_time": NOON,
        "event_id": "order-1001",
        "action_source": "website",
        "event_source_url": "https://shop.example/thanks",
        "user_data": {"em": ["a" * 64], "client_user_agent": "Mozilla/5.0", "client_ip_address": "203.0.113.7"},
        "custom_data": {"value": 9.5, "currency": "EUR"},
    }
    return {name: value for name, value in (made | members).items() if value is not ...}


def post(client: Client, *events: dict[str, Any], url: str = EVENTS, token: str = "any", **members: Any) -> Answer:
    """Send events as a JSON body."""
    body = {"data": list(events), "access_token": token, **members}
    return client("POST", url, json.dumps(body), {"content-type": "application/json"})
