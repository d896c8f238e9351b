"""The columns that actions can be sorted by, and what they are in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.errors import UsageError
from simulator.filtering.fields import meant
from simulator.store.rows import event_key, event_span

if TYPE_CHECKING:
    from simulator.views.columns import Order

# As ``views.actions`` chooses them: the first copy of the other channel, else the first; what is suspected most of all.
_COPY = "events d WHERE d.duplicate_of = k.id % 4294967296 AND d.id BETWEEN {first} AND {last}"
_ACROSS = f"(SELECT min(d.id) FROM {_COPY} AND d.channel IS NOT k.channel)"  # noqa: S608 - constants
_OTHER = f"COALESCE({_ACROSS}, (SELECT min(d.id) FROM {_COPY}))"  # noqa: S608 - constants
_SUSPECTED = """(
    SELECT other FROM (
        SELECT f.twin AS other, f.severity AS rank FROM findings f
        WHERE f.event = k.id AND f.twin IS NOT NULL AND f.confidence IS NOT NULL
        UNION ALL SELECT f.event % 4294967296, f.severity FROM findings f
        WHERE f.twin = k.id % 4294967296 AND f.event BETWEEN {first} AND {last} AND f.confidence IS NOT NULL
    ) ORDER BY rank, other LIMIT 1
)"""
ACTION_COLUMNS: Final = {
    "n": "k.id",
    "time": "k.received_at",
    "name": "k.event_name COLLATE NOCASE",
    "verdict": f"CASE WHEN k.verdict = 'rejected' THEN 0 WHEN {_ACROSS} IS NOT NULL THEN 4"
    f" WHEN {_SUSPECTED} IS NOT NULL THEN 1 WHEN {_OTHER} IS NOT NULL THEN 3 ELSE 2 END",
    "key": f"(SELECT o.key FROM events o WHERE o.id = {_OTHER})",  # noqa: S608 - constants
    "gap": f"COALESCE((SELECT abs(o.after_seconds) FROM events o WHERE o.id = {_OTHER}),"  # noqa: S608 - constants
    f" (SELECT abs(k.received_at - o.received_at) FROM events o WHERE o.id = {{base}} + {_SUSPECTED}))",
    "won": "k.channel",
    "finding": "(SELECT min(f.severity) FROM findings f"  # noqa: S608 - constants
    f" WHERE f.event IN (k.id, {_OTHER}, {{base}} + {_SUSPECTED}))",
}
"""By the name of the list's column: ``verdict`` begins with what needs mending, ``gap`` is without its sign, and
``finding`` is the worst one about any of the copies, most severe first."""


def action_order(run: int, order: Order | None) -> str:
    """The terms behind ORDER BY; those that lack it come last. Raises UsageError for a column that there is not."""
    if order is None:
        return "k.id"
    column = ACTION_COLUMNS.get(order.column)
    if column is None:
        raise UsageError(f"actions have no column {order.column}: {meant(order.column, tuple(ACTION_COLUMNS))}")
    first, last = event_span(run)
    direction = "DESC" if order.descending else "ASC"
    return f"{column.format(first=first, last=last, base=event_key(run, 0))} {direction} NULLS LAST, k.id"
