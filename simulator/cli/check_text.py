"""The results of ``capisim check`` as text."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from simulator.expectation.difference import Difference, detail, headline
from simulator.expectation.many import Result, Unreadable
from simulator.masking import printable
from simulator.reports.terminal import heading, indented, safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

MOST_SHOWN = 20


def print_results(console: Console, results: Sequence[Result], updated: frozenset[str]) -> None:
    """What differs, scenario by scenario, and one line that sums it up."""
    from rich.text import Text

    for result in results:
        if isinstance(result, Unreadable):
            heading(console, safe(result.folder), "can't be read")
            indented(console, Text(printable(result.reason), "red"), 2)
        elif not result.passed:
            written = str(result.folder) in updated
            heading(console, safe(result.folder), "updated" if written else safe(result.title))
            _differences(console, result.differences)
    if any(isinstance(result, Unreadable) or not result.passed for result in results):
        console.print()
    console.print(_sum(results, updated), soft_wrap=True)


def _differences(console: Console, differences: Sequence[Difference]) -> None:
    from rich.text import Text

    grouped = [(place, list(found)) for place, found in groupby(differences, key=headline)]
    for place, found in grouped[:MOST_SHOWN]:
        if found[0].n is not None:
            indented(console, Text(printable(place.partition(" ")[2]), "bold"), 2)
        for difference in found:
            line, *hints = detail(difference)
            indented(console, Text(printable(line)), 4)
            for hint in hints:
                indented(console, Text(printable(hint.strip()), "dim"), 6)
    left = len(grouped) - MOST_SHOWN
    if left > 0:
        indented(console, Text(f"and {left} more events differ; --format json has them all", "dim"), 2)


def _sum(results: Sequence[Result], updated: frozenset[str]) -> str:
    unreadable = sum(isinstance(result, Unreadable) for result in results)
    passed = sum(not isinstance(result, Unreadable) and result.passed for result in results)
    failed = len(results) - unreadable - passed - len(updated)
    events = sum(0 if isinstance(result, Unreadable) else result.actual.totals["read"] for result in results)
    parts = [f"{passed} passed"]
    counted = ((failed, "failed"), (len(updated), "updated"), (unreadable, "unreadable"))
    parts += [f"{count} {name}" for count, name in counted if count]
    return f"{_count(len(results), 'scenario')}, {_count(events, 'event')}: {', '.join(parts)}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
