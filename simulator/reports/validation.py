"""Findings alone, as ``validate`` shows them: text by event, or one JSON document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from simulator.finding import Finding, Severity
from simulator.reports.json import encode
from simulator.reports.terminal import STYLES, indented, safe

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.event import Origin
    from simulator.pipeline import ValidatedEvent

SCHEMA = "https://capisim.dev/schemas/validation.schema.json"
# Findings are written behind the number of events, which is known last; beyond this they wait on disk.
_KEPT_IN_MEMORY = 16 * 1024 * 1024


class Tally:
    """What passed by: how many events, how many findings of each severity, and the worst."""

    def __init__(self) -> None:
        self.events = 0
        self.severities: Counter[Severity] = Counter()

    def count(self, events: Iterable[ValidatedEvent]) -> Iterator[ValidatedEvent]:
        """The same events, counted as they pass."""
        for event in events:
            self.events += event.n is not None
            self.severities.update(finding.severity for finding in event.findings)
            yield event

    @property
    def worst(self) -> Severity | None:
        """The most severe finding so far; None without one."""
        return min(self.severities, key=lambda severity: severity.rank, default=None)


def path_in_source(path: str, origin: Origin | None) -> str:
    """A finding's path from the root of what was read: through ``data[i]`` in a request body."""
    return path if origin is None or origin.item is None else f"$.data[{origin.item}]{path.removeprefix('$')}"


def document(events: Iterable[ValidatedEvent]) -> Iterator[bytes]:
    """The JSON document ``validate --format json`` prints, in pieces; memory stays bounded."""
    from simulator.checks.catalog import catalog

    rules = catalog()
    with SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as waiting:
        number = 0
        between = b"\n"
        for event in events:
            number += event.n is not None
            for finding in event.findings:
                name = rules[finding.rule].name
                waiting.write(between + encode(_members(event, finding, name)).rstrip())
                between = b",\n"
        yield f'{{"schema": "{SCHEMA}", "events": {number}, "findings": ['.encode()
        waiting.seek(0)
        while piece := waiting.read(1024 * 1024):
            yield piece
        yield b"]}\n"


def _members(event: ValidatedEvent, finding: Finding, name: str) -> dict[str, object]:
    return {
        "n": event.n,
        "rule": finding.rule,
        "name": name,
        "severity": finding.severity,
        "path": path_in_source(finding.path, event.origin),
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
        "fix": finding.fix,
    }


def print_findings(console: Console, events: Iterable[ValidatedEvent], tally: Tally) -> None:
    """Print every event that has findings, and at the end what ``tally`` has counted."""
    from rich.text import Text

    for event in events:
        if not event.findings:
            continue
        name = f"  {safe(event.event_name, 40)}" if event.event_name else ""
        channel = f"  {event.channel}" if event.channel else ""
        place = "the input as a whole" if event.n is None else f"#{event.n} {safe(event.origin, 120)}"
        console.print(Text.assemble((place, "bold"), name, (channel, "dim")))
        for finding in event.findings:
            path = safe(path_in_source(finding.path, event.origin), 120)
            severity = (f"  {finding.severity.value:<9}", STYLES[finding.severity])
            console.print(Text.assemble(severity, (finding.rule, "bold"), (f" {path}", "dim")))
            indented(console, Text(_explained(finding)), 11)
            indented(console, Text.assemble(("fix: ", "green"), finding.fix), 11)
        console.print()
    counts = ", ".join(f"{tally.severities[each]:,} {each}" for each in Severity if tally.severities[each])
    console.print(Text(f"{tally.events:,} events: {counts or 'no findings'}", "bold"))


def _explained(finding: Finding) -> str:
    text = safe(finding.message, 400)
    if finding.actual is not None and finding.actual not in finding.message:
        text += f" (got {safe(finding.actual)})"
    return text
