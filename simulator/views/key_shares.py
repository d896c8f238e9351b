"""How many events of each channel carry the keys that deduplication goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.store.rows import event_span
from simulator.views.coverage import KEYS

if TYPE_CHECKING:
    from simulator.store import Store
    from simulator.views.dataset import Dataset


class KeyShares(NamedTuple):
    """Shares of the events of each channel, in percent; 0 where it has none."""

    browser: float
    server: float


def key_shares(store: Store, run: int, of: Dataset) -> dict[str, dict[str, KeyShares]]:
    """By event name and key, how many of the events that Meta would take carry it."""
    also, given = of.condition("e")
    counts: dict[str, dict[str, tuple[int, ...]]] = {}
    for name, channel, *numbers in store.connection.execute(
        "SELECT event_name, channel, count(*), count(event_id), count(external_id), count(fbp) FROM events e"  # noqa: S608
        " WHERE id BETWEEN ? AND ? AND verdict IN ('kept', 'duplicate') AND event_name IS NOT NULL"
        f"{also} GROUP BY 1, 2",
        (*event_span(run), *given),
    ):
        counts.setdefault(name, {})[channel] = tuple(numbers)
    return {
        name: {
            key: KeyShares(*(_share(channels.get(each), place) for each in ("browser", "server")))
            for place, key in enumerate(KEYS, 1)
        }
        for name, channels in counts.items()
    }


def _share(numbers: tuple[int, ...] | None, place: int) -> float:
    return round(100 * numbers[place] / numbers[0], 1) if numbers else 0.0
