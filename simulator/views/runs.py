"""The runs of a store, each with what became of its events."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from simulator.finding import Severity
from simulator.store.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.run import Run
    from simulator.store import Store


class RunSummary(NamedTuple):
    """One run and its numbers.

    ``verdicts`` counts events by what became of them, ``findings`` findings by severity, those about the run as a
    whole among them; what none has is left out.
    """

    run: Run
    events: int
    verdicts: dict[str, int]
    findings: dict[Severity, int]


def run_summaries(store: Store, known: dict[int, RunSummary] | None = None) -> Iterator[RunSummary]:
    """Every run, the newest first, each as soon as it is counted; a second or so for a million events.

    ``known`` are summaries from before, by the run's number: a run that is as it was is not counted again. May
    raise sqlite3.Error.
    """
    for run in reversed(store.runs()):
        before = (known or {}).get(run.id)
        if before is not None and before.run == run and run.state == "complete":
            yield before
            continue
        yield summary_of(store, run)


def summary_of(store: Store, run: Run) -> RunSummary:
    """The numbers of one run as it stands. May raise sqlite3.Error."""
    verdicts = store.totals(run.id)
    ranks: Counter[int] = Counter()
    for piece in pieces(store.connection, run.id, first=0):
        ranks.update(
            dict(
                store.connection.execute(
                    "SELECT severity, count(*) FROM findings WHERE event BETWEEN ? AND ? GROUP BY severity", piece
                )
            )
        )
    severities = tuple(Severity)
    findings = {severities[rank]: count for rank, count in sorted(ranks.items())}
    return RunSummary(run, sum(verdicts.values()), verdicts, findings)
