"""Findings alone: the path without memory and without a store."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.capture.source import Source
from simulator.checks.catalog import UNREADABLE, catalog
from simulator.checks.rules.coverage import not_seen
from simulator.clock import now
from simulator.event import Origin
from simulator.finding import Finding, Severity
from simulator.pipeline.inspect import planned_names
from simulator.pipeline.replaying import ITEMS_PER_CHUNK, expand
from simulator.pipeline.times import latest_time
from simulator.pipeline.workers import choose_workers, inspect_here, inspect_in_pool
from simulator.store.rows import EventRow
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from simulator.capture.source import Chunk
    from simulator.checks.catalog import Rule
    from simulator.pipeline.inspect import Inspected
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
    paths, settings, at, _ = expand(sources, settings, at)
    opened = [Source(path, index, settings.limits) for index, path in enumerate(paths)]
    if at is None and any(not source.resumable for source in opened):
        at = now()
    planned = planned_names(settings)
    size = sum(source.size or 0 for source in opened)
    workers = choose_workers(settings.workers, size)
    chunks = (chunk for source in opened for chunk in source.chunks(ITEMS_PER_CHUNK))

    def clock() -> float:
        return latest_time(opened, settings.limits)

    n = 0
    rules = catalog()
    seen: set[str] = set()
    with closing(chunks), closing(_inspected(settings, chunks, clock, at, workers)) as inspected:
        for chunk, result in inspected:
            path = paths[chunk.source]
            for entry in result.entries:
                n += 1
                event = _validated(n, path, entry, rules)
                if planned and event.event_name is not None:
                    seen.add(event.event_name)
                yield event
    missing = not_seen(planned, seen)
    if missing:
        yield ValidatedEvent(None, None, None, None, None, Outcome.KEPT, tuple(missing))


def _inspected(
    settings: Settings, chunks: Iterator[Chunk], clock: Callable[[], float], at: float | None, workers: int
) -> Generator[tuple[Chunk, Inspected], None, None]:
    if workers:
        return inspect_in_pool(settings, chunks, clock, at, workers)
    return inspect_here(settings, chunks, clock, at)


def _validated(n: int, path: str, entry: Any, rules: Mapping[str, Rule]) -> ValidatedEvent:
    if len(entry) == 4:
        line, item, reason, excerpt = entry
        unreadable = Finding(UNREADABLE, Severity.ERROR, "$", reason, None, excerpt or None, rules[UNREADABLE].fix)
        return ValidatedEvent(n, Origin(path, line, item), None, None, None, Outcome.QUARANTINED, (unreadable,))
    columns, _, verdict, _, own = entry
    row = EventRow._make(columns)
    findings = tuple(
        Finding(code, _SEVERITIES[rank], where, message, expected, actual, rules[code].fix)
        for code, rank, where, message, expected, actual in own or ()
    )
    origin = Origin(path, row.line, row.item)
    return ValidatedEvent(n, origin, row.channel, row.event_name, row.event_id, Outcome(verdict), findings)
