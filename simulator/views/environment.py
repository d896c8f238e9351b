"""What the events of a run say of where they belong: datasets and test event codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.store.pieces import pieces
from simulator.store.rows import event_span

if TYPE_CHECKING:
    from simulator.store import Store

MOST = 50
"""How many datasets and codes are told, the most frequent first."""
_DATASETS = """
    SELECT pixel_id, count(*) FILTER (WHERE channel = 'browser'), count(*) FILTER (WHERE channel = 'server')
    FROM events WHERE id BETWEEN ? AND ? AND verdict <> 'quarantined' GROUP BY 1
"""


class Dataset(NamedTuple):
    """One pixel id and how many events of each channel name it; None for events that name none."""

    pixel_id: str | None
    browser: int
    server: int


class Surroundings(NamedTuple):
    """``test_codes`` are codes as they were sent, each with the number of its requests."""

    datasets: list[Dataset]
    test_codes: list[tuple[str, int]]


def surroundings(store: Store, run: int) -> Surroundings:
    """Datasets and test event codes of a run. May raise sqlite3.Error."""
    datasets: dict[str | None, Dataset] = {}
    for piece in pieces(store.connection, run):
        for pixel_id, *counts in store.connection.execute(_DATASETS, piece):
            before = datasets.get(pixel_id, Dataset(pixel_id, 0, 0))
            datasets[pixel_id] = Dataset(pixel_id, before.browser + counts[0], before.server + counts[1])
    frequent = sorted(datasets.values(), key=lambda each: (-each.browser - each.server, each.pixel_id or ""))
    codes = store.connection.execute(
        "SELECT json_extract(body, '$.test_event_code') code, count(*) FROM requests"
        " WHERE id BETWEEN ? AND ? AND body LIKE '%test_event_code%' AND code IS NOT NULL"
        " GROUP BY 1 ORDER BY 2 DESC LIMIT ?",
        (*event_span(run), MOST),
    )
    return Surroundings(frequent[:MOST], [(str(code), count) for code, count in codes])
