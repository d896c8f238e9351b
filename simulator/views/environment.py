"""What the events of a run say of where they belong: datasets and test event codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.store.rows import event_span

if TYPE_CHECKING:
    from simulator.store import Store

MOST = 50
"""How many datasets and codes are told, the most frequent first."""


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
    datasets = store.connection.execute(
        "SELECT pixel_id, count(*) FILTER (WHERE channel = 'browser'), count(*) FILTER (WHERE channel = 'server')"
        " FROM events WHERE id BETWEEN ? AND ? AND verdict <> 'quarantined' GROUP BY 1 ORDER BY count(*) DESC LIMIT ?",
        (*event_span(run), MOST),
    )
    codes = store.connection.execute(
        "SELECT json_extract(body, '$.test_event_code') code, count(*) FROM requests"
        " WHERE id BETWEEN ? AND ? AND body LIKE '%test_event_code%' AND code IS NOT NULL"
        " GROUP BY 1 ORDER BY 2 DESC LIMIT ?",
        (*event_span(run), MOST),
    )
    return Surroundings([Dataset(*row) for row in datasets], [(str(code), count) for code, count in codes])
