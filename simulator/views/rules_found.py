"""Which rules found something in a run: how often, when, and a first example of each."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.event import Origin
from simulator.finding import Finding, Severity
from simulator.masking import show_name
from simulator.store.pieces import pieces
from simulator.store.rows import event_key, event_span, number_of
from simulator.views.lines import source_paths
from simulator.views.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.filtering import Filter
    from simulator.store import Store

_SEVERITIES = tuple(Severity)
# The first piece fills a screen at once; the later ones are as long as a cancelled search may go on.
_FIRST, _LARGEST = 4_096, 65_536


class Example(NamedTuple):
    """One finding with the event it is about; ``n`` is 0 for the run as a whole, which has no origin."""

    n: int
    event_name: str | None
    channel: str | None
    origin: str
    finding: Finding


class RuleFound(NamedTuple):
    """What one rule found in a run.

    ``severity`` is that of its worst finding: settings may have changed that of the rule. ``findings`` counts all,
    ``events`` the events they are about, ``first`` is the number of the first of these, 0 for the run as a whole.
    """

    rule: str
    severity: Severity
    findings: int
    events: int
    first: int


def rules_found(store: Store, run: int, where: Filter | None = None) -> list[RuleFound]:
    """The rules that found something, severe ones first, frequent ones before others.

    A filter leaves those events that it lets through; findings about the run as a whole are of none of them. A
    second or two for a million findings. May raise sqlite3.Error.
    """
    sql, parameters = _condition(store, run, where)
    query = f"""
        SELECT rule, min(severity), sum(times), sum(about), min(event) FROM (
            SELECT f.event, f.rule, min(f.severity) AS severity, count(*) AS times,
                f.event % 4294967296 > 0 AS about
            FROM findings f WHERE f.event BETWEEN ? AND ? AND {sql} GROUP BY f.event, f.rule
        ) GROUP BY rule
        """  # noqa: S608 - views.where
    by_rule: dict[str, RuleFound] = {}
    for piece in pieces(store.connection, run, 0 if where is None else 1):
        for rule, rank, times, events, event in store.connection.execute(query, (*piece, *parameters)):
            told = RuleFound(rule, _SEVERITIES[rank], times, events, number_of(event))
            by_rule[rule] = _together(by_rule[rule], told) if rule in by_rule else told
    found = by_rule.values()
    return sorted(found, key=lambda each: (each.severity.rank, -each.findings, each.rule))


def _together(one: RuleFound, later: RuleFound) -> RuleFound:
    worst = min(one.severity, later.severity, key=lambda severity: severity.rank)
    return RuleFound(one.rule, worst, one.findings + later.findings, one.events + later.events, one.first)


def trends(store: Store, run: int, buckets: int, where: Filter | None = None) -> dict[str, list[int]]:
    """Findings of each rule in that many equal stretches of the run's time, those of ``timeline``.

    A rule whose events have no time has none. A few seconds for a million findings. May raise sqlite3.Error.
    """
    stretches = timeline(store, run, buckets)
    if not stretches:
        return {}
    sql, parameters = _condition(store, run, where)
    start, seconds = stretches[0].start, stretches[0].seconds
    found: dict[str, list[int]] = {}
    query = f"""
        SELECT f.rule, max(0, min(?, CAST((coalesce(t.received_at, t.event_time) - ?) / ? AS INTEGER))), count(*)
        FROM findings f CROSS JOIN events t ON t.id = f.event
        WHERE f.event BETWEEN ? AND ? AND coalesce(t.received_at, t.event_time) IS NOT NULL AND {sql} GROUP BY 1, 2
        """  # noqa: S608 - views.where
    for piece in pieces(store.connection, run):
        given = (len(stretches) - 1, start, seconds, *piece, *parameters)
        for rule, place, count in store.connection.execute(query, given):
            found.setdefault(rule, [0] * len(stretches))[place] += count
    return found


def affected(store: Store, run: int, rule: str, where: Filter | None = None) -> Iterator[array[int]]:
    """The numbers of the events that a rule found something about, in pieces of type ``I`` and in order.

    A piece comes for every stretch of the run that was looked through and may be empty. May raise sqlite3.Error.
    """
    sql, parameters = _condition(store, run, where)
    query = (
        "SELECT DISTINCT f.event FROM findings f WHERE f.event BETWEEN ? AND ? AND f.rule = ?"  # noqa: S608 - views.where
        f" AND {sql} ORDER BY f.event"
    )
    last, base = store.last_number(run), event_key(run, 0)
    first, size = 1, _FIRST
    while first <= last:
        end = min(first + size, last + 1)
        rows = store.connection.execute(query, (base + first, base + end - 1, rule, *parameters))
        yield array("I", (key - base for (key,) in rows))
        first, size = end, min(size * 2, _LARGEST)


def examples(
    store: Store, run: int, rule: str, limit: int = 1, where: Filter | None = None, start: int = 0
) -> list[Example]:
    """The first findings of a rule from event ``start`` on, at most one per event. May raise sqlite3.Error."""
    sql, parameters = _condition(store, run, where)
    first, last = event_key(run, start if where is None else max(start, 1)), event_span(run)[1]
    rows = store.connection.execute(
        f"""
        SELECT f.event, min(f.ix), f.severity, f.path, f.message, f.expected, f.actual, f.twin,
            t.event_name, t.channel, t.source, t.line, t.item
        FROM findings f LEFT JOIN events t ON t.id = f.event
        WHERE f.event BETWEEN ? AND ? AND f.rule = ? AND {sql} GROUP BY f.event ORDER BY f.event LIMIT ?
        """,  # noqa: S608 - views.where
        (first, last, rule, *parameters, limit),
    )
    paths = source_paths(store, run)
    return [_example(rule, paths, row) for row in rows]


def _example(rule: str, paths: dict[int, str], row: tuple[Any, ...]) -> Example:
    from simulator.checks.catalog import catalog

    key, _, severity, path, message, expected, actual, twin, name, channel, source, line, item = row
    known = catalog().get(rule)
    finding = Finding(rule, _SEVERITIES[severity], path, message, expected, actual, known.fix if known else "", twin)
    origin = "" if source is None else str(Origin(paths.get(source, ""), line, item))
    return Example(number_of(key), None if name is None else show_name(name), channel, origin, finding)


def _condition(store: Store, run: int, by: Filter | None) -> tuple[str, tuple[Any, ...]]:
    if by is None:
        return "1", ()
    # Late: only a filter needs the grammar.
    from simulator.views.where import where

    sql, parameters = where(store, run, by)
    return f"EXISTS (SELECT 1 FROM events e WHERE e.id = f.event AND {sql})", parameters  # noqa: S608 - views.where
