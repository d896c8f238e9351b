"""The results of a validation as one JSON document, and as text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from simulator.masking import printable, show_name
from simulator.quickstart.validation import Result, State, Validated

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.finding import Finding
    from simulator.tagging.property import Property

SCHEMA: Final = "https://capisim.dev/schemas/quickstart.schema.json"
STYLES: Final = {
    State.FINE: "green",
    State.ATTENTION: "yellow",
    State.FAILED: "bold red",
    State.NOT_FIRED: "cyan",
    State.NO_TRIGGER: "dim",
    State.OFF: "dim",
}


def document(prop: Property, environment: str, validated: Validated) -> dict[str, Any]:
    """The document of ``quickstart --validate --format json``; what may be personal is masked."""
    states = Counter(result.state for result in validated.results)
    return {
        "schema": SCHEMA,
        "property": {"file": prop.file, "name": show_name(prop.name), "environment": environment},
        "sessions": [{"file": each.session.file, "title": show_name(each.session.title)} for each in validated.ran],
        "rules": [_rule(result) for result in validated.results],
        "findings": [_finding(finding) for finding in validated.findings],
        "totals": {state.value: states[state] for state in State},
    }


def _rule(result: Result) -> dict[str, Any]:
    estimate = result.quality.estimate if result.quality else None
    return {
        "rule": show_name(result.rule),
        "event_names": [show_name(name) for name in result.event_names],
        "state": result.state.value,
        **{
            name: getattr(result, name)
            for name in ("triggers", "fired", "browser", "server", "unsent", "same_id", "valid", "deduplicated")
        },
        "findings": [{**_finding(finding), "count": count} for finding, count in result.findings],
        "match_quality": {"low": estimate.low, "likely": estimate.likely, "high": estimate.high} if estimate else None,
        "next": printable(result.next),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    from simulator.checks.catalog import catalog

    return {
        "rule": finding.rule,
        "name": catalog()[finding.rule].name,
        "severity": finding.severity.value,
        "message": finding.message,
        "fix": finding.fix,
    }


def print_results(console: Console, prop: Property, environment: str, validated: Validated) -> None:
    """Print the results page: a line for each rule, and below it what to do next unless all is well."""
    from rich.table import Table
    from rich.text import Text

    from simulator.reports.terminal import heading, indented, safe, safe_name

    heading(console, safe_name(prop.name, 60), f"{environment}, {len(validated.ran)} sessions")
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim", show_edge=False)
    table.add_column("rule", no_wrap=True, overflow="ellipsis", min_width=16)
    for title in ("fired", "pixel", "server", "same id", "valid", "paired"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("estimate", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for result in validated.results:
        table.add_row(*_cells(result, short(safe_name(result.rule, 60))))
    console.print(table)
    told = [result for result in validated.results if result.state not in (State.FINE, State.NO_TRIGGER, State.OFF)]
    if validated.findings:
        heading(console, "About the property")
    for finding in validated.findings:
        told_of = f"{finding.severity.value} {finding.rule}: {safe(finding.message, 300)} {finding.fix}"
        indented(console, Text(told_of), 2)
    waiting = [result for result in validated.results if result.state is State.NO_TRIGGER]
    if told or waiting:
        heading(console, "What to do next")
    for result in told:
        console.print(Text.assemble((safe_name(result.rule, 60), "bold")))
        indented(console, Text(safe(result.next, 600)), 2)
        for finding, count in result.findings:
            indented(
                console, Text(f"{finding.severity.value} {finding.rule}, {count}: {safe(finding.message, 300)}"), 2
            )
    if waiting:
        never = "1 rule never fires" if len(waiting) == 1 else f"{len(waiting)} rules never fire"
        console.print(Text(f"{never}, because nothing triggers it", "bold"))
        for result in waiting[:3]:
            indented(console, Text(f"{safe_name(result.rule, 60)}: {safe(result.next, 300)}"), 2)
    console.print()
    states = Counter(result.state.value for result in validated.results)
    console.print(
        Text(", ".join(f"{states[state.value]} {state.value}" for state in State if states[state.value]), "bold")
    )


def short(rule: str) -> str:
    """A rule's name without what all of them begin with."""
    return rule.removeprefix("MetaConversion_")


def _cells(result: Result, name: str) -> list[Any]:
    from rich.text import Text

    fired = result.fired
    style = "" if fired else "dim"

    def share(count: int) -> Text:
        return Text(f"{count}/{fired}" if fired else "", "" if count == fired else "yellow")

    quality = result.quality
    estimate = f"{quality.estimate.low:.1f}-{quality.estimate.high:.1f}" if quality else ""
    numbers = [str(each) if fired else "" for each in (fired, result.browser, result.server)]
    shares = [share(each) for each in (result.same_id, result.valid, result.deduplicated)]
    return [Text(name, style), *numbers, *shares, estimate, Text(result.state.value, STYLES[result.state])]
