"""What a failed assertion shows: the events, the pairs side by side, the findings. Everything is masked."""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, Final

from simulator.reports.pairs import Shown
from simulator.reports.side_by_side import put_side_by_side
from simulator.reports.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rich.console import Console

    from simulator.finding import Finding
    from simulator.reports.suspected import Suspected
    from simulator.testing.judged import JudgedEvent
    from simulator.testing.result import Result
    from simulator.views.copies import Pair

MOST_EVENTS: Final = 20
MOST_PAIRS: Final = 3
_WIDTH: Final = 100
_ADDRESS: Final = re.compile(r"[^\s…@'\"<>(),;:=]+@[^\s…@'\"<>(),;:=]+")


def message(headline: str, *sections: str) -> str:
    """A failure: what was expected, then the sections that say something, an empty line between them."""
    text = "\n\n".join([headline, *(section for section in sections if section)])
    # Event IDs are shown as they were sent, also by the rules; an address may be part of one.
    return _ADDRESS.sub("…@…", text)


def times(count: int) -> str:
    """``once``, ``3 times``."""
    return "once" if count == 1 else f"{count} times"


def section(title: str, lines: Iterable[str]) -> str:
    """A title and indented lines below it; empty without lines."""
    told = [f"  {line}" for line in lines]
    return "\n".join([f"{title}:", *told]) if told else ""


def listing(events: Sequence[JudgedEvent]) -> str:
    """One line an event: number, channel, name, event ID, verdict; what was refused with its reason."""
    if not events:
        return "there are no events at all"
    shown = events[:MOST_EVENTS]
    rows = [event.cells() for event in shown]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    lines = []
    for event, row in zip(shown, rows, strict=True):
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)]
        lines.append("  ".join([*cells, row[-1]]) + ("" if event.taken else refused(event)))
    if len(events) > len(shown):
        lines.append(f"and {len(events) - len(shown)} more")
    return section(f"events ({len(events)})", lines)


def refused(event: JudgedEvent) -> str:
    """Why an event was not taken: `` (REQ001: the message)``; empty when nothing says why."""
    found = event.findings[:1]
    return "".join(f" ({each.rule}: {safe(each.message)})" for each in found)


def finding_lines(number: str, finding: Finding) -> list[str]:
    """A finding as lines: rule, severity, where, message; what was expected; how to mend it."""
    at = f" {safe(finding.path)}" if finding.path else ""
    lines = [f"{finding.rule} {finding.severity} {number}{at}: {safe(finding.message, 400)}"]
    if finding.expected is not None or finding.actual is not None:
        actual = "nothing" if finding.actual is None else safe(finding.actual)
        lines.append(f"  expected {safe(finding.expected)}, is {actual}" if finding.expected else f"  is {actual}")
    if finding.fix:
        lines.append(f"  fix: {safe(finding.fix, 400)}")
    return lines


def pair_text(result: Result, pair: Pair) -> str:
    """Two copies of one event side by side, which of them counts, and why."""
    from simulator.reports.side_by_side_text import print_pair

    counts, other = result.event(pair.counts.n), result.event(pair.duplicate.n)
    codes = [
        finding.rule
        for one, two in ((counts, other), (other, counts))
        for finding in one.findings
        if finding.twin == two.n
    ]
    shown = Shown(pair, put_side_by_side(counts.payload, other.payload), tuple(dict.fromkeys(codes)))
    return _printed(lambda console: print_pair(console, shown))


def suspected_text(result: Result, each: Suspected) -> str:
    """Two events side by side that look like one action although both count, and how they part."""
    from simulator.reports.side_by_side_text import print_suspected

    sides = put_side_by_side(result.event(each.first.n).payload, result.event(each.second.n).payload)
    text = _printed(lambda console: print_suspected(console, each, sides))
    return f"looks like one action, and counts twice:\n{text}"


def pairs_of(result: Result, numbers: Iterable[int]) -> str:
    """The pairs, made or suspected, that these events are in; the first few."""
    wanted = set(numbers)
    texts = [suspected_text(result, each) for each in result.suspected if wanted & {each.first.n, each.second.n}]
    texts += [pair_text(result, pair) for pair in result.pairs if wanted & {pair.counts.n, pair.duplicate.n}]
    more = len(texts) - MOST_PAIRS
    return "\n\n".join([*texts[:MOST_PAIRS], *([f"and {more} more pairs"] if more > 0 else [])])


def _printed(show: Callable[[Console], None]) -> str:
    from rich.console import Console

    # The same text whatever terminal, width or colours the test run has.
    file = StringIO()
    show(
        Console(
            file=file,
            width=_WIDTH,
            color_system=None,
            force_terminal=False,
            markup=False,
            highlight=False,
            emoji=False,
        )
    )
    return file.getvalue().rstrip("\n")
