"""One line for each answered request, safe to print."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from simulator.masking import printable
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from simulator.emulator.service import Handled

_MOST_RULES = 4


def log_line(handled: Handled) -> str:
    """``12:00:01.250Z POST /v26.0/1234567890/events 200 1 kept, 1 duplicate (3 ms)``."""
    moment = datetime.fromtimestamp(handled.at, UTC).strftime("%H:%M:%S.%f")[:-3]
    parts = [f"{moment}Z", handled.method, handled.path, str(handled.status)]
    verdicts = [verdict for taken in handled.taken for verdict in taken.verdicts]
    counts = Counter(verdict.verdict for verdict in verdicts)
    told = [f"{counts[outcome]} {outcome.value}" for outcome in Outcome if counts[outcome]]
    rules = list(dict.fromkeys(finding.rule for verdict in verdicts for finding in verdict.findings))
    if told:
        parts.append(", ".join(told))
    if rules:
        more = f" and {len(rules) - _MOST_RULES} more" if len(rules) > _MOST_RULES else ""
        parts.append(f"[{' '.join(rules[:_MOST_RULES])}{more}]")
    if handled.note:
        parts.append(f"- {handled.note}")
    parts.append(f"({handled.seconds * 1000:.0f} ms)")
    return printable(" ".join(parts))
