"""The handful of numbers that stand above a run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from simulator.finding import Severity
from simulator.store.rows import event_span
from simulator.verdict import Outcome

if TYPE_CHECKING:
    import sqlite3

    from simulator.match_quality.score import Estimate
    from simulator.store import Store

_ERROR = Severity.ERROR.rank


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
    """Count a run as it stands; a second or two for a million events. May raise sqlite3.Error."""
    verdicts: Counter[str] = Counter()
    masks: Counter[tuple[int, int]] = Counter()
    valid = with_findings = browser_kept = 0
    for verdict, worst, channel, named, scored, present, well_formed, count in store.connection.execute(
        "SELECT verdict, worst, channel, event_name IS NOT NULL,"
        " channel = 'server' AND coalesce(action_source, 'website') = 'website', present, valid, count(*)"
        " FROM events WHERE id BETWEEN ? AND ? GROUP BY 1, 2, 3, 4, 5, 6, 7",
        event_span(run),
    ):
        verdicts[verdict] += count
        taken = verdict in ("kept", "duplicate")
        valid += count if taken and (worst is None or worst > _ERROR) else 0
        with_findings += count if worst is not None or verdict == "quarantined" else 0
        browser_kept += count if verdict == "kept" and channel == "browser" and named else 0
        if taken and scored and named:
            masks[present, well_formed] += count
    return Totals(
        sum(verdicts.values()),
        valid,
        verdicts[Outcome.KEPT.value],
        verdicts[Outcome.DUPLICATE.value],
        verdicts[Outcome.REJECTED.value],
        verdicts[Outcome.QUARANTINED.value],
        with_findings,
        _coverage(store.connection, run, browser_kept) if verdicts["duplicate"] or browser_kept else None,
        _estimate(masks),
    )


def _coverage(connection: sqlite3.Connection, run: int, browser_kept: int) -> float | None:
    """As ``views.coverage`` counts by event name: pairs of all pairs and of what the browser alone reported."""
    paired = dict(
        connection.execute(
            "SELECT k.channel, count(DISTINCT k.id) FROM events d JOIN events k"
            " ON k.id = d.id - d.id % 4294967296 + d.duplicate_of"
            " WHERE d.id BETWEEN ? AND ? AND d.verdict = 'duplicate' AND d.channel <> k.channel GROUP BY 1",
            event_span(run),
        ).fetchall()
    )
    pairs = sum(paired.values())
    browser_only = browser_kept - paired.get("browser", 0)
    return round(100 * pairs / (pairs + browser_only), 1) if pairs + browser_only else None


def _estimate(masks: Counter[tuple[int, int]]) -> Estimate | None:
    from simulator.match_quality.score import estimate

    return estimate(masks) if masks else None
