"""``GET /capisim/live``: what the page shows of the present run, answered as soon as it has changed."""

from __future__ import annotations

import asyncio
import contextlib
import time
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from simulator.emulator.own.asking import answer
from simulator.filtering import parse
from simulator.masking import show_name
from simulator.views.export import export_numbers
from simulator.views.lines import lines
from simulator.views.rules_found import rules_found
from simulator.views.selection import Order, select
from simulator.views.totals import totals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.emulator.service import Service
    from simulator.store import Store
    from simulator.views.export import Exported

EVENTS, PAIRS, RULES = 50, 12, 12
LONGEST = 20
"""Seconds that the page's question may wait."""
_LONGEST_NAME, _LONGEST_ID = 40, 48
# Requests are answered meanwhile, but both take their share of the machine: a quarter of the time.
_EVERY, _REST_OF_LOOKING, _REST_OF_COUNTING = 1.0, 3, 3
# A page need not wait longer for suspicions: they follow.
_PATIENCE = 0.5


class Standing:
    """How the present run stands, for all pages that are open: asked for once, however many they are.

    To count a long run takes its time. Both that and the look for suspicions therefore rest for a multiple of what
    they took.
    """

    def __init__(self) -> None:
        self._told: dict[str, Any] = {}
        self._told_at = (-1, -1.0)
        self._next_count = 0.0
        self._next_look = 0.0
        self._looked_at = -1
        self._looking: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()

    async def tell(self, service: Service) -> dict[str, Any]:
        """The numbers of now, or those of a moment ago while counting rests. May raise StoreError."""
        async with self._lock:
            await self._look(service)
            wanted = (service.commits, self._next_look)
            if wanted != self._told_at:
                await asyncio.sleep(max(0.0, self._next_count - time.monotonic()))
                began = time.monotonic()
                seen = service.commits
                self._told = {"seen": seen} | await service.ask(standing)
                self._told_at = (seen, self._next_look)
                self._next_count = time.monotonic() + _REST_OF_COUNTING * (time.monotonic() - began)
            return self._told

    async def _look(self, service: Service) -> None:
        """Look when it is time for it. A look that takes long goes on by itself, and wakes who waits for news."""
        if self._looking is None and service.commits != self._looked_at and time.monotonic() >= self._next_look:
            self._looked_at = service.commits
            self._looking = asyncio.create_task(self._look_once(service))
        if self._looking is not None:
            done, _ = await asyncio.wait({self._looking}, timeout=_PATIENCE)
            if done:
                looked, self._looking = self._looking, None
                looked.result()

    async def _look_once(self, service: Service) -> None:
        began = time.monotonic()
        try:
            await service.look()
        finally:
            took = time.monotonic() - began
            self._next_look = time.monotonic() + max(_EVERY, _REST_OF_LOOKING * took)
            if took > _PATIENCE:
                service.tell_change()

    def patience(self, service: Service, longest: float) -> float:
        """For how many seconds there is nothing to tell, if nothing comes: until what came can be looked at."""
        if service.commits == self._looked_at:
            return longest
        return min(longest, max(0.0, self._next_look - time.monotonic()))


async def live(request: Request, service: Service, given: Mapping[str, Any]) -> Response:
    """Wait until more was committed than has been seen, but not for long, and tell how the run stands."""
    shared: Standing = request.app.state.standing
    if given["seen"] == service.commits and not service.faults.stopping.is_set():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(shared.patience(service, given["timeout"])):
                await service.changed(given["seen"])
    return answer(await shared.tell(service))


def standing(store: Store, run: int) -> dict[str, Any]:
    """Totals, the rules that found something, the last events and the last pairs of a run, names made safe to show."""
    from simulator.checks.catalog import catalog

    rules = catalog()
    told = totals(store, run)._asdict()
    estimate = told["estimate"]
    told["estimate"] = (
        None if estimate is None else {name: getattr(estimate, name) for name in ("low", "likely", "high")}
    )
    last = store.last_number(run)
    newest = range(max(1, last - EVENTS + 1), last + 1)
    return {
        "run": run,
        "title": None if (title := store.run(run).title) is None else show_name(title),
        "totals": told,
        "rules": [
            {
                "rule": each.rule,
                "name": rules[each.rule].name if each.rule in rules else each.rule,
                "severity": each.severity.value,
                "events": each.events,
            }
            for each in islice(rules_found(store, run), RULES)
        ],
        "events": [_event(each) for each in export_numbers(store, run, [newest])][::-1],
        "pairs": _pairs(store, run),
    }


def _event(event: Exported) -> dict[str, Any]:
    line = event.line
    return {
        "n": line.n,
        "received_at": line.received_at,
        "channel": line.channel,
        "event_name": None if line.event_name is None else show_name(line.event_name, _LONGEST_NAME),
        "event_id": None if line.event_id is None else show_name(line.event_id, _LONGEST_ID),
        "verdict": line.verdict.value,
        "duplicate_of": line.duplicate_of,
        "findings": [
            {"rule": finding.rule, "severity": finding.severity.value, "message": finding.message}
            for finding in event.findings
        ],
    }


def _pairs(store: Store, run: int) -> list[dict[str, Any]]:
    newest = select(store, run, parse("verdict:duplicate"), Order("n", descending=True))
    duplicates = lines(store, run, list(islice(chain.from_iterable(newest), PAIRS)))
    others = {line.n: line for line in lines(store, run, sorted({each.duplicate_of or 0 for each in duplicates}))}
    return [
        {
            "event_name": None if each.event_name is None else show_name(each.event_name, _LONGEST_NAME),
            "counts": {"n": kept.n, "channel": kept.channel},
            "duplicate": {"n": each.n, "channel": each.channel},
            "key": each.key,
            "after_seconds": each.after_seconds,
        }
        for each in duplicates
        if (kept := others.get(each.duplicate_of or 0)) is not None
    ]
