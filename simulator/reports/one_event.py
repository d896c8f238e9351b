"""Everything that is known of one event's other copies: ``report --pair N``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import UsageError
from simulator.reports.pairs import pairs_of_event
from simulator.reports.side_by_side import sides_of
from simulator.reports.side_by_side_text import LEGEND, print_pair, print_suspected
from simulator.reports.suspected import suspected
from simulator.reports.terminal import safe_name
from simulator.store.rows import event_key

if TYPE_CHECKING:
    from rich.console import Console

    from simulator.store import Store

MOST = 20


def print_event(console: Console, store: Store, run: int, n: int) -> None:
    """Print the pairs that event ``n`` of a run is in, every member of both copies, values masked.

    Raises UsageError when the run has no such event.
    """
    from rich.text import Text

    row = store.connection.execute(
        "SELECT event_name, channel, verdict FROM events WHERE id = ?", [event_key(run, n)]
    ).fetchone()
    if row is None:
        raise UsageError(f"run {run} holds no event #{n}: its events are #1 to #{store.last_number(run)}")
    name, channel, verdict = row
    title = (f"#{n}", safe_name(name or "an event without a name", 40), channel or "", verdict)
    console.print(Text(f"Run {run} · {' · '.join(part for part in title if part)}", "bold"), soft_wrap=True)
    pairs = pairs_of_event(store, run, n, MOST)
    likely = suspected(store, run, MOST, of=n)
    for shown in pairs:
        console.print()
        print_pair(console, shown)
    for each in likely:
        console.print()
        console.print(Text("Looks like one action, and counts twice", "bold"))
        print_suspected(console, each, sides_of(store, run, each.first.n, each.second.n, everything=True))
    if pairs or likely:
        console.print(Text(f"\n{LEGEND}", "dim"))
    else:
        console.print("No other copy of it was found in this run, and none is suspected.")
