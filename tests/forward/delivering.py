"""Forwarding to a graph of words, with a clock that a test moves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from forwarding import SETTINGS, Scripted, Time

from simulator.forward import Asked, plan, resume, send
from simulator.store.outbox import unfinished

if TYPE_CHECKING:
    from simulator.forward.sending import Outcome
    from simulator.settings import Settings
    from simulator.store import Store

HOUR = 3600
MEANT = Asked(keep_ids=True, include_rejected=True)


def settled(**members: Any) -> Settings:
    return replace(SETTINGS, forward=replace(SETTINGS.forward, **members))


def sent(
    store: Store, graph: Scripted, time: Time, settings: Settings = SETTINGS, asked: Asked = MEANT, **more: Any
) -> Outcome:
    planned = plan(store, None, None, settings, asked, clock=time.clock)
    return send(store, planned, graph, settings, clock=time.clock, wait=time.wait, timer=time.clock, **more)


def resumed(store: Store, graph: Scripted, time: Time, settings: Settings = SETTINGS) -> Outcome:
    left = unfinished(store)
    return resume(store, left, graph, settings, clock=time.clock, wait=time.wait, timer=time.clock)


def states(outcome: Outcome) -> list[str]:
    return [each.item.state for each in outcome.results]
