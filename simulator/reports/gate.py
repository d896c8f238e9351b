"""What a gate says, as a JSON document and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.reports.diff import worse_members
from simulator.reports.diff_sections import sentence as worse_sentence
from simulator.reports.summary import describe
from simulator.reports.terminal import indented, safe, safe_name

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.views.diffing import RunDiff
    from simulator.views.gating import Condition, GateResult

SCHEMA: Final = "https://capisim.dev/schemas/gate.schema.json"
_UNITS: Final = {"percent": " %", "seconds": " s", "points": "", "runs": ""}
_INDENT: Final = 25


def document(result: GateResult) -> dict[str, Any]:
    """The document of ``gate --format json``."""
    return {
        "schema": SCHEMA,
        "run": describe(result.run),
        "profile": result.profile,
        "passed": result.passed,
        "conditions": [condition._asdict() for condition in result.conditions],
        "baseline": None if result.baseline is None else _baseline(result.baseline),
    }


def _baseline(found: RunDiff) -> dict[str, Any]:
    return {
        "label": found.before.label,
        "events": found.before.standing.events,
        "same_rules": found.same_rules,
        "worse": [worse_members(each) for each in found.worse],
    }


def print_gate(console: Console, result: GateResult) -> None:
    """Print every condition in the order of the settings, and whether all are met."""
    from rich.text import Text

    run = result.run
    names = [safe(source.path, 60) for source in run.sources[:2]]
    more = f" and {len(run.sources) - 2} more" if len(run.sources) > 2 else ""
    profile = f" · profile {safe(result.profile)}" if result.profile else ""
    title = f" · {safe(run.title)}" if run.title else ""
    console.print(Text.assemble((f"Gate of run {run.id}", "bold"), f"{title} · {', '.join(names)}{more}{profile}"))
    console.print()
    for condition in result.conditions:
        mark = ("pass", "green") if condition.passed else ("FAIL", "bold red")
        first, *rest = Text(sentence(condition)).wrap(console, console.width - _INDENT)
        first.rstrip()
        console.print(Text.assemble(mark, f"  {condition.name:<18} ", first), soft_wrap=True)
        for line in rest:
            indented(console, line, _INDENT)
    for each in result.baseline.worse if result.baseline else ():
        indented(console, Text(worse_sentence(each), "red"), _INDENT)
    console.print()
    total = len(result.conditions)
    met = f"{total - result.failed} of {total} conditions are met"
    console.print(Text.assemble(f"{met}: ", ("go", "bold green") if result.passed else ("no go", "bold red")))


def sentence(condition: Condition) -> str:
    """What a condition asks and what there is: ``Purchase: 82.75 %, at least 90 % (24 of 29 of the browser's)``."""
    about = f"{safe_name(condition.about, 60)}: " if condition.about is not None else ""
    if condition.unit == "runs":
        return f"{about}{condition.told}"
    limit = f"at {condition.bound} {_amount(condition.limit, condition.unit)}"
    figure = "no figure" if condition.figure is None else _amount(condition.figure, condition.unit)
    return f"{about}{figure}, {limit}" + (f" ({safe(condition.told)})" if condition.told else "")


def _amount(value: float, unit: str) -> str:
    number = f"{value:,.2f}".rstrip("0").rstrip(".")
    if unit in _UNITS:
        return f"{number}{_UNITS[unit]}"
    return f"{number} {unit.removesuffix('s')}" if value == 1 else f"{number} {unit}"
