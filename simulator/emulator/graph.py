"""The events edge of the Graph API: ``POST /v{N}.{M}/{id}/events``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.capture.errors import UnreadableError
from simulator.emulator.bodies import decode_body, header_bytes, read_body
from simulator.emulator.delivery import Delivery, deliver
from simulator.emulator.envelopes import kept_headers, path_of, query_of
from simulator.emulator.graph_answers import answer
from simulator.emulator.handling import Notes, endpoint
from simulator.emulator.tokens import find_token

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.emulator.service import Service

PREFERENCE = "capisim-verdict"


@endpoint
async def events(request: Request, service: Service, notes: Notes) -> Response:
    """Take the events of one request, all or none, and answer as Graph does."""
    query = query_of(request)
    raw, body, broken = await read_members(request, service)
    delivery = Delivery(
        request.method,
        path_of(request),
        request.path_params["object"],
        query,
        body,
        kept_headers(request),
        find_token(query, body, header_bytes(request)),
        raw,
        broken,
    )
    found = await deliver(service, delivery, with_verdicts=wants_verdicts(request))
    notes.taken, notes.text = [found.taken], found.note
    return answer(found.body, found.status, request.path_params.get("version"))


async def read_members(request: Request, service: Service) -> tuple[bytes, dict[str, Any], str | None]:
    """The body, its members, and why they can't be read where they can't. Raises BodyError."""
    raw = await read_body(request, service.limits)
    try:
        return raw, decode_body(raw, content_type(request), service.settings.limits.nesting), None
    except UnreadableError as error:
        return raw, {}, str(error)


def content_type(request: Request) -> str:
    """What the body says it is; empty when it says nothing."""
    return header_bytes(request).get(b"content-type", b"").decode("latin-1")


def wants_verdicts(request: Request) -> bool:
    """Whether the request asks for the verdicts beside the answer: ``Prefer: capisim-verdict``."""
    if b"prefer" not in header_bytes(request):
        return False
    wishes = ",".join(request.headers.getlist("prefer")).split(",")
    return any(wish.partition(";")[0].strip().lower() == PREFERENCE for wish in wishes)
