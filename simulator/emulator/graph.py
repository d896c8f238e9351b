"""The events edge of the Graph API: ``POST /v{N}.{M}/{id}/events``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.capture.errors import UnreadableError
from simulator.emulator.bodies import decode_body, read_body
from simulator.emulator.envelopes import envelope, kept_headers, query_text, without_credentials
from simulator.emulator.graph_answers import answer, refuse, success, verdict_block
from simulator.emulator.handling import Notes, endpoint
from simulator.emulator.refusals import NO_GET, Refused, malformed, refusal_of
from simulator.emulator.tokens import check_access, find_token
from simulator.pipeline.listening import TurnedAway

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.emulator.service import Service

PREFERENCE = "capisim-verdict"


@endpoint
async def events(request: Request, service: Service, notes: Notes) -> Response:
    """Take the events of one request, all or none, and answer as Graph does."""
    version = request.path_params.get("version")
    query = dict(request.query_params)
    raw = await read_body(request, service.limits)
    broken: str | None = None
    body: dict[str, Any] = {}
    try:
        body = decode_body(raw, request.headers.get("content-type", ""), service.settings.limits.nesting)
    except UnreadableError as error:
        broken = str(error)
    pixel_id = request.path_params["object"]
    try:
        proof = query.get("appsecret_proof", body.get("appsecret_proof"))
        check_access(pixel_id, find_token(query, body, request.headers), proof, service.pixels)
        if request.method != "POST":
            raise Refused(NO_GET)
        if broken is not None:
            raise Refused(malformed(broken[0].upper() + broken[1:]))
    except Refused as refused:
        refusal = refused.refusal
        reason = f"Refused with {refusal.code}: {refusal.text or refusal.message}"
        notes.taken = [await service.take(TurnedAway(reason, raw[:1024]))]
        raise
    url = f"{request.url.path}{query_text(query)}"
    line = envelope("POST", url, kept_headers(request), without_credentials(body), service.receipt())
    taken = await service.take(line)
    notes.taken = [taken]
    own = verdict_block([taken]) if wants_verdicts(request) else {}
    found = refusal_of(taken.verdicts)
    if found is not None:
        notes.text = found.title or found.message
        return refuse(found, version, **own)
    return answer(success(taken) | own, version=version)


def wants_verdicts(request: Request) -> bool:
    """Whether the request asks for the verdicts beside the answer: ``Prefer: capisim-verdict``."""
    wishes = ",".join(request.headers.getlist("prefer")).split(",")
    return any(wish.partition(";")[0].strip().lower() == PREFERENCE for wish in wishes)
