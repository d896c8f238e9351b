"""What changed between two sides, for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.diff_sections import sections, sentence
from simulator.reports.terminal import STYLES, heading, indented, safe, table

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.views.diffing import RunDiff


def print_diff(console: Console, found: RunDiff) -> None:
    """Print what is worse, then all that changed."""
    from rich.text import Text

    sides = [f"{safe(side.label, 60)} ({side.standing.events:,} events)" for side in (found.before, found.after)]
    console.print(Text.assemble((sides[0], "bold"), " → ", (sides[1], "bold")), soft_wrap=True)
    heading(console, "Worse", "" if found.worse else "nothing")
    for each in found.worse:
        indented(console, Text(sentence(each), STYLES["error"]), 2)
    shown = list(sections(found))
    for section in shown:
        heading(console, section.title, section.aside)
        rows = table(*section.columns, numbers=section.numbers)
        for row in section.rows:
            rows.add_row(*row)
        console.print(rows)
        if section.left:
            console.print(Text(f"and {section.left:,} more", "dim"))
    if not shown:
        console.print("Nothing changed.")
    if found.events is None:
        console.print()
        indented(console, Text("A stored report holds no events: verdicts and pairs were not compared.", "dim"), 0)
