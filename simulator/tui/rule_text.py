"""A rule and what it found, as text: why, source, evidence, how to mend it, a first example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

from simulator.checks.catalog import catalog
from simulator.checks.failure_modes import modes_of
from simulator.tui.text import plain
from simulator.tui.widgets.rule_list import SEVERITY_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.tui.widgets.rule_list import RuleRow
    from simulator.views.rules_found import Example

_QUIET: Final = "$quiet"


def rule_text(row: RuleRow) -> Content:
    """Everything about a rule that found something."""
    return Content("\n").join([*_head(row), *_example(row.example), *_about(row)])


def rule_summary(row: RuleRow) -> Content:
    """A few lines: what was found first, and how to mend it."""
    known = catalog().get(row.found.rule)
    lines = list(_head(row))
    if row.example is not None:
        where = f"#{row.example.n} " if row.example.n else ""
        lines.append(Content.assemble((where, _QUIET), plain(row.example.finding.message, limit=400)))
    if known is not None:
        lines.append(Content.assemble(("fix ", "bold $success"), _words(known.fix)))
    return Content("\n").join(lines)


def _head(row: RuleRow) -> Iterator[Content]:
    found = row.found
    severity = found.severity.value
    yield Content.assemble(
        (f" {severity} ", f"bold reverse {SEVERITY_COLOURS[severity]}"), (f" {found.rule} ", "bold"), (row.name, "bold")
    )
    count = f"{found.findings:,} finding{'s' if found.findings != 1 else ''}"
    events = f" on {found.events:,} event{'s' if found.events != 1 else ''}"
    known = catalog().get(found.rule)
    part = f"  ·  {known.part}" if known is not None else "  ·  of an older catalog"
    yield Content.assemble((f"{count}{events if found.events else ' about the run as a whole'}{part}", _QUIET))


def _example(example: Example | None) -> Iterator[Content]:
    if example is None:
        return
    finding = example.finding
    yield _heading("First example")
    if example.n:
        yield Content.assemble(
            (f"#{example.n} ", _QUIET),
            plain(example.event_name or "no event name", "bold"),
            (f"  {example.channel or ''}  ", _QUIET),
            plain(example.origin.rpartition("/")[2], _QUIET, 200),
        )
    yield plain(finding.message)
    yield Content.assemble(("at ", _QUIET), plain(finding.path, "$secondary", 200))
    if finding.expected is not None:
        yield Content.assemble(("expected ", _QUIET), plain(finding.expected))
    if finding.actual is not None:
        yield Content.assemble(("found ", _QUIET), plain(finding.actual))
    if finding.twin is not None:
        yield Content.assemble(("with ", _QUIET), f"#{finding.twin}")


def _about(row: RuleRow) -> Iterator[Content]:
    known = catalog().get(row.found.rule)
    if known is None:
        return
    yield _heading("Fix")
    yield _words(known.fix)
    yield _heading("Why")
    yield _words(known.why)
    modes = modes_of(known.code)
    if modes:
        yield _heading("Seen in practice")
        for mode in modes:
            yield Content(f"{mode.rank}  {mode.title}")
    yield _heading("Evidence")
    yield Content.assemble((known.evidence.value, "bold"), (f", read {known.read} at", _QUIET))
    yield plain(known.source, "underline $primary", 400)


def _heading(text: str) -> Content:
    return Content.assemble("\n", (text, "bold $primary"))


def _words(text: str) -> Content:
    return plain(" ".join(text.split()), limit=4000)
