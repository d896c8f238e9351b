"""What a property sent, as text: each firing with its requests, and on demand where every field came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from simulator.reports.tagged import masked
from simulator.reports.terminal import STYLES, indented, safe, safe_name
from simulator.tagging.happening import Firing, Sent, Unsent
from simulator.tagging.layer import path_text
from simulator.tagging.values import UNDEFINED, text_of

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.finding import Finding
    from simulator.reports.tagged import Ran
    from simulator.tagging.tokens import Field

MOST_FIRINGS: Final = 100


def print_ran(console: Console, ran: Ran, *, trace: bool) -> None:
    """Print one session: what fired, what left, what did not; the first hundred firings of a long one."""
    from rich.text import Text

    start, firings = ran.session.start, 0
    title = f"  {safe_name(ran.session.title, 60)}" if ran.session.title else ""
    console.print(Text.assemble((safe(ran.session.file, 120), "bold"), (title, "dim")))
    for each in ran.happenings:
        if isinstance(each, Firing):
            firings += 1
        if firings > MOST_FIRINGS:
            continue
        match each:
            case Firing():
                when = f"  {each.at - start:>8.1f} s  "
                console.print(Text.assemble((when, "dim"), (safe_name(each.rule, 60), "bold"), f"  step {each.step}"))
            case Sent():
                event_id = "no event id" if each.event_id is UNDEFINED else safe_name(text_of(each.event_id), 60)
                name = safe_name(text_of(each.event_name), 40)
                console.print(Text(f"{'':14}{each.channel:<8} {name}  {event_id}"))
            case Unsent():
                console.print(Text(f"{'':14}{each.channel:<8} nothing is sent", "yellow"))
                indented(console, Text(safe(each.reason, 300)), 23)
        if trace and isinstance(each, (Sent, Unsent)):
            for field in each.fields:
                indented(console, Text(_traced(field, start), "dim"), 23)
    if firings > MOST_FIRINGS:
        more = firings - MOST_FIRINGS
        console.print(Text(f"  and {more:,} firings more; --format jsonl prints every request", "dim"))
    console.print()


def _traced(field: Field, start: float) -> str:
    value = "nothing" if field.value is UNDEFINED else masked(field)
    told = f"{safe(field.name, 60)} = {safe(value, 60)}"
    if field.element is not None:
        told += f" ← {safe_name(field.element, 40)}"
    for read in field.reads:
        told += f" ← {safe(path_text(read.path), 80)}"
        if read.write is None:
            told += ", never written"
        else:
            by = f" by {safe_name(read.write.by, 60)}" if read.write.by else ""
            told += f", step {read.write.step}, {read.write.at - start:.1f} s{by}"
    return told


def print_property_findings(console: Console, findings: Sequence[Finding]) -> None:
    """Print what is wrong with the property and its data, most severe first."""
    from rich.text import Text

    for finding in findings:
        severity = (f"  {finding.severity.value:<9}", STYLES[finding.severity])
        console.print(Text.assemble(severity, (finding.rule, "bold"), (f" {safe(finding.path, 160)}", "dim")))
        indented(console, Text(safe(finding.message, 500)), 11)
        indented(console, Text.assemble(("fix: ", "green"), finding.fix), 11)
    if findings:
        console.print()


def print_sum(console: Console, ran: Sequence[Ran], findings: Sequence[Finding]) -> None:
    """Print how much fired and left, and how much was found."""
    from rich.text import Text

    kinds: Counter[str] = Counter()
    for each in ran:
        for happening in each.happenings:
            if isinstance(happening, (Firing, Unsent)):
                kinds[type(happening).__name__] += 1
            elif isinstance(happening, Sent):
                kinds[happening.channel] += 1
    severities = Counter(finding.severity.value for finding in findings)
    found = (
        ", ".join(
            f"{count:,} {severity}{'s' if count > 1 and severity != 'rejected' else ''}"
            for severity, count in severities.items()
        )
        or "no findings"
    )
    unsent = f", {kinds['Unsent']:,} not sent" if kinds["Unsent"] else ""
    requests = f"{kinds['browser']:,} browser and {kinds['server']:,} server requests{unsent}"
    console.print(Text(f"{kinds['Firing']:,} firing{'' if kinds['Firing'] == 1 else 's'}: {requests}; {found}", "bold"))
