"""The columns that a list of events can be sorted by, and what they are in SQL."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulator.errors import UsageError
from simulator.filtering.fields import meant
from simulator.views.lines import WORST

COLUMNS: Final = {
    "n": "e.id",
    "time": "e.received_at",
    "event_time": "e.event_time",
    "channel": "e.channel",
    "name": "e.event_name COLLATE NOCASE",
    "id": "e.event_id",
    "pixel": "e.pixel_id",
    "verdict": "e.verdict",
    "finding": WORST,
    "key": "e.key",
    "after": "e.after_seconds",
    "survivor": "e.survivor_rule",
    "action_source": "e.action_source",
    "source": "e.source",
    "line": "e.line",
}
"""By the name that filters have for them; ``finding`` is the worst one, most severe first."""


class Order(NamedTuple):
    """By which column events are sorted; those that lack it come last, equal ones in order of their numbers."""

    column: str
    descending: bool = False

    @property
    def told(self) -> str:
        """In two words, as beside a list."""
        return f"{self.column} {'▾' if self.descending else '▴'}"


def order_by(order: Order | None) -> str:
    """The terms behind ORDER BY. Raises UsageError for a column that there is not."""
    if order is None:
        return "e.id"
    column = COLUMNS.get(order.column)
    if column is None:
        raise UsageError(f"events have no column {order.column}: {meant(order.column, tuple(COLUMNS))}")
    direction = "DESC" if order.descending else "ASC"
    return f"{column} {direction} NULLS LAST, e.id"
