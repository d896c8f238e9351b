"""The events edge of the Graph API: ``POST /v{N}.{M}/{id}/events``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.capture.errors import UnreadableError
from simulator.emulator.bodies import decode_body, header_bytes, read_body, unpacked
from simulator.emulator.delivery import Delivery, deliver, delivered, received, turned_away
from simulator.emulator.envelopes import kept_headers, path_of, query_of
from simulator.emulator.graph_answers import answer
from simulator.emulator.handling import Handling, endpoint
from simulator.emulator.refusals import NO_GET, Refused
from simulator.emulator.tokens import find_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.emulator.delivery import Delivered
    from simulator.emulator.handling import Notes
    from simulator.emulator.service import Service
    from simulator.pipeline.listening import Taken

PREFERENCE = "capisim-verdict"


@endpoint
async def events(request: Request, service: Service, notes: Notes) -> Response:
    """Take the events of one request, all or none, and answer as Graph does."""
    delivery = _delivery(request, service, await read_body(request, service.limits))
    if request.method != "POST":
        # Who only reads changes nothing.
        raise Refused(turned_away(service, delivery) or NO_GET)
    found = await deliver(service, delivery, with_verdicts=wants_verdicts(request))
    return _answer(request, found, notes)


def take_events(request: Request, service: Service, body: bytes, send: Callable[[Response], None]) -> None:
    """As ``events``, for a body that is there, and for who can't wait: the answer is sent later, by ``send``."""
    handling = Handling(request, service)

    def done(outcome: Taken | BaseException) -> None:
        try:
            if isinstance(outcome, BaseException):
                raise outcome
            found = delivered(refusal, outcome, with_verdicts=wants_verdicts(request))
            response = _answer(request, found, handling.notes)
        except Exception as error:
            response = handling.failed(error)
        handling.tell(response)
        send(response)

    try:
        item, refusal = received(service, _delivery(request, service, unpacked(request, body, service.limits)))
    except Exception as error:
        response = handling.failed(error)
        handling.tell(response)
        send(response)
    else:
        service.hand_over(item, done)


def _delivery(request: Request, service: Service, raw: bytes) -> Delivery:
    query = query_of(request)
    body, broken = _members(request, service, raw)
    return Delivery(
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


def _answer(request: Request, found: Delivered, notes: Notes) -> Response:
    notes.taken, notes.text = [found.taken], found.note
    return answer(found.body, found.status, request.path_params.get("version"))


async def read_members(request: Request, service: Service) -> tuple[bytes, dict[str, Any], str | None]:
    """The body, its members, and why they can't be read where they can't. Raises BodyError."""
    raw = await read_body(request, service.limits)
    return raw, *_members(request, service, raw)


def _members(request: Request, service: Service, raw: bytes) -> tuple[dict[str, Any], str | None]:
    try:
        return decode_body(raw, content_type(request), service.settings.limits.nesting), None
    except UnreadableError as error:
        return {}, str(error)


def content_type(request: Request) -> str:
    """What the body says it is; empty when it says nothing."""
    return header_bytes(request).get(b"content-type", b"").decode("latin-1")


def wants_verdicts(request: Request) -> bool:
    """Whether the request asks for the verdicts beside the answer: ``Prefer: capisim-verdict``."""
    if b"prefer" not in header_bytes(request):
        return False
    wishes = ",".join(request.headers.getlist("prefer")).split(",")
    return any(wish.partition(";")[0].strip().lower() == PREFERENCE for wish in wishes)
