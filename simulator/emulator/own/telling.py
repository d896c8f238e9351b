"""``GET /capisim/report``, ``GET /capisim/health`` and ``POST /capisim/reset``: a run as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from starlette.responses import Response

import simulator
from simulator.emulator.bodies import read_body
from simulator.emulator.own.asking import HEADERS, answer
from simulator.emulator.own.events import exists, looked_within
from simulator.emulator.own.operations import JSON, OwnError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from simulator.emulator.service import Service
    from simulator.store import Store


async def report(request: Request, service: Service, given: Mapping[str, Any]) -> Response:  # noqa: ARG001 - an operation's signature
    """The document of ``capisim report --format json``, with the suspicions so far."""
    await looked_within(service, given["run"])
    return Response(await service.ask(lambda store, run: _report(store, given["run"] or run)), 200, HEADERS, JSON)


def _report(store: Store, run: int) -> bytes:
    from simulator.reports.json import report as document
    from simulator.reports.summary import summarize

    exists(store, run)
    return document(summarize(store, run))


async def health(request: Request, service: Service, given: Mapping[str, Any]) -> Response:  # noqa: ARG001 - an operation's signature
    """Whether it listens, and to which run events go. Reads nothing of the store, so it is never slow."""
    progress = service.listener.progress()
    told = {"status": "ok", "version": simulator.__version__, "run": progress.run, "events": progress.read}
    return answer(told)


async def reset(request: Request, service: Service, given: Mapping[str, Any]) -> Response:  # noqa: ARG001 - an operation's signature
    """Begin another run; what the finished one holds stays in the store."""
    kind = request.headers.get("content-type")
    # A form of another page can have any of the three types of a form, but never this one.
    if kind is not None and kind.partition(";")[0].strip().lower() != JSON:
        raise OwnError(415, "send no body, or JSON")
    body = await read_body(request, service.limits)
    if body.strip():
        try:
            told = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise OwnError(400, "the body is no JSON") from None
        if told != {}:
            raise OwnError(400, "a reset takes no members")
    finished = service.listener.run
    return answer({"run": await service.reset(), "finished": finished})
