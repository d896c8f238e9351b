"""What a rule found in a run, as a ticket for whoever mends it: Markdown, values masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.checks.catalog import catalog
from simulator.checks.failure_modes import modes_of
from simulator.clock import format_time
from simulator.masking import printable, show_name
from simulator.views.rules_found import examples, rules_found

if TYPE_CHECKING:
    from simulator.checks.catalog import Rule
    from simulator.filtering import Filter
    from simulator.store import Store
    from simulator.views.rules_found import Example, RuleFound

MOST_EXAMPLES = 5
_ACTIVE = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|#"})


def ticket(store: Store, run: int, rule: str, where: Filter | None = None) -> str:
    """A ticket about what ``rule`` found in a run, at most five examples in it.

    A filter leaves those events that it lets through. A rule that found nothing gives a ticket that says so. May
    raise sqlite3.Error.
    """
    found = next((each for each in rules_found(store, run, where) if each.rule == rule), None)
    shown = examples(store, run, rule, MOST_EXAMPLES, where)
    known = catalog().get(rule)
    parts = [_title(rule, known, found), _numbers(store, run, found, where)]
    if known is not None:
        parts += [f"## Why it matters\n\n{_words(known.why)}", f"## How to mend it\n\n{_words(known.fix)}"]
        modes = "; ".join(mode.title for mode in modes_of(rule))
        seen = f" Seen in practice as: {_words(modes)}." if modes else ""
        parts.append(f"Evidence: {known.evidence.value}, <{known.source}>, read {known.read}.{seen}")
    if shown:
        parts.append(f"## Examples\n\n{''.join(map(_example, shown))}".rstrip())
    parts.append(f"Values are masked. `capisim rules {rule}` explains the rule with examples of its own.")
    return "\n\n".join(parts) + "\n"


def _title(rule: str, known: Rule | None, found: RuleFound | None) -> str:
    name = f" {known.name}" if known is not None else ""
    severity = found.severity if found is not None else known.severity if known is not None else None
    return f"# {rule}{name}" + (f" ({severity.value})" if severity is not None else "")


def _numbers(store: Store, run: int, found: RuleFound | None, where: Filter | None) -> str:
    about = store.run(run)
    title = f" “{_words(about.title)}”" if about.title else ""
    when = f", started {format_time(about.started_at)}"
    only = f" Only events that match {_code(str(where))} are counted." if where is not None else ""
    if found is None:
        return f"Nothing was found in run {run}{title}{when}.{only}"
    total = store.last_number(run)
    count = f"{found.findings:,} finding{'s' if found.findings != 1 else ''}"
    on = f" on {found.events:,} of {total:,} events" if found.events else " about the run as a whole"
    return f"{count}{on}. Found by capisim {_words(about.version)} in run {run}{title}{when}.{only}"


def _example(example: Example) -> str:
    finding = example.finding
    lines = [f"- {_words(finding.message)}"]
    if example.n:
        name = _words(example.event_name or "no event name")
        origin = _code(example.origin.rpartition("/")[2])
        lines.append(f"  - event #{example.n}: {name}, {example.channel or 'no channel'}, from {origin}")
    lines.append(f"  - at {_code(finding.path)}")
    if finding.expected is not None:
        lines.append(f"  - expected {_words(finding.expected)}")
    if finding.actual is not None:
        lines.append(f"  - found {_words(finding.actual)}")
    if finding.twin is not None:
        lines.append(f"  - with event #{finding.twin}")
    return "\n".join(lines) + "\n"


def _words(text: str) -> str:
    """Text on one line in which nothing is Markdown, nor an address that must not be told."""
    return printable(" ".join(text.split())).translate(_ACTIVE)


def _code(text: str) -> str:
    """Text as code: a backtick would end it."""
    return f"`{show_name(' '.join(text.split()).replace('`', chr(39)), 200)}`"
