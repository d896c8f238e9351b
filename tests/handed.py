"""A stored run, handed over."""

from __future__ import annotations

from typing import Any

from stored_run import StoredRun

from simulator.reports.handover import Handover, hand_over
from simulator.settings import Settings
from simulator.settings.model import Gate
from simulator.views.gating import judge

HOSTILE = "</script><!--<script>window.broken=1</script>\"'><img src=x onerror=window.broken=2>\x1b[31m\u202e\u2028"
"""A text that every part of a page could trip over."""


def handed(run: StoredRun, *, pairs: int = 10, gate: Gate | None = None) -> Handover:
    """What is handed over of run 1."""
    result = judge(run.store, 1, gate or Gate(), Settings())
    return hand_over(run.store, result, pairs=pairs, examples=3, unread=3)


def hostile_run() -> StoredRun:
    """A run in which everything that comes from outside is hostile."""
    run = StoredRun(source=f"{HOSTILE}.jsonl")

    def sent(value: Any) -> dict[str, Any]:
        data = {"value": 1, "currency": "EUR", HOSTILE: value, "content_name": value}
        return {"event_name": HOSTILE, "event_id": value, "user_data": {"em": value}, "custom_data": data}

    first = run.event("browser", HOSTILE, event_id=HOSTILE, pixel_id=HOSTILE, action_source="website")
    second = run.duplicate("server", first, HOSTILE, event_id=HOSTILE, key="external_id")
    third = run.event("server", HOSTILE, event_id=f"{HOSTILE}2", present=0b1, valid=0b1)
    for n, value in ((first, HOSTILE), (second, f"{HOSTILE}x"), (third, [HOSTILE])):
        run.payload(n, sent(value))
    run.finding(second, "DUP013", 1, HOSTILE, f"$.{HOSTILE}", twin=first)
    run.finding(third, "DUP001", 1, HOSTILE, twin=first, confidence="high")
    run.finding(third, "ZZZ999", 0, HOSTILE)
    run.quarantined(HOSTILE, HOSTILE)
    run.store.connection.execute("UPDATE runs SET title = ?", [HOSTILE])
    return run
