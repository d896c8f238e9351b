"""Events that one channel alone reported although the run holds both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.store.rows import event_span
from simulator.views.both_count import TWICE
from simulator.views.money import NO_COPIES

if TYPE_CHECKING:
    from simulator.store import Store

_ONE_SIDED = f"""
    {TWICE}
    SELECT e.event_name, count(*) FILTER (WHERE e.channel = 'browser'), count(*) FILTER (WHERE e.channel = 'server')
    FROM events e
    WHERE e.id BETWEEN ? AND ? AND e.verdict = 'kept' AND e.event_name IS NOT NULL
        AND coalesce(e.action_source, 'website') = 'website' AND e.id NOT IN (SELECT id FROM supposed)
        AND NOT EXISTS (SELECT 1 FROM events d WHERE d.duplicate_of = e.id % 4294967296 AND d.id BETWEEN ? AND ?
            AND d.channel <> e.channel)
    GROUP BY 1 ORDER BY count(*) DESC, 1
"""  # noqa: S608 - constants


class OneSided(NamedTuple):
    """How many events of a name one channel reported and the other did not; what looks like a copy counts as one."""

    event_name: str
    browser_only: int
    server_only: int


def one_sided(store: Store, run: int) -> list[OneSided]:
    """By event name, the most frequent first; none when the run holds one channel. As ``money`` counts them.

    Events that are never meant to come on both channels are left out. A second or two for a million events. May
    raise sqlite3.Error.
    """
    span = event_span(run)
    channels = store.connection.execute("SELECT DISTINCT channel FROM events WHERE id BETWEEN ? AND ?", span)
    if not {"browser", "server"} <= {channel for (channel,) in channels}:
        return []
    rows = store.connection.execute(_ONE_SIDED, (*span, *span, *span))
    return [OneSided(*row) for row in rows if row[0] not in NO_COPIES]
