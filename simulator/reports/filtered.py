"""The events that a filter lets through, as a list to read."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from simulator.clock import format_time
from simulator.reports.terminal import safe, safe_name, severity_text, table
from simulator.views.export import export

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from simulator.filtering import Filter
    from simulator.store import Store
    from simulator.views.export import Exported

MOST = 200
_WIDE = 110


def print_filtered(console: Console, store: Store, run: int, by: Filter, events: int) -> None:
    """Print the first of the matching ``events`` of a run, a line each, names that may be somebody's masked."""
    from rich.text import Text

    whole = sum(store.totals(run).values())
    console.print(
        Text.assemble(
            (f"Run {run}", "bold"),
            f" · {events:,} of {whole:,} event{'s' if whole != 1 else ''}",
            f" · {safe_name(str(by), 200)}" if not by.matches_all else "",
        ),
        soft_wrap=True,
    )
    if not events:
        console.print("No event of this run is let through.", style="dim")
        return
    wide = console.width >= _WIDE
    columns = ("#", *(("received",) if wide else ()), "channel", "event", "event ID", "verdict", "findings")
    rows = table(*columns, numbers=("#",), wide="findings")
    for event in islice(export(store, run, by), MOST):
        rows.add_row(*_cells(event, wide))
    console.print()
    console.print(rows)
    if events > MOST:
        console.print(f"and {events - MOST:,} more: --format jsonl or csv lists them all", style="dim")


def _cells(event: Exported, wide: bool) -> list[str | Text]:
    from rich.text import Text

    line = event.line
    verdict = severity_text(line.verdict)
    if line.duplicate_of is not None:
        verdict = Text.assemble(verdict, (f" of #{line.duplicate_of}", "dim"))
    codes = dict.fromkeys((finding.rule, finding.severity) for finding in event.findings)
    found = Text(" ").join(Text(rule, severity_text(severity).style) for rule, severity in codes)
    received = format_time(line.received_at) if line.received_at is not None else "–"
    name = safe_name(line.event_name, 24 if wide else 18) if line.event_name is not None else "–"
    if line.channel is None:
        name = safe(event.origin.rpartition("/")[2], 24 if wide else 18)
    ident = safe_name(line.event_id, 36 if wide else 16) if line.event_id is not None else "–"
    return [str(line.n), *((received,) if wide else ()), line.channel or "–", name, ident, verdict, found]
