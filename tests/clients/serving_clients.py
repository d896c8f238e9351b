"""The emulator for a published client: on a port of its own, at the real time or at one of the test's."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from simulator.checks.catalog import Rule, catalog
from simulator.checks.examples import AT
from simulator.clock import now
from simulator.emulator.pixels import Pixel
from simulator.emulator.refusals import ORDER
from simulator.emulator.service import Service
from simulator.emulator.serving import Running, serving
from simulator.settings import Emulator, Settings, apply_tables
from simulator.store import open_store

PIXEL = "1234567890"
TOKEN = "EAAmadeUpTokenOfTheClients"
SECRET = "made-up-app-secret"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
NODE_PACKAGES = os.environ.get("META_NODE_PACKAGES")
needs_node = pytest.mark.skipif(
    NODE_PACKAGES is None and not os.environ.get("CI"),
    reason="META_NODE_PACKAGES names no folder with Meta's Node packages",
)
REFUSING = [catalog()[code] for code in ORDER]
"""The rules that refuse one event; their examples are what the clients send."""

CODES = {
    "code-2": (500, 2, None),
    "code-4": (403, 4, None),
    "code-17": (400, 17, 2446079),
    "code-190": (401, 190, None),
}
"""The faults that are Graph's own: status, code, subcode."""


@contextmanager
def meta(
    *, at: float | None = None, pixels: tuple[Pixel, ...] = (), given: Any = None, **limits: Any
) -> Iterator[Running]:
    """An emulator with a store in memory; ``given`` are settings, ``at`` stops its clock."""
    settings = apply_tables(Settings(workers=1, emulator=Emulator(**limits)), given or {}, "given")
    with open_store(":memory:") as store:
        clock = now if at is None else lambda: at
        service = Service(store, settings, pixels=pixels, clock=clock)
        try:
            with serving(service) as running:
                yield running
        finally:
            service.close()


@contextmanager
def meta_for(rule: Rule) -> Iterator[tuple[Running, list[dict[str, Any]]]]:
    """An emulator at the time of a rule's first example that fails, and the events of that example."""
    line: Any = rule.failing[0]
    events = [line["event"]] if "event" in line else line.get("data", [line])
    with meta(at=float(line.get("received_at", AT)), given=rule.given) as running:
        yield running, events


def stored(running: Running) -> list[tuple[str | None, str | None, str]]:
    """Event name, event ID and verdict of everything that arrived, in order."""
    return running.service.ask_from_elsewhere(
        lambda store, run: [(line.event_name, line.event_id, line.verdict.value) for line in store.lines(run)]
    ).result()


def payloads(running: Running) -> list[dict[str, Any]]:
    """What was stored of each event."""
    return running.service.ask_from_elsewhere(
        lambda store, run: [store.payload(run, line.n) or {} for line in store.lines(run)]
    ).result()


def raw_event(**members: Any) -> dict[str, Any]:
    """An event as JSON that nothing is wrong with; a member that is given as ``...`` is left out."""
    made: dict[str, Any] = {
        "event_name": "Purchase",
        "event_time": int(time.time()),
        "event_id": "order-1001",
        "action_source": "website",
        "event_source_url": "https://shop.example/thanks",
        "user_data": {"em": ["a" * 64], "client_user_agent": AGENT, "client_ip_address": "203.0.113.7"},
        "custom_data": {"value": 9.5, "currency": "EUR"},
    }
    return {name: value for name, value in (made | members).items() if value is not ...}
