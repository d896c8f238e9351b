"""Findings alone: the path without memory and without a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.capture.source import Source
from simulator.checks.catalog import UNREADABLE, catalog
from simulator.checks.rules.coverage import not_seen
from simulator.clock import now
from simulator.event import Origin
from simulator.finding import Finding, Severity
from simulator.pipeline.inspect import planned_names
from simulator.pipeline.replaying import expand
from simulator.pipeline.times import latest_time
from simulator.pipeline.workers import choose_workers, inspect_here, inspect_in_pool
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.settings import Settings

_SEVERITIES = tuple(Severity)


class ValidatedEvent(NamedTuple):
    """One event and its findings, most severe first. ``verdict`` is kept, rejected or quarantined.

    The last one may be about the input as a whole: its ``n`` and ``origin`` are None.
    """

    n: int | None
    origin: Origin | None
    channel: str | None
    event_name: str | None
    event_id: str | None
    verdict: Outcome
    findings: tuple[Finding, ...]


def validate(sources: Sequence[str], settings: Settings, *, at: float | None = None) -> Iterator[ValidatedEvent]:
    """Check every event of the sources, in input order, storing nothing.

    ``at`` is the clock in Unix seconds; None takes the latest time in the files, the wall clock
    for standard input. Raises SourceError when a source can't be read at all.
    """
    paths, settings, at = expand(sources, settings, at)
    opened = [Source(path, index, settings.limits) for index, path in enumerate(paths)]
    if at is None and any(not source.resumable for source in opened):
        at = now()
    planned = planned_names(settings)
    size = sum(source.size or 0 for source in opened)
    workers = choose_workers(settings.workers, size)
    chunks = (chunk for source in opened for chunk in source.chunks())

    def clock() -> float:
        return latest_time(opened, settings.limits)

    if workers:
        inspected = inspect_in_pool(settings, chunks, clock, at, workers)
    else:
        inspected = inspect_here(settings, chunks, clock, at)
    n = 0
    rules = catalog()
    seen: set[str] = set()
    for chunk, result in inspected:
        path = paths[chunk.source]
        for entry in result.entries:
            n += 1
            if len(entry) == 4:
                line, item, reason, excerpt = entry
                unreadable = Finding(
                    UNREADABLE, Severity.ERROR, "$", reason, None, excerpt or None, rules[UNREADABLE].fix
                )
                origin = Origin(path, line, item)
                yield ValidatedEvent(n, origin, None, None, None, Outcome.QUARANTINED, (unreadable,))
                continue
            row, _, verdict, _, own = entry
            if planned:
                seen.add(row[2])
            findings = tuple(
                Finding(code, _SEVERITIES[rank], path_in, message, expected, actual, rules[code].fix)
                for code, rank, path_in, message, expected, actual in own or ()
            )
            yield ValidatedEvent(n, Origin(path, row[10], row[11]), row[0], row[2], row[3], Outcome(verdict), findings)
    missing = not_seen(planned, seen)
    if missing:
        yield ValidatedEvent(None, None, None, None, None, Outcome.KEPT, tuple(missing))
