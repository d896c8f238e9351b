"""What each rule found, why it matters, how it is known and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.checks.catalog import catalog
from simulator.reports.findings import about
from simulator.reports.terminal import safe
from simulator.views.rules_found import examples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.store import Store
    from simulator.views.rules_found import Example, RuleFound


class ExampleTold(NamedTuple):
    """One finding, safe to show. ``n`` is 0 for the run as a whole; ``twin`` is the other event, None without one."""

    n: int
    event_name: str
    channel: str
    origin: str
    path: str
    message: str
    expected: str
    actual: str
    twin: int | None
    two: str


class RuleTold(NamedTuple):
    """A rule and what it found. Its texts are those of the catalog, ``""`` for a rule of another one."""

    code: str
    name: str
    severity: str
    findings: int
    events: int
    fix: str
    why: str
    evidence: str
    source: str
    read: str
    examples: tuple[ExampleTold, ...]


def rules_told(store: Store, run: int, found: Iterable[RuleFound], most_examples: int) -> list[RuleTold]:
    """In the order given, each with its first findings. May raise sqlite3.Error."""
    return [_told(store, run, each, most_examples) for each in found]


def _told(store: Store, run: int, found: RuleFound, most: int) -> RuleTold:
    rule = catalog().get(found.rule)
    shown = tuple(_example(each) for each in examples(store, run, found.rule, most))
    code, severity = safe(found.rule), found.severity.value
    if rule is None:
        return RuleTold(code, code, severity, found.findings, found.events, "", "", "", "", "", shown)
    return RuleTold(
        code,
        rule.name,
        severity,
        found.findings,
        found.events,
        " ".join(rule.fix.split()),
        " ".join(rule.why.split()),
        rule.evidence.value,
        rule.source,
        rule.read,
        shown,
    )


def _example(each: Example) -> ExampleTold:
    finding = each.finding
    return ExampleTold(
        each.n,
        each.event_name or "",
        each.channel or "",
        safe(each.origin, 300),
        safe(finding.path, 120),
        safe(finding.message, 600),
        safe(finding.expected or "", 300),
        safe(finding.actual or "", 300),
        finding.twin,
        about(finding.twin, finding.confidence),
    )
