"""One event of a result: what was sent, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.reports.beside import shown
from simulator.reports.terminal import safe
from simulator.verdict import Outcome
from simulator.views.copies import Copy

if TYPE_CHECKING:
    from simulator.finding import Finding


@dataclass(frozen=True, slots=True, repr=False)
class JudgedEvent:
    """One event and its verdict. ``payload`` has the shape of a server event and is not masked; the rest is.

    ``n`` counts from 1 in the order the events were given. Times are Unix seconds. ``duplicate_of`` is the ``n`` of
    the copy that counts; it and ``key``, ``after_seconds``, ``survivor_rule`` are None unless ``verdict`` is
    ``duplicate``. What could not be read as an event has the verdict ``quarantined`` and an empty payload.

        event = result.expect_event("Purchase")
        assert event.payload["custom_data"]["order_id"] == "A-1001"
    """

    n: int
    origin: str
    channel: str | None
    pixel_id: str | None
    event_name: str | None
    event_id: str | None
    received_at: float | None
    verdict: Outcome
    duplicate_of: int | None
    key: str | None
    after_seconds: float | None
    survivor_rule: str | None
    findings: tuple[Finding, ...]
    payload: dict[str, Any]

    def __repr__(self) -> str:
        # pytest prints this beside a failed assertion, so it must be safe to show.
        return f"<{' '.join(self.cells())}>"

    @property
    def taken(self) -> bool:
        """Whether Meta would take it: it counts, or it is a copy of one that does."""
        return self.verdict in (Outcome.KEPT, Outcome.DUPLICATE)

    @property
    def became(self) -> str:
        """The verdict in words: ``kept``, ``duplicate of #1``, ``rejected``."""
        return f"duplicate of #{self.duplicate_of}" if self.duplicate_of is not None else str(self.verdict)

    def cells(self) -> tuple[str, str, str, str, str]:
        """Number, channel, name, event ID and verdict, safe to show."""
        name = "(no event)" if self.verdict is Outcome.QUARANTINED else "(no name)"
        return (
            f"#{self.n}",
            self.channel or "–",
            name if self.event_name is None else shown("event_name", self.event_name),
            "(no event_id)" if self.event_id is None else shown("event_id", self.event_id),
            self.became,
        )

    def copy(self) -> Copy:
        """The event as the reports name one copy of a pair."""
        return Copy(self.n, self.channel or "–", safe(self.origin), self.event_id, self.received_at)
