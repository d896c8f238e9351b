"""Findings alone, as ``validate`` shows them: text by event, or one JSON document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from simulator.finding import Finding, Severity
from simulator.reports.alike import Alike
from simulator.reports.findings import about, ignored_line
from simulator.reports.json import encode
from simulator.reports.side_by_side import members, sides_of
from simulator.reports.side_by_side_text import LEGEND, SHORT_LEGEND, print_suspected
from simulator.reports.side_by_side_text import print_pairs as print_pairs_side_by_side
from simulator.reports.suspected import count_suspected, suspected
from simulator.reports.terminal import STYLES, indented, safe, safe_name

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.event import Origin
    from simulator.pipeline import ValidatedEvent
    from simulator.reports.pairs import Shown
    from simulator.store import Store

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
    """A finding's path from the root of what was read: through ``data[i]`` in a request body, in a Graph batch too."""
    if origin is None or origin.element is None:
        return path
    part = "" if origin.part is None else f".batch[{origin.part}]"
    return f"${part}.data[{origin.element}]{path.removeprefix('$')}"


def document(
    events: Iterable[ValidatedEvent], pairs: Sequence[Shown] = (), left_out: dict[str, Any] | None = None
) -> Iterator[bytes]:
    """The JSON document ``validate --format json`` prints, in pieces; memory stays bounded.

    ``left_out`` is what the settings ignored, None when they ignore nothing.
    """
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
        told = [members(each.pair, each.sides) for each in pairs]
        yield b'], "pairs": ' + encode(told).rstrip()
        if left_out is not None:
            yield b', "ignored": ' + encode(left_out).rstrip()
        yield b"}\n"


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
        "twin": finding.twin,
        "confidence": finding.confidence,
    }


def print_findings(console: Console, events: Iterable[ValidatedEvent]) -> None:
    """Print every event that has findings, most severe first.

    Of events that all have the very same findings the first few are printed, the others named at the end.
    """
    from rich.text import Text

    alike = Alike()
    for event in events:
        if not event.findings or not alike.is_printed(event):
            continue
        name = f"  {safe_name(event.event_name, 40)}" if event.event_name else ""
        channel = f"  {event.channel}" if event.channel else ""
        place = "the input as a whole" if event.n is None else f"#{event.n} {safe(event.origin, 120)}"
        console.print(Text.assemble((place, "bold"), name, (channel, "dim")))
        for finding, following in zip_longest(event.findings, event.findings[1:]):
            path = safe(path_in_source(finding.path, event.origin), 120)
            severity = (f"  {finding.severity.value:<9}", STYLES[finding.severity])
            two = about(finding.twin, finding.confidence)
            console.print(
                Text.assemble(severity, (finding.rule, "bold"), (f" {path}", "dim"), f" {two}" if two else "")
            )
            indented(console, Text(_explained(finding)), 11)
            # What several findings of a rule have in common is said once, below the last of them.
            if following is None or (following.rule, following.fix) != (finding.rule, finding.fix):
                indented(console, Text.assemble(("fix: ", "green"), finding.fix), 11)
        console.print()
    for line in alike.lines():
        console.print(Text(line, "bold"))
        console.print()


def print_suspicions(console: Console, store: Store, run: int, limit: int) -> None:
    """Print up to ``limit`` pairs of events that both count and look like one action, side by side."""
    from rich.text import Text

    chosen = suspected(store, run, limit)
    if not chosen:
        return
    total = count_suspected(store, run)
    of = f"{len(chosen)} of {total:,}; --pairs N shows more" if total > len(chosen) else ""
    console.print(Text.assemble(("Looks like one action, and counts twice", "bold"), (f"  {of}" if of else "", "dim")))
    console.print(Text(SHORT_LEGEND, "dim"))
    for each in chosen:
        print_suspected(console, each, sides_of(store, run, each.first.n, each.second.n))
        console.print()


def print_pairs(console: Console, store: Store, run: int, pairs: Sequence[Shown]) -> None:
    """Print the pairs side by side that have something to see."""
    from rich.text import Text

    chosen = [shown for shown in pairs if shown.worth_seeing]
    if not chosen:
        return
    total = store.totals(run).get("duplicate", 0)
    of = f"  {len(chosen)} of {total:,}; --pairs N shows more" if total > len(chosen) else ""
    console.print(Text.assemble(("Pairs side by side", "bold"), (of, "dim")))
    console.print(Text(LEGEND, "dim"))
    print_pairs_side_by_side(console, chosen)
    console.print()


def print_sum(console: Console, tally: Tally, left_out: dict[str, Any] | None = None) -> None:
    """Print what ``tally`` has counted, and what the settings left out."""
    from rich.text import Text

    ignored = ignored_line(left_out)
    if ignored:
        console.print(Text(ignored, "dim"))
    counts = ", ".join(f"{tally.severities[each]:,} {each}" for each in Severity if tally.severities[each])
    events = "1 event" if tally.events == 1 else f"{tally.events:,} events"
    console.print(Text(f"{events}: {counts or 'no findings'}", "bold"))


def _explained(finding: Finding) -> str:
    text = safe(finding.message, 400)
    if finding.actual is not None and finding.actual not in finding.message:
        text += f" (got {safe(finding.actual)})"
    return text
