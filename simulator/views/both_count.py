"""Events that count although they look like an action that counts already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from simulator.store.rows import event_span

if TYPE_CHECKING:
    from simulator.store import Store

PAIRS: Final = """
    WITH told AS (
        SELECT min(event, event - event % 4294967296 + twin) AS one,
            max(event, event - event % 4294967296 + twin) AS other, event, ix, rule, severity, confidence
        FROM findings WHERE event BETWEEN ? AND ? AND twin IS NOT NULL AND confidence IS NOT NULL
    ), worst AS (
        SELECT *, row_number() OVER (PARTITION BY one, other ORDER BY severity, event, ix) AS place FROM told
    ), pairs AS (
        SELECT w.*, a.channel <> b.channel AS across FROM worst w
        JOIN events a ON a.id = w.one JOIN events b ON b.id = w.other
        WHERE w.place = 1 AND a.verdict = 'kept' AND b.verdict = 'kept'
    )
"""
"""The beginning of a query: ``pairs`` are two events each that both count and look like one action.

``one`` was read before ``other``; ``across`` tells whether they came on two channels. Its parameters are the span of
the run.
"""

TWICE: Final = f"""{PAIRS}
    , twice AS MATERIALIZED (SELECT DISTINCT other AS id FROM pairs WHERE confidence <> 'low')
    , supposed AS MATERIALIZED (
        SELECT one AS id FROM pairs WHERE across AND confidence <> 'low'
        UNION SELECT other FROM pairs WHERE confidence <> 'low'
    )
"""  # noqa: S608 - a constant
"""The same, with ``twice``: the events that count although an earlier one does that looks like the same action.

``supposed`` are these, and the earlier ones whose copy they seem to be on the other channel. Where equal contents
alone suggest it (``low`` confidence), neither holds the event: two people may well buy the same.
"""


class Share(NamedTuple):
    """How many of the events that count do so a second time."""

    twice: int
    counted: int

    @property
    def percent(self) -> float:
        """The share in percent, 0 where none counts."""
        return 100 * self.twice / self.counted if self.counted else 0.0


def counted_twice(store: Store, run: int) -> dict[str, Share]:
    """By event name, how many events count, and how many of these a second time. May raise sqlite3.Error."""
    span = event_span(run)
    rows = store.connection.execute(
        f"{TWICE} SELECT event_name, count(*) FILTER (WHERE id IN (SELECT id FROM twice)), count(*) FROM events"  # noqa: S608
        " WHERE id BETWEEN ? AND ? AND verdict = 'kept' AND event_name IS NOT NULL GROUP BY 1",
        (*span, *span),
    )
    return {name: Share(twice, counted) for name, twice, counted in rows}
