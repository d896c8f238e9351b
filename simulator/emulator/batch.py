"""Graph's batch requests: ``POST /v{N}.{M}/`` with ``batch=[{"method", "relative_url", "body"}]``.

Meta's Python SDK sends its batches so (seen on the wire, 2026-11). Each request in it is accepted or refused by
itself; the answer is a list of their answers, each body as JSON text.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import orjson
from starlette.responses import Response

from simulator.capture.errors import UnreadableError
from simulator.capture.forms import query_fields
from simulator.capture.json_text import decode
from simulator.emulator.bodies import decode_body, header_bytes
from simulator.emulator.delivery import Delivery, deliver
from simulator.emulator.envelopes import kept_headers, query_of
from simulator.emulator.graph import read_members, wants_verdicts
from simulator.emulator.graph_answers import trace_id
from simulator.emulator.handling import Notes, endpoint
from simulator.emulator.refusals import (
    NO_TOKEN,
    TOO_MANY_REQUESTS,
    UNKNOWN_PATH,
    Refused,
    envelope,
    malformed,
)
from simulator.emulator.tokens import find_token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from simulator.emulator.refusals import Refusal
    from simulator.emulator.service import Service

_EDGE = re.compile(r"/(?:v\d+(?:\.\d+)?/)?([^/]+)/events/?")
_NESTING = 6
_CONTENT_TYPE = {"name": "Content-Type", "value": "application/json; charset=UTF-8"}


@endpoint
async def batch(request: Request, service: Service, notes: Notes) -> Response:
    """Answer each request of a batch, in their order."""
    query = query_of(request)
    _, body, broken = await read_members(request, service)
    members = query | body
    if broken is not None or "batch" not in members:
        raise Refused(UNKNOWN_PATH if broken is None else malformed(broken[0].upper() + broken[1:]))
    calls = _calls(members["batch"], service)
    token = find_token(query, body, header_bytes(request))
    with_headers = str(members.get("include_headers", "true")).lower() not in ("false", "0")
    told = kept_headers(request)
    told.pop("content-type", None)
    found = await asyncio.gather(
        *(_answer(service, call, token, told, notes, with_verdicts=wants_verdicts(request)) for call in calls)
    )
    answers = [
        {"code": status, **({"headers": [_CONTENT_TYPE]} if with_headers else {}), "body": orjson.dumps(each).decode()}
        for status, each in found
    ]
    version = request.path_params.get("version")
    headers = {"facebook-api-version": f"v{version}"} if version else None
    return Response(orjson.dumps(answers), 200, headers, "application/json; charset=UTF-8")


def _calls(given: object, service: Service) -> list[dict[str, Any]]:
    if isinstance(given, str):
        try:
            given = decode(given, service.settings.limits.nesting + _NESTING)
        except UnreadableError as error:
            raise Refused(malformed(f"In batch, {error}")) from None
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise Refused(malformed("The parameter batch must be a list of requests."))
    if len(given) > service.limits.batch_requests:
        raise Refused(TOO_MANY_REQUESTS)
    return given


async def _answer(
    service: Service,
    call: dict[str, Any],
    token: str | None,
    headers: Mapping[str, str],
    notes: Notes,
    *,
    with_verdicts: bool,
) -> tuple[int, dict[str, Any]]:
    """Status and body for one request of a batch; the batch's token counts where it has none of its own."""
    url, method, content = call.get("relative_url"), call.get("method"), call.get("body")
    try:
        parts = urlsplit("/" + url.lstrip("/")) if isinstance(url, str) else None
    except ValueError:
        parts = None
    edge = _EDGE.fullmatch(parts.path) if parts is not None else None
    if parts is None or edge is None:
        refusal: Refusal = UNKNOWN_PATH if token is not None else NO_TOKEN
        return refusal.status, envelope(refusal, trace_id())
    raw, body, broken = b"", {}, None
    if isinstance(content, str):
        raw = content.encode("utf-8", "replace")
        try:
            body = decode_body(raw, "", service.settings.limits.nesting)
        except UnreadableError as error:
            broken = str(error)
    elif isinstance(content, dict):
        raw, body = orjson.dumps(content), content
    query = dict(query_fields(parts.query))
    own = next((each["access_token"] for each in (query, body) if isinstance(each.get("access_token"), str)), None)
    delivery = Delivery(
        method.upper() if isinstance(method, str) else "GET",
        parts.path,
        unquote(edge[1]),
        query,
        body,
        headers,
        own or token,
        raw,
        broken,
    )
    found = await deliver(service, delivery, with_verdicts=with_verdicts)
    notes.taken.append(found.taken)
    notes.text = notes.text or found.note
    return found.status, found.body
