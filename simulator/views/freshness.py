"""How long after it happened an event was received, by event name."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING

from simulator.store.rows import event_span

if TYPE_CHECKING:
    from simulator.store import Store
    from simulator.views.dataset import Dataset


def freshness(store: Store, run: int, of: Dataset) -> dict[str, float]:
    """By event name, the middle of the delays of the server's events in seconds; without those that tell no time."""
    also, given = of.condition("e")
    delays: dict[str, list[float]] = {}
    for name, delay in store.connection.execute(
        "SELECT event_name, received_at - event_time FROM events e WHERE id BETWEEN ? AND ? AND channel = 'server'"  # noqa: S608
        " AND verdict IN ('kept', 'duplicate') AND event_name IS NOT NULL AND event_time IS NOT NULL"
        f" AND received_at IS NOT NULL{also}",
        (*event_span(run), *given),
    ):
        delays.setdefault(name, []).append(max(delay, 0.0))
    return {name: median_low(each) for name, each in delays.items()}
