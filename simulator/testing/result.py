"""What came of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.errors import UsageError
from simulator.testing.expectations import Expectations

if TYPE_CHECKING:
    from simulator.finding import Finding
    from simulator.reports.suspected import Suspected
    from simulator.testing.judged import JudgedEvent
    from simulator.testing.snapshots import Snapshots
    from simulator.views.copies import Pair


class Result(Expectations):
    """The verdicts of one run, and what a test may expect of them.

    ``events`` are in the order given. ``pairs`` are the copies that deduplication found, ``suspected`` those that it
    did not and that look like one action. ``run_findings`` are about the run as a whole.
    """

    def __init__(
        self,
        events: tuple[JudgedEvent, ...],
        *,
        run_findings: tuple[Finding, ...],
        pairs: tuple[Pair, ...],
        suspected: tuple[Suspected, ...],
        snapshots: Snapshots,
    ) -> None:
        super().__init__(snapshots)
        self.events = events
        self.run_findings = run_findings
        self.pairs = pairs
        self.suspected = suspected

    def __repr__(self) -> str:
        return f"<Result of {len(self.events)} events, {len(self.pairs)} pairs, {len(self.suspected)} suspected>"

    def result(self) -> Result:
        """Itself: the run is over."""
        return self

    def event(self, n: int) -> JudgedEvent:
        """The event of a number, which counts from 1."""
        if not 1 <= n <= len(self.events):
            raise UsageError(f"there is no event #{n}: there are {len(self.events)}")
        return self.events[n - 1]

    def all_findings(self) -> list[tuple[JudgedEvent | None, Finding]]:
        """Every finding with its event, in order; None for those about the run as a whole."""
        about: list[tuple[JudgedEvent | None, Any]] = [(None, finding) for finding in self.run_findings]
        return [*((event, finding) for event in self.events for finding in event.findings), *about]
