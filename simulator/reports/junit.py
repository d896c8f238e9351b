"""A run and a gate as JUnit XML: a test case for each rule, or for each condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.checks.catalog import PARTS, catalog
from simulator.junit import Case, Problem, document
from simulator.reports.diff_sections import sentence as worse_sentence
from simulator.reports.findings import about, ignored, ignored_line
from simulator.reports.gate import sentence
from simulator.reports.terminal import safe_name
from simulator.views.gating.left_out import no_second_pass, untold
from simulator.views.ranked_findings import ranked_findings
from simulator.views.rules_found import rules_found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.finding import Severity
    from simulator.run import Run
    from simulator.store import Store
    from simulator.views.gating import Condition, GateResult
    from simulator.views.ranked_findings import RankedFinding
    from simulator.views.rules_found import RuleFound

MOST: Final = 20
"""How many findings of a rule are told."""


def of_run(store: Store, number: int | None, fail_on: Severity) -> bytes:
    """One suite: whether the run was read to its end, and every rule.

    A rule fails that found something at or above ``fail_on``; one that the settings of the run leave out is skipped.
    Raises UsageError when there is no such run, sqlite3.Error when the store fails.
    """
    run = store.run(number)
    found = {each.rule: each for each in rules_found(store, run.id)}
    end = None if run.state == "complete" else Problem("error", run.state, "The run was not read to its end.", "")
    cases = [Case("capisim.run", "complete", end)]
    for code in sorted(catalog().keys() | found.keys()):
        name = f"{code} {catalog()[code].name}" if code in catalog() else code
        cases.append(Case(f"capisim.{PARTS.get(code[:3], 'rules')}", name, _problem(store, run, code, found, fail_on)))
    return document("capisim report", cases, "\n".join(_told(store, run, found, fail_on)))


def _problem(store: Store, run: Run, code: str, found: dict[str, RuleFound], fail_on: Severity) -> Problem | None:
    hit = found.get(code)
    if hit is not None and hit.severity.at_least(fail_on):
        count = f"{hit.findings:,} finding{'s' if hit.findings != 1 else ''}"
        return Problem("failure", hit.severity.value, f"{hit.severity.value}: {count}", _examples(store, run, hit))
    if hit is None and code in catalog():
        scope = catalog()[code].scope
        why = untold(run, [code]) or (scope in ("pair", "run") and no_second_pass(run))
        if scope == "property":
            why = "asked of a property alone, by capisim tag"
        if why:
            return Problem("skipped", "left-out", why, "")
    return None


def _examples(store: Store, run: Run, hit: RuleFound) -> str:
    paths = [source.path for source in run.sources]
    told = [_example(finding, paths) for finding in ranked_findings(store, run.id, MOST, hit.rule)]
    if hit.findings > MOST:
        told.append(f"and {hit.findings - MOST:,} more")
    if hit.rule in catalog():
        rule = catalog()[hit.rule]
        told.append(
            f"Fix: {' '.join(rule.fix.split())}\nSource: {rule.source} ({rule.evidence.value}, read {rule.read})"
        )
    return "\n\n".join(told)


def _example(finding: RankedFinding, paths: list[str]) -> str:
    spot = finding.spot
    lines = [f"{spot.origin(paths)}: {finding.message}" if spot is not None else finding.message]
    name = safe_name(finding.event_name) if finding.event_name is not None else ""
    place = (f"event #{finding.n}" if finding.n else "", name, finding.channel, finding.path)
    lines.append("  at " + ", ".join(part for part in (*place, about(finding.twin, finding.confidence)) if part))
    lines += [f"  expected {finding.expected}"] if finding.expected is not None else []
    lines += [f"  found {finding.actual}"] if finding.actual is not None else []
    return "\n".join(lines)


def _told(store: Store, run: Run, found: dict[str, RuleFound], fail_on: Severity) -> Iterator[str]:
    """What passes all the same: the verdicts, and the findings below the limit."""
    totals = store.totals(run.id)
    counts = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(totals.items()))
    yield f"{sum(totals.values()):,} events: {counts or 'none'}"
    for hit in found.values():
        if not hit.severity.at_least(fail_on):
            yield f"{hit.severity.value}: {hit.rule}, {hit.findings:,} finding{'s' if hit.findings != 1 else ''}"
    if line := ignored_line(ignored(store, run.id)):
        yield line


def of_gate(result: GateResult) -> bytes:
    """One suite with a test case for each condition."""
    name = f"capisim gate {result.profile}" if result.profile else "capisim gate"
    return document(name, [_condition(result, condition) for condition in result.conditions])


def _condition(result: GateResult, condition: Condition) -> Case:
    named = condition.name if condition.about is None else f"{condition.name} {safe_name(condition.about)}"
    if condition.passed:
        return Case("capisim.gate", named)
    worse = result.baseline.worse if result.baseline is not None and condition.name == "baseline" else ()
    told = sentence(condition)
    return Case(
        "capisim.gate", named, Problem("failure", "condition", told, "\n".join([told, *map(worse_sentence, worse)]))
    )
