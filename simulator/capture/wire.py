"""An HTTP request as it was captured, and which of Meta's endpoints it went to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias
from urllib.parse import SplitResult, urlsplit

import orjson

from simulator.capture.errors import UnreadableError
from simulator.capture.redact import holds_none, redact, redact_headers, redact_text

Endpoint: TypeAlias = Literal["graph", "batch", "pixel", "twin"]

# POST https://graph.facebook.com/v{N}/{PIXEL_ID}/events, a trailing slash allowed
# (developers.facebook.com/documentation/ads-commerce/conversions-api/using-the-api, read 2026-09-12);
# relays and gateways serve the same path on hosts of their own.
_GRAPH = re.compile(r"(?:^|/)([^/]+)/events/?$")
_GRAPH_BATCH = re.compile(r"^/(?:v\d+(?:\.\d+)?/?)?$")
# facebook.com/tr with and without the slash, and first-party relays of it (Meta's fbevents.js 2.9.15).
_PIXEL = re.compile(r"(?:^|/)tr/?$")
# Chrome sends every pixel request here a second time, with the same parameters (public captures, 2026).
_TWIN = re.compile(r"/privacy_sandbox/pixel/register/trigger/?$")

# In the order in which they are believed: the first proxy's word, then what single vendors add.
_ADDRESS_HEADERS = ("x-forwarded-for", "true-client-ip", "cf-connecting-ip", "x-real-ip")


class Wire(NamedTuple):
    """One HTTP request. Header names are in lower case; ``body`` is text, or JSON already decoded."""

    method: str
    url: str
    headers: dict[str, str]
    body: str | dict[str, Any] | list[Any] | None
    client_ip: str | None = None

    def raw(self) -> bytes:
        """The request as JSON bytes, credentials and cookies replaced."""
        headers = redact_headers(self.headers)
        told = orjson.dumps({"method": self.method, "url": self.url, "headers": headers, "body": self.body})
        if holds_none(told):
            # Most hold none, and going through every text of them takes longer than judging them.
            return told
        return orjson.dumps(
            {"method": self.method, "url": redact_text(self.url), "headers": headers, "body": redact(self.body)}
        )

    def split(self) -> SplitResult:
        """The parts of the URL. Raises UnreadableError when it is none."""
        try:
            return urlsplit(self.url.strip())
        except ValueError:
            raise UnreadableError("the request's URL can't be read") from None

    def client_address(self) -> str | None:
        """The address of the person's device, where the capture says it."""
        if self.client_ip:
            return self.client_ip
        for name in _ADDRESS_HEADERS:
            if first := self.headers.get(name, "").split(",")[0].strip():
                return first
        return None


def read_wire(request: Mapping[str, Any]) -> Wire:
    """The request inside an envelope: ``method`` (default POST with a body, else GET), ``url``, ``headers``,
    ``body``, ``client_ip``.

    Headers may be an object or a list of ``{"name", "value"}``. Raises UnreadableError without a URL.
    """
    url = request.get("url")
    if not isinstance(url, str) or not url.strip():
        raise UnreadableError("the captured request has no URL")
    body = request.get("body")
    if body is not None and not isinstance(body, (str, dict, list)):
        raise UnreadableError("the captured request's body is neither text nor JSON")
    method = request.get("method")
    if not isinstance(method, str) or not method:
        method = "GET" if body is None or body == "" else "POST"
    address = request.get("client_ip")
    return Wire(
        method.upper(),
        url,
        read_headers(request.get("headers")),
        body,
        address if isinstance(address, str) else None,
    )


def read_headers(headers: object) -> dict[str, str]:
    """HTTP headers with names in lower case, from an object or a list of names and values."""
    pairs: list[tuple[object, object]] = []
    if isinstance(headers, Mapping):
        pairs = list(headers.items())
    elif isinstance(headers, list):
        for header in headers:
            if isinstance(header, Mapping):
                pairs.append((header.get("name"), header.get("value")))
            elif isinstance(header, list) and len(header) == 2:
                pairs.append((header[0], header[1]))
    known: dict[str, str] = {}
    for name, value in pairs:
        if isinstance(value, list):
            value = ", ".join(str(one) for one in value)
        if isinstance(name, str) and isinstance(value, (str, int, float)):
            known.setdefault(name.strip().lower(), str(value))
    return known


def endpoint(path: str) -> Endpoint | None:
    """Which of Meta's endpoints a URL's path names; None when it is none of them."""
    if _PIXEL.search(path):
        return "pixel"
    if _GRAPH.search(path):
        return "graph"
    if _TWIN.search(path):
        return "twin"
    return "batch" if _GRAPH_BATCH.match(path) else None


def graph_object(path: str) -> str | None:
    """The id in ``/v26.0/{id}/events``."""
    found = _GRAPH.search(path)
    return found[1] if found else None
