"""The handful of numbers that stand above a run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from simulator.finding import Severity
from simulator.store.pieces import pieces
from simulator.store.rows import event_key, event_span

if TYPE_CHECKING:
    import sqlite3

    from simulator.match_quality.score import Estimate
    from simulator.store import Store

# One pass that groups nothing is several times as fast as one that groups by all of these.
_COUNTS = """
    SELECT count(*), count(*) FILTER (WHERE verdict = 'kept'), count(*) FILTER (WHERE verdict = 'duplicate'),
        count(*) FILTER (WHERE verdict = 'rejected'), count(*) FILTER (WHERE verdict = 'quarantined'),
        count(*) FILTER (WHERE verdict IN ('kept', 'duplicate') AND (worst IS NULL OR worst > ?)),
        count(*) FILTER (WHERE worst IS NOT NULL OR verdict = 'quarantined'),
        count(*) FILTER (WHERE verdict = 'kept' AND channel = 'browser' AND event_name IS NOT NULL)
    FROM events WHERE id BETWEEN ? AND ?
"""
_MASKS = """
    SELECT present, valid, count(*) FROM events WHERE id BETWEEN ? AND ? AND verdict IN ('kept', 'duplicate')
        AND channel = 'server' AND coalesce(action_source, 'website') = 'website' AND event_name IS NOT NULL
    GROUP BY 1, 2
"""
# Browser events, and server events, of which the other channel reported a copy too.
_PAIRED = """
    SELECT count(*) FILTER (WHERE channel = 'browser'), count(*) FILTER (WHERE channel = 'server')
    FROM events k WHERE id BETWEEN ? AND ? AND verdict <> 'duplicate' AND EXISTS (
        SELECT 1 FROM events d WHERE d.duplicate_of = k.id - ? AND d.id BETWEEN ? AND ? AND d.channel <> k.channel
    )
"""


class Totals(NamedTuple):
    """How many events of a run are what.

    ``received`` = ``kept`` + ``duplicate`` + ``rejected`` + ``quarantined``. ``valid`` are those that Meta would
    take and that have no finding of severity ``error``. ``with_findings`` counts quarantined lines too.
    ``coverage`` is the share, in percent, of the browser's events that the server reported too, None when the
    browser reported none. ``estimate`` is that of match quality over all events that the server sent for the
    web, None when there are none; Meta itself scores by event name.
    """

    received: int
    valid: int
    kept: int
    duplicate: int
    rejected: int
    quarantined: int
    with_findings: int
    coverage: float | None
    estimate: Estimate | None


def totals(store: Store, run: int) -> Totals:
    """Count a run as it stands; about a second for a million events. May raise sqlite3.Error."""
    span = event_span(run)
    counts = store.connection.execute(_COUNTS, (Severity.ERROR.rank, *span)).fetchone()
    received, kept, duplicate, rejected, quarantined, valid, with_findings, browser_kept = counts
    masks: Counter[tuple[int, int]] = Counter()
    for piece in pieces(store.connection, run):
        for present, well, count in store.connection.execute(_MASKS, piece):
            masks[present, well] += count
    return Totals(
        received,
        valid,
        kept,
        duplicate,
        rejected,
        quarantined,
        with_findings,
        _coverage(store.connection, run, browser_kept) if duplicate or browser_kept else None,
        _estimate(masks),
    )


def _coverage(connection: sqlite3.Connection, run: int, browser_kept: int) -> float | None:
    """As ``views.coverage`` counts by event name: pairs of all pairs and of what the browser alone reported."""
    span = event_span(run)
    browser, server = connection.execute(_PAIRED, (*span, event_key(run, 0), *span)).fetchone()
    pairs = browser + server
    browser_only = browser_kept - browser
    return round(100 * pairs / (pairs + browser_only), 1) if pairs + browser_only else None


def _estimate(masks: dict[tuple[int, int], int]) -> Estimate | None:
    from simulator.match_quality.score import estimate

    return estimate(masks) if masks else None
