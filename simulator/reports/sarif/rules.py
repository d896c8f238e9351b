"""Rules as SARIF describes them: what they mean, how they are known, how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulator.checks.failure_modes import modes_of
from simulator.finding import Severity
from simulator.reports.diff_markdown import escape
from simulator.reports.sarif.words import message, plain

if TYPE_CHECKING:
    from simulator.checks.catalog import Rule

LEVELS: Final = {
    Severity.REJECTED: "error",
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


def descriptor(rule: Rule) -> dict[str, Any]:
    """The reportingDescriptor of a rule."""
    why, fix = " ".join(rule.why.split()), " ".join(rule.fix.split())
    title = rule.name.replace("-", " ")
    source = f"{rule.evidence.value}, read {rule.read}"
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": message(title[0].upper() + title[1:]),
        "fullDescription": message(why),
        "help": {
            "text": plain(f"{why}\n\nFix: {fix}\n\nSource: {rule.source} ({source})"),
            "markdown": _braces(f"{escape(why)}\n\n**Fix:** {escape(fix)}\n\nSource: <{rule.source}> ({source})"),
        },
        "helpUri": rule.source,
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "severity": rule.severity,
            "evidence": rule.evidence,
            "read": rule.read,
            "scope": rule.scope,
            "tags": [rule.part, rule.evidence.value],
            "failureModes": [mode.title for mode in modes_of(rule.code)],
        },
    }


def unknown(code: str) -> dict[str, Any]:
    """A rule of another version's catalog, of which nothing else is known."""
    return {"id": code}


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
