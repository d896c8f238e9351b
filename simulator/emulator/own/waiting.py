"""``GET /capisim/wait``: answers once so many events match, so that no test has to sleep."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from simulator.emulator.own.asking import answer
from simulator.emulator.own.events import chosen
from simulator.emulator.own.operations import OwnError
from simulator.filtering.matching import CODE
from simulator.views.selection import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.emulator.service import Service
    from simulator.filtering import Filter

LONGEST = 60
"""Seconds that a request may wait."""


async def wait(request: Request, service: Service, given: Mapping[str, Any]) -> Response:  # noqa: ARG001 - an operation's signature
    """Look at once, and again after every commit until it holds or the time is over, at the end of which once more."""
    by, wanted = chosen(given["filter"]), given["count"]
    loop = asyncio.get_running_loop()
    end = loop.time() + given["timeout"]
    rested = 0.0
    while True:
        began = loop.time()
        seen, last = service.commits, began >= end
        if by is not None and asks_for_findings(by):
            await service.look()
            # A look takes its share of the machine: others get as much time as that took, however fast they come.
            rested = min(end, 2 * loop.time() - began)
        run, found = await service.ask(lambda store, run: (run, count(store, run, by).events))
        told = {"held": found >= wanted, "run": run, "count": found, "wanted": wanted}
        if told["held"]:
            return answer(told)
        if service.faults.stopping.is_set():
            raise OwnError(503, "capisim is being stopped")
        if last:
            message = f"{found} of {wanted} events came within {given['timeout']:g} seconds"
            return answer(told | {"error": {"message": message}}, 409)
        try:
            async with asyncio.timeout_at(end):
                await service.changed(seen)
                await asyncio.sleep(rested - loop.time())
        except TimeoutError:
            continue


def asks_for_findings(by: Filter) -> bool:
    """Whether what it lets through may change by a look for suspicions."""
    return any(
        term.field == "finding"
        or (term.field == "has" and term.value == "finding")
        or (not term.field and CODE.fullmatch(term.value) is not None)
        for term in by.terms()
    )
