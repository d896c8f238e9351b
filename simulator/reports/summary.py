"""A stored run in one document: verdicts, findings, deduplication, match quality, money.

Every count is made by SQLite over the rows of the run, so memory doesn't grow with it. The document
holds nothing of the machine or the moment it was made on: the same input, clock and settings give
the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.finding import Severity
from simulator.match_quality.calibration import calibration_of
from simulator.reports.findings import ignored
from simulator.reports.money import members as money_members
from simulator.reports.pairs import choose
from simulator.reports.quality import match_quality
from simulator.reports.side_by_side import members as pair_members
from simulator.reports.suspected import count_suspected, suspected
from simulator.reports.suspected import members as suspected_members
from simulator.store.rows import EVENTS_PER_RUN, event_key, number_of
from simulator.verdict import Outcome
from simulator.views.coverage import event_names
from simulator.views.money import money

if TYPE_CHECKING:
    from simulator.run import Run
    from simulator.store import Store

SCHEMA = "https://capisim.dev/schemas/report.schema.json"
# Where a run ran, how fast, where its test shoppers lie and what it is held against must not show in what it found.
_MACHINE = frozenset({"store", "workers", "durable", "customers", "gate"})
PAIRS = 8
SUSPECTED = 20
_SEVERITIES = tuple(Severity)


def summarize(store: Store, number: int | None = None, pairs: int = PAIRS) -> dict[str, Any]:
    """The document of ``--format json`` for one run, or the newest.

    ``pairs`` is how many pairs are told side by side; memory grows with it alone.
    Raises UsageError when there is no such run, StoreError or sqlite3.Error when the store fails.
    """
    run = store.run(number)
    totals = store.totals(run.id)
    verdicts = {outcome.value: totals.get(outcome.value, 0) for outcome in Outcome}
    left_out = ignored(store, run.id)
    document = {
        "schema": SCHEMA,
        "run": describe(run),
        "events": sum(verdicts.values()),
        "verdicts": verdicts,
        "findings": _findings(store, run),
        "deduplication": _deduplication(store, run.id, verdicts[Outcome.DUPLICATE.value], pairs),
        "match_quality": match_quality(store.connection, run.id, calibration_of(run.settings)),
        "money": [money_members(each) for each in money(store, run.id)],
    }
    return document if left_out is None else document | {"ignored": left_out}


def worst(summary: dict[str, Any]) -> Severity | None:
    """The severity of the worst finding of a summary; None without one."""
    severities = [Severity(finding["severity"]) for finding in summary["findings"]]
    return min(severities, key=lambda severity: severity.rank, default=None)


def span(run: int) -> tuple[int, int]:
    """The first and the last primary key that an event of a run can have."""
    return event_key(run, 0), event_key(run, EVENTS_PER_RUN - 1)


def _deduplication(store: Store, run: int, duplicates: int, limit: int) -> dict[str, Any]:
    shown = choose(store, run, limit) if duplicates else []
    return {
        "event_names": event_names(store.connection, run),
        "pairs": {"count": duplicates, "examples": [pair_members(each.pair, each.sides) for each in shown]},
        "suspected": {
            "count": count_suspected(store, run),
            "examples": [suspected_members(each) for each in suspected(store, run, SUSPECTED)],
        },
    }


def describe(run: Run) -> dict[str, Any]:
    """What documents say of a run: what is needed to repeat it."""
    return {
        "id": run.id,
        "title": run.title,
        "state": run.state,
        "version": run.version,
        "catalog": run.catalog,
        "clock": run.clock,
        "seed": run.seed,
        "settings": {name: value for name, value in run.settings.items() if name not in _MACHINE},
        "sources": [{"path": source.path, "digest": source.digest, "items": source.items} for source in run.sources],
    }


def _findings(store: Store, run: Run) -> list[dict[str, Any]]:
    """Findings by rule, worst first, then the most frequent, then by code."""
    from simulator.checks.catalog import catalog

    rules = catalog()
    rows = store.connection.execute(
        "SELECT rule, min(severity), count(*) FROM findings WHERE event BETWEEN ? AND ? GROUP BY rule"
        " ORDER BY min(severity), count(*) DESC, rule",
        span(run.id),
    ).fetchall()
    return [
        {
            "rule": rule,
            # A rule of another version of the catalog keeps its code and has no name.
            "name": rules[rule].name if rule in rules else rule,
            "severity": _SEVERITIES[severity].value,
            "count": count,
            "example": _example(store, run, rule),
        }
        for rule, severity, count in rows
    ]


def _example(store: Store, run: Run, rule: str) -> dict[str, Any]:
    key, path, message, expected, actual, twin, confidence = store.connection.execute(
        "SELECT event, path, message, expected, actual, twin, confidence FROM findings"
        " WHERE event BETWEEN ? AND ? AND rule = ? ORDER BY event, ix LIMIT 1",
        (*span(run.id), rule),
    ).fetchone()
    # A finding about the run as a whole lies on event 0, which doesn't exist.
    n = number_of(key) or None
    return {
        "n": n,
        "origin": _origin(store, run, key) if n else None,
        "path": path,
        "message": message,
        "expected": expected,
        "actual": actual,
        "twin": twin,
        "confidence": confidence,
    }


def _origin(store: Store, run: Run, key: int) -> str | None:
    from simulator.event import Origin

    row = store.connection.execute("SELECT source, line, item FROM events WHERE id = ?", (key,)).fetchone()
    return str(Origin(run.sources[row[0]].path, row[1], row[2])) if row else None
