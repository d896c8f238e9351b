"""Conditions on the run as a whole: read to its end, not empty, nothing rejected, no error."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from simulator.finding import Severity
from simulator.store.rows import event_key, event_span
from simulator.views.gating.result import Condition, at_least, at_most

if TYPE_CHECKING:
    from simulator.run import Run
    from simulator.settings import Gate
    from simulator.store import Store

ANY: Final = -1
"""The limit that lets any number through."""
_RULES_TOLD = 3
_STATES = {
    "complete": "read to its end",
    "interrupted": "it was interrupted before its end",
    "running": "it has not ended",
}


def count_conditions(store: Store, run: Run, gate: Gate) -> Iterator[Condition]:
    """Those that the gate asks for. May raise sqlite3.Error."""
    if gate.complete:
        is_complete = Fraction(run.state == "complete")
        yield at_least("complete", None, is_complete, Fraction(1), "runs", _STATES[run.state])
    totals = store.totals(run.id)
    if gate.min_events:
        events = sum(totals.values())
        yield at_least("min_events", None, Fraction(events), Fraction(gate.min_events), "events", "")
    if gate.max_rejected != ANY:
        rejected = Fraction(totals.get("rejected", 0))
        told = _worst_rules(store, run.id, Severity.REJECTED)
        yield at_most("max_rejected", None, rejected, Fraction(gate.max_rejected), "events", told)
    for name, limit, severity in (
        ("max_errors", gate.max_errors, Severity.ERROR),
        ("max_warnings", gate.max_warnings, Severity.WARNING),
    ):
        if limit != ANY:
            found = Fraction(_findings(store, run.id, severity))
            yield at_most(name, None, found, Fraction(limit), "findings", _worst_rules(store, run.id, severity))


def _findings(store: Store, run: int, severity: Severity) -> int:
    """How many findings of a severity there are, those about the run as a whole among them."""
    return int(
        store.connection.execute(
            "SELECT count(*) FROM findings WHERE event BETWEEN ? AND ? AND severity = ?",
            (event_key(run, 0), event_span(run)[1], severity.rank),
        ).fetchone()[0]
    )


def _worst_rules(store: Store, run: int, severity: Severity) -> str:
    """The most frequent rules of a severity: ``DUP001 ×12, EVT011 ×3 and 2 more``."""
    rows = store.connection.execute(
        "SELECT rule, count(*) FROM findings WHERE event BETWEEN ? AND ? AND severity = ?"
        " GROUP BY 1 ORDER BY 2 DESC, 1",
        (event_key(run, 0), event_span(run)[1], severity.rank),
    ).fetchall()
    told = ", ".join(f"{rule} ×{count:,}" for rule, count in rows[:_RULES_TOLD])
    return f"{told} and {len(rows) - _RULES_TOLD} more" if len(rows) > _RULES_TOLD else told
