"""The stateless half of the path: raw items -> requests -> findings -> rows.

A pure function of its input, so it runs in this process or in any number of workers and the result
is the same. What it gives back is built of plain tuples, which travel between processes cheaply.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import orjson

from simulator.capture.read import read_item
from simulator.checks.checker import Checker
from simulator.checks.context import context_of
from simulator.checks.policy import Policy
from simulator.checks.schemas import SchemaSet
from simulator.deduplication.copy import compared
from simulator.event import Batch, Origin, Quarantined
from simulator.finding import Finding, Severity
from simulator.match_quality.keys import masks

if TYPE_CHECKING:
    from simulator.capture.source import Chunk
    from simulator.event import Event
    from simulator.settings import Settings

# Times past this year are milliseconds or nonsense; ordering by them would tear a run apart.
LATEST_SANE_TIME = 4_102_444_800.0
REJECTED = Severity.REJECTED
USER_DATA = "$.user_data"
_dumps = orjson.dumps
# What a named tuple's own constructor does, without the Python function around it.
_new = tuple.__new__

FindingRow: TypeAlias = tuple[str, int, str, str, str | None, str | None]
# columns of EventRow; members of Copy behind n, or None when deduplication must not see the event
# (refused, or no name); the verdict before deduplication; payload; findings
EventEntry: TypeAlias = tuple[tuple[Any, ...], tuple[Any, ...] | None, str, str, tuple[FindingRow, ...] | None]
QuarantineEntry: TypeAlias = tuple[int, int | None, str, str]
RequestEntry: TypeAlias = tuple[str, str | None, bytes | None]


class Inspected(NamedTuple):
    """A chunk after inspection. ``entries`` are EventEntry or QuarantineEntry, in input order.

    ``requests`` are the deliveries worth keeping; an event's column ``request`` is an index into it.
    ``ignored`` counts the findings that the settings left out, by the index of the ignore entry.
    """

    entries: list[Any]
    requests: list[RequestEntry]
    ignored: dict[int, int]


def planned_names(settings: Settings) -> frozenset[str]:
    """The event names of the tracking plan; none without one. Raises SettingsError for a bad plan."""
    return SchemaSet(settings.engine, Path(settings.schemas)).planned if settings.schemas else frozenset()


class Inspector:
    """Reads and checks items by one set of settings."""

    def __init__(self, settings: Settings) -> None:
        plan = Path(settings.schemas) if settings.schemas else None
        self.limits = settings.limits
        self.schemas = SchemaSet(settings.engine, plan)
        self.policy = Policy(settings.rules)
        self.checker = Checker(self.schemas, context_of(settings), self.policy)

    def inspect(self, chunk: Chunk, clock: float | None) -> Inspected:
        """Every item of a chunk, read and checked.

        ``clock`` is in Unix seconds. Raises NeedsClock when it is None and an event can't be
        judged without it.
        """
        # A chunk that needed a clock is inspected again, and what it ignored then counts once.
        self.policy.ignored.clear()
        entries: list[Any] = []
        requests: list[RequestEntry] = []
        limits = self.limits
        source = chunk.source
        for problem in chunk.problems:
            _quarantine(problem, entries)
        form = chunk.form
        check = self.checker.check
        # What the settings leave untold is still wrong with a match key.
        all_told = self.policy.trivial
        for line, item in enumerate(chunk.items, chunk.first):
            read = read_item(item, _new(Origin, ("", line, None)), form, limits)
            if read is None:
                continue
            for part in read.parts if isinstance(read, Batch) else (read,):
                if isinstance(part, Quarantined):
                    _quarantine(part, entries)
                    continue
                findings = check(part, clock)
                if part.form == "event":
                    entries.append(_entry(part.events[0], findings[0], source, None, all_told))
                    continue
                for event, own in zip(part.events, findings, strict=True):
                    entries.append(_entry(event, own, source, len(requests), all_told))
                body = _dumps(part.body).decode() if part.body else None
                requests.append((part.form, body, part.raw))
        return Inspected(entries, requests, dict(self.policy.ignored))


def _quarantine(problem: Quarantined, entries: list[Any]) -> None:
    entries.append((problem.origin.line, problem.origin.item, problem.reason, problem.excerpt))


def _entry(event: Event, findings: tuple[Finding, ...], source: int, request: int | None, all_told: bool) -> EventEntry:
    channel, pixel_id, event_name, event_id, event_time, received_at, payload, origin = event
    if received_at is None and event_time is not None and 0 <= event_time < LATEST_SANE_TIME:
        received_at = event_time
        event = event._replace(received_at=received_at)
    clean = all_told and (not findings or not any(each.path.startswith(USER_DATA) for each in findings))
    present, valid = masks(payload, clean)
    worst: int | None = None
    verdict = "kept"
    rows = None
    if findings:
        severity = findings[0].severity
        worst = severity.rank
        if severity is REJECTED:
            verdict = "rejected"
        rows = tuple((f.rule, f.severity.rank, f.path, f.message, f.expected, f.actual) for f in findings)
    copy = compared(event)
    external_ids = copy[5]
    action_source = payload.get("action_source")
    columns = (
        channel,
        pixel_id,
        event_name,
        event_id,
        event_time,
        received_at,
        action_source if action_source.__class__ is str else None,
        _dumps(external_ids).decode() if external_ids else None,
        copy[6],
        source,
        origin.line,
        origin.item,
        request,
        present,
        valid,
        worst,
    )
    seen = copy if worst != 0 and event_name is not None else None
    return columns, seen, verdict, _dumps(payload).decode(), rows
