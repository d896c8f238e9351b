"""Entries of HAR files: which of them are requests to Meta's endpoints, and what they carry.

A HAR is what a browser's developer tools export (HAR 1.2). A blocked request is in it as well, although
it never left the browser; a form post or beacon has its parameters in ``postData``.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote_plus, urlencode, urlsplit

from simulator.capture.envelope import read_any
from simulator.capture.errors import BLOCKED, UnreadableError
from simulator.capture.fields import unix_seconds
from simulator.capture.forms import is_multipart
from simulator.capture.wire import Wire, endpoint, read_headers
from simulator.event import Batch, Origin, Request

_META = "facebook.com"
# The parameter of every pixel request that names its event, or of a batch of them.
_IN_URL = re.compile(r"[?&](?:ev=|events(?:\[|%5B)0)", re.IGNORECASE)
_IN_FORM = re.compile(r"(?:^|&)(?:ev=|events(?:\[|%5B)0)|name=\"(?:ev|events\[0\])\"", re.IGNORECASE)


def slim(entry: object) -> dict[str, Any] | None:
    """What matters of an entry, its response's body dropped; None for a request of no concern to us."""
    if not isinstance(entry, dict) or not isinstance(request := entry.get("request"), dict):
        return None
    url = request.get("url")
    if not isinstance(url, str) or request.get("method") == "OPTIONS" or not _concerns_us(url, request):
        return None
    response = entry.get("response")
    return {
        "startedDateTime": entry.get("startedDateTime"),
        "request": {name: request.get(name) for name in ("method", "url", "headers", "postData")},
        "response": {"_error": response.get("_error")} if isinstance(response, dict) else None,
    }


def _concerns_us(url: str, request: dict[str, Any]) -> bool:
    if "/tr" not in url and "/events" not in url and "privacy_sandbox" not in url:
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    kind = endpoint(parts.path)
    at_meta = host == _META or host.endswith("." + _META)
    if kind == "graph":
        # A page talks to many services whose path ends in /events; Meta's names a version and a number.
        steps = parts.path.strip("/").split("/")
        return request.get("method") == "POST" and (at_meta or (len(steps) == 3 and steps[1].isdigit()))
    if kind == "pixel":
        # A relay on the shop's own host is recognised by the event's name.
        return at_meta or bool(_IN_URL.search(url)) or _posts_event(request.get("postData"))
    return kind == "twin"


def _posts_event(post: object) -> bool:
    if not isinstance(post, dict):
        return False
    text, params = post.get("text"), post.get("params")
    if isinstance(text, str) and _IN_FORM.search(text):
        return True
    return isinstance(params, list) and any(isinstance(one, dict) and one.get("name") == "ev" for one in params)


def read_entry(entry: dict[str, Any], origin: Origin, nesting: int) -> Request | Batch | None:
    """The events of one HAR entry; received when the browser started the request.

    None for the privacy sandbox's copy. Raises UnreadableError when the browser blocked the
    request, so that Meta never saw it, and when it can't be read.
    """
    request = entry.get("request")
    if not isinstance(request, dict) or not isinstance(url := request.get("url"), str):
        raise UnreadableError("the HAR entry has no request with a URL")
    response = entry.get("response")
    failure = response.get("_error") if isinstance(response, dict) else None
    if isinstance(failure, str) and "BLOCKED" in failure:
        if endpoint(Wire("GET", url, {}, None).split().path) == "twin":
            return None
        raise UnreadableError(BLOCKED)
    headers = read_headers(request.get("headers"))
    body = _body(request.get("postData"), headers)
    method = request.get("method")
    wire = Wire(method.upper() if isinstance(method, str) and method else "GET", url, headers, body)
    return read_any(wire, origin, nesting, received_at=unix_seconds(entry.get("startedDateTime")))


def _body(post: object, headers: dict[str, str]) -> str | None:
    """The posted text, or a form made again of its parameters where the export left the text out."""
    if not isinstance(post, dict):
        return None
    kind = post.get("mimeType")
    text = post.get("text")
    if isinstance(text, str) and text:
        if isinstance(kind, str):
            headers.setdefault("content-type", kind)
        return text
    params = post.get("params")
    if not isinstance(params, list):
        return None
    pairs = [(one.get("name"), one.get("value")) for one in params if isinstance(one, dict)]
    texts = [(name, value) for name, value in pairs if isinstance(name, str) and isinstance(value, str)]
    # Chrome exports the parameters of a url-encoded form as they were sent, Firefox decodes them.
    if not is_multipart("", str(kind)) and any("%5B" in name.upper() for name, _ in texts):
        texts = [(unquote_plus(name), unquote_plus(value)) for name, value in texts]
    headers["content-type"] = "application/x-www-form-urlencoded"
    return urlencode(texts)
