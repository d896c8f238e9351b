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

    @property
    def lowered(self) -> Severity:
        """The next less severe one; a note stays a note."""
        return _ORDER[min(self.rank + 1, len(_ORDER) - 1)]

    def at_least(self, other: Severity) -> bool:
        """Whether this severity is as bad as the other, or worse."""
        return self.rank <= other.rank


_ORDER = tuple(Severity)
_RANKS = {severity: rank for rank, severity in enumerate(_ORDER)}


class Evidence(StrEnum):
    """How well what a rule says is known."""

    DOCUMENTED = "documented"
    SDK = "sdk"
    OBSERVED = "observed"
    THIRD_PARTY = "third-party"
    INFERRED = "inferred"


class Confidence(StrEnum):
    """How sure it is that two events were one action, surest first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Finding(NamedTuple):
    """One thing that is wrong with one event, with two events that belong together, or with a run.

    ``path`` is a JSON path from the event (``$.user_data.em[0]``); ``actual`` is masked. ``fix``
    says how to mend it. ``twin`` is the ``n`` of the other event when the finding is about two;
    ``confidence`` tells then how sure it is that the two are one action, None where nothing is
    supposed.
    """

    rule: str
    severity: Severity
    path: str
    message: str
    expected: str | None
    actual: str | None
    fix: str
    twin: int | None = None
    confidence: Confidence | None = None
