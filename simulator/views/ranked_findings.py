"""Findings of a run one by one, the most severe first, each with the events it is about and where they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.event import Origin
from simulator.finding import Severity
from simulator.store.rows import EVENTS_PER_RUN, event_key, event_span, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.store import Store

_SEVERITIES = tuple(Severity)


class Spotted(NamedTuple):
    """A source by its index in the run, with the line and item as in an Origin."""

    source: int
    line: int
    item: int | None

    def origin(self, paths: list[str]) -> Origin:
        """Where it was read."""
        return Origin(paths[self.source], self.line, self.item)


class RankedFinding(NamedTuple):
    """One finding. ``n`` is 0 and ``spot`` None when it is about the run as a whole.

    ``expected`` and ``actual`` are masked; ``event_name`` and ``event_id`` are as they were sent. ``twin`` is the
    other event of two, ``twin_spot`` where that was read.
    """

    n: int
    rule: str
    severity: Severity
    path: str
    message: str
    expected: str | None
    actual: str | None
    twin: int | None
    confidence: str | None
    channel: str | None
    pixel_id: str | None
    event_name: str | None
    event_id: str | None
    spot: Spotted | None
    twin_spot: Spotted | None


def ranked_findings(store: Store, run: int, limit: int = -1, rule: str | None = None) -> Iterator[RankedFinding]:
    """At most ``limit`` findings (all by default), of one rule or of all: severe ones first, then by event.

    May raise sqlite3.Error.
    """
    rows = store.connection.execute(
        f"""
        SELECT f.event, f.rule, f.severity, f.path, f.message, f.expected, f.actual, f.twin, f.confidence,
            e.channel, e.pixel_id, e.event_name, e.event_id, e.source, e.line, e.item, t.source, t.line, t.item
        FROM findings f LEFT JOIN events e ON e.id = f.event
            LEFT JOIN events t ON t.id = f.event - f.event % {EVENTS_PER_RUN} + f.twin
        WHERE f.event BETWEEN ? AND ? AND (? IS NULL OR f.rule = ?) ORDER BY f.severity, f.event, f.ix LIMIT ?
        """,  # noqa: S608 - a constant
        (event_key(run, 0), event_span(run)[1], rule, rule, limit),
    )
    for event, code, severity, *words in rows:
        about, (source, line, item, other, other_line, other_item) = words[:10], words[10:]
        spots = (
            None if source is None else Spotted(source, line, item),
            None if other is None else Spotted(other, other_line, other_item),
        )
        yield RankedFinding._make((number_of(event), code, _SEVERITIES[severity], *about, *spots))


def count_findings(store: Store, run: int) -> dict[Severity, int]:
    """How many findings of each severity there are; severities without any are left out."""
    rows = store.connection.execute(
        "SELECT severity, count(*) FROM findings WHERE event BETWEEN ? AND ? GROUP BY severity",
        (event_key(run, 0), event_span(run)[1]),
    )
    return {_SEVERITIES[severity]: count for severity, count in rows}
