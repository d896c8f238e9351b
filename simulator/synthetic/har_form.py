"""The browser's requests as one HAR file (HAR 1.2), as the developer tools export it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import orjson

from simulator import __version__
from simulator.synthetic.pixel_request import pixel_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulator.synthetic.made import Made

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COMMENT = "Made up by capisim: no request here was ever sent, and nobody in it exists."
_RESPONSE = {
    "status": 200,
    "statusText": "",
    "httpVersion": "h3",
    "headers": [{"name": "content-type", "value": "image/gif"}],
    "cookies": [],
    "content": {"size": 44, "mimeType": "image/gif"},
    "redirectURL": "",
    "headersSize": -1,
    "bodySize": -1,
}
_NO_RESPONSE = {
    "status": 0,
    "statusText": "",
    "httpVersion": "",
    "headers": [],
    "cookies": [],
    "content": {"size": 0, "mimeType": "x-unknown"},
    "redirectURL": "",
    "headersSize": -1,
    "bodySize": -1,
    "_error": "net::ERR_BLOCKED_BY_CLIENT",
}
"""What Chrome exports of a request that an extension blocked."""


def har(stream: Iterable[Made]) -> Iterator[bytes]:
    """The file in pieces; what the server sent, and words of consent, no browser records."""
    creator = {"name": "capisim generate", "version": __version__}
    head = orjson.dumps({"version": "1.2", "creator": creator, "comment": _COMMENT})
    yield b'{"log":' + head[:-1] + b',"entries":['
    separator = b"\n"
    for made in stream:
        if made.channel == "browser" and made.word is None:
            yield separator + orjson.dumps(_entry(made))
            separator = b",\n"
    yield b"\n]}}\n"


def _entry(made: Made) -> dict[str, Any]:
    sent = pixel_request(made)
    request: dict[str, Any] = {
        "method": "GET" if sent.form is None else "POST",
        "url": sent.url,
        "httpVersion": "h3",
        "headers": [{"name": name, "value": value} for name, value in sent.headers.items()],
        "queryString": [],
        "cookies": [],
        "headersSize": -1,
        "bodySize": 0 if sent.form is None else len(sent.form),
    }
    pairs = [{"name": name, "value": value} for name, value in sent.parameters]
    if sent.form is None:
        request["queryString"] = pairs
    else:
        mime = "application/x-www-form-urlencoded"
        request["postData"] = {"mimeType": mime, "params": pairs, "text": sent.form}
    at = _EPOCH + timedelta(milliseconds=round(made.received_at * 1000))
    started = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    timings = {"blocked": -1, "dns": -1, "connect": -1, "ssl": -1, "send": 0, "wait": 35, "receive": 1}
    return {
        "_resourceType": "image",
        "startedDateTime": started,
        "time": 36,
        "request": request,
        "response": _NO_RESPONSE if made.blocked else _RESPONSE,
        "cache": {},
        "timings": timings,
    }
