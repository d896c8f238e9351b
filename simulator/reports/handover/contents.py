"""All that is handed over of one run, gathered once for every format that tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulator.reports.findings import ignored, ignored_line
from simulator.reports.handover.fixing import problems
from simulator.reports.handover.pairs import recognised, supposed
from simulator.reports.handover.repeating import repeating
from simulator.reports.handover.rules import rules_told
from simulator.reports.suspected import count_suspected
from simulator.verdict import Outcome
from simulator.views.coverage import event_names
from simulator.views.money import money
from simulator.views.quality import quality
from simulator.views.rules_found import rules_found
from simulator.views.timeline import timeline

if TYPE_CHECKING:
    from simulator.reports.handover.fixing import Problem
    from simulator.reports.handover.pairs import PairTold
    from simulator.reports.handover.repeating import Repeating
    from simulator.reports.handover.rules import RuleTold
    from simulator.run import Run
    from simulator.store import Store
    from simulator.views.gating import GateResult
    from simulator.views.money import Money
    from simulator.views.quality import NameQuality
    from simulator.views.timeline import Bucket

BUCKETS: Final = 60


class Unread(NamedTuple):
    """A line that could not be read as an event: its number, where it lies, why, and a masked excerpt."""

    n: int
    origin: str
    reason: str
    excerpt: str


class Handover(NamedTuple):
    """One run. ``names`` are the entries of ``views.coverage``; ``verdicts`` counts events by what became of them.

    ``recognised`` and ``supposed`` are some of ``pairs`` and ``suspicions`` many, ``unread`` some of what is
    quarantined. ``ignored`` says how many findings the settings left out, ``""`` for none.
    """

    run: Run
    gate: GateResult
    events: int
    verdicts: dict[str, int]
    problems: list[Problem]
    prices: list[Money]
    names: list[dict[str, Any]]
    pairs: int
    recognised: list[PairTold]
    suspicions: int
    supposed: list[PairTold]
    quality: list[NameQuality]
    timeline: list[Bucket]
    rules: list[RuleTold]
    unread: list[Unread]
    ignored: str
    repeating: Repeating


def hand_over(store: Store, gate: GateResult, *, pairs: int, examples: int, unread: int) -> Handover:
    """Gather what is told of the run that was judged: at most so many pairs of each kind, examples and lines.

    Some seconds for a million events; memory grows with the limits alone. May raise sqlite3.Error.
    """
    run = gate.run
    totals = store.totals(run.id)
    verdicts = {outcome.value: totals.get(outcome.value, 0) for outcome in Outcome}
    found, prices, estimates = rules_found(store, run.id), money(store, run.id), quality(store, run.id)
    duplicates = verdicts[Outcome.DUPLICATE.value]
    return Handover(
        run,
        gate,
        sum(verdicts.values()),
        verdicts,
        problems(store, run.id, found, prices, estimates),
        prices,
        event_names(store.connection, run.id),
        duplicates,
        recognised(store, run.id, pairs) if duplicates else [],
        count_suspected(store, run.id),
        supposed(store, run.id, pairs),
        estimates,
        timeline(store, run.id, BUCKETS),
        rules_told(store, run.id, found, examples),
        _unread(store, run, unread) if verdicts[Outcome.QUARANTINED.value] else [],
        ignored_line(ignored(store, run.id)),
        repeating(run),
    )


def _unread(store: Store, run: Run, limit: int) -> list[Unread]:
    from simulator.event import Origin
    from simulator.reports.terminal import safe
    from simulator.store.rows import event_span, number_of

    rows = store.connection.execute(
        "SELECT q.id, e.source, e.line, e.item, q.reason, q.excerpt FROM quarantine q JOIN events e ON e.id = q.id"
        " WHERE q.id BETWEEN ? AND ? ORDER BY q.id LIMIT ?",
        (*event_span(run.id), limit),
    )
    return [
        Unread(
            number_of(key),
            safe(Origin(run.sources[source].path, line, item), 300),
            safe(reason, 300),
            safe(excerpt, 200),
        )
        for key, source, line, item, reason, excerpt in rows
    ]
