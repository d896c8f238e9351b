"""``GET /capisim/events``: the events that a filter lets through, a page at a time."""

from __future__ import annotations

import asyncio
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from simulator.emulator.own.asking import answer
from simulator.emulator.own.operations import OwnError
from simulator.errors import UsageError
from simulator.filtering import Filter, parse
from simulator.reports.jsonl import members
from simulator.views.export import export_numbers
from simulator.views.selection import select

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.emulator.service import Service
    from simulator.store import Store


async def events(request: Request, service: Service, given: Mapping[str, Any]) -> Response:  # noqa: ARG001 - an operation's signature
    """Look for suspicions first, so that the findings are those of the report."""
    by = chosen(given["filter"])
    looked = await looked_within(service, given["run"], given["patience"])
    found = await service.ask(lambda store, run: page_of(store, given["run"] or run, by, **_page(given)))
    return answer(found | {"looked": looked})


async def looked_within(service: Service, run: int | None, seconds: float | None = None) -> bool:
    """Look at the present run, unless another ``run`` is asked for; whether that was done in so many seconds.

    A look that takes longer goes on by itself. May raise StoreError.
    """
    if run not in (None, service.listener.run):
        return True
    try:
        async with asyncio.timeout(seconds):
            await service.look()
    except TimeoutError:
        return False
    return True


def _page(given: Mapping[str, Any]) -> dict[str, int]:
    return {"after": given["after"], "limit": given["limit"]}


def chosen(text: str | None) -> Filter | None:
    """The filter of a text; None without one. Raises FilterError."""
    return parse(text) if text else None


def exists(store: Store, run: int) -> None:
    """Raise OwnError when there is no such run."""
    try:
        store.run(run)
    except UsageError:
        raise OwnError(404, f"there is no run {run}") from None


def page_of(store: Store, run: int, by: Filter | None, after: int, limit: int) -> dict[str, Any]:
    """Matching events behind number ``after``, at most ``limit``, each as in ``--format jsonl``.

    ``next_after`` is what to ask for next, None when there is nothing more now. Raises OwnError.
    """
    exists(store, run)
    numbers = list(islice(chain.from_iterable(select(store, run, by, None, after)), limit + 1))
    shown = numbers[:limit]
    return {
        "run": run,
        "events": [members(event.verdict) for event in export_numbers(store, run, [shown])],
        "next_after": shown[-1] if len(numbers) > limit else None,
    }
