"""A request as it arrived, in the form in which captured requests lie in files: without its secrets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from simulator.capture.forms import query_fields
from simulator.capture.graph import fields_to_body
from simulator.capture.redact import CREDENTIALS, redact_text
from simulator.capture.written import Written, written
from simulator.masking import show_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

# What capture reads of a request; nothing else of it is worth keeping.
_KEPT = (
    "content-type",
    "user-agent",
    "referer",
    "origin",
    "x-forwarded-for",
    "true-client-ip",
    "cf-connecting-ip",
    "x-real-ip",
)
_KEPT_BYTES = {name.encode(): name for name in _KEPT}
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9._/-]*")
_LOOPBACK = ("127.", "::1", "::ffff:127.")


def envelope(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: str | Mapping[str, Any] | None,
    received_at: float,
    client_ip: str | None = None,
) -> Written:
    """One line of a source: the request and when it was received, in Unix seconds."""
    request: dict[str, Any] = {"method": method, "url": url, "headers": headers, "body": body}
    if client_ip is not None:
        request["client_ip"] = client_ip
    return written(request, received_at)


def kept_headers(request: Request) -> dict[str, str]:
    """The headers that capture reads; it takes out what is secret in them, as it does for files."""
    return {
        found: value.decode("latin-1")
        for name, value in request.scope["headers"]
        if (found := _KEPT_BYTES.get(name)) is not None
    }


def without_credentials(members: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a body that are no credentials."""
    return {name: value for name, value in members.items() if name.lower() not in CREDENTIALS}


def query_text(fields: Mapping[str, str]) -> str:
    """``?a=1&b=2`` without credentials; empty without fields."""
    pairs = [f"{quote(name)}={quote(value)}" for name, value in without_credentials(fields).items()]
    return f"?{'&'.join(pairs)}" if pairs else ""


def path_of(request: Request) -> str:
    """The path of a request, as its URL has it."""
    path: str = request.scope["path"]
    # Taking a URL together and apart again costs more than all else that is done with most paths.
    return path if _PLAIN_PATH.fullmatch(path) else request.url.path


def shown_path(path: str) -> str:
    """A path as it may be shown: somebody may have put a token into it."""
    return show_name(redact_text(path), 120)


def query_of(request: Request) -> dict[str, str]:
    """The fields of the query; of a name given twice the last one counts."""
    return fields_to_body(query_fields(request.scope["query_string"].decode("latin-1")))


def client_address(request: Request) -> str | None:
    """The address of the person's device; None where it is this machine's own, which Meta would never see."""
    if request.client is None or any(request.headers.get(name) for name in _KEPT[4:]):
        return None
    host = request.client.host
    return None if host.startswith(_LOOPBACK) else host
