"""What a check says about an event."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad a finding is, most severe first."""

    REJECTED = "rejected"
    """Meta's API refuses the request (observed or documented)."""
    ERROR = "error"
    """Breaks Meta's documented contract, or makes one action count twice or not at all."""
    WARNING = "warning"
    """Documented degradation: matching, attribution, freshness."""
    NOTE = "note"
    """Heuristic advice."""

    @property
    def rank(self) -> int:
        """0 for the most severe, rising as severity falls."""
        return _RANKS[self]

    def at_least(self, other: Severity) -> bool:
        """Whether this severity is as bad as the other, or worse."""
        return self.rank <= other.rank


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Evidence(StrEnum):
    """How well what a rule says is known."""

    DOCUMENTED = "documented"
    SDK = "sdk"
    OBSERVED = "observed"
    THIRD_PARTY = "third-party"
    INFERRED = "inferred"


class Finding(NamedTuple):
    """One thing that is wrong with one event.

    ``path`` is a JSON path from the event (``$.user_data.em[0]``); ``actual`` is masked. ``fix``
    says how to mend it.
    """

    rule: str
    severity: Severity
    path: str
    message: str
    expected: str | None
    actual: str | None
    fix: str
