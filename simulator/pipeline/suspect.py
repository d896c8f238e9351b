"""The second pass over a run: observers look at what was stored, and what they tell becomes findings.

It comes after deduplication and never changes a verdict. An interrupted pass starts over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.checks.catalog import catalog
from simulator.checks.policy import Policy
from simulator.checks.rules.coverage import not_seen
from simulator.checks.spot import json_path
from simulator.finding import Confidence, Finding
from simulator.pipeline.second_look import look_again
from simulator.store.rows import event_key
from simulator.store.snapshot import read_beside
from simulator.store.write import Suspicion
from simulator.suspicion import make_observers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from simulator.finding import Severity
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.store.write import Writer
    from simulator.suspicion.observer import Told

BATCH = 2000


def suspect(
    store: Store,
    writer: Writer,
    settings: Settings,
    planned: frozenset[str],
    pace: Callable[[], object] | None = None,
) -> None:
    """Look at the writer's run a second time and store what is found.

    ``planned`` are the event names of the tracking plan. What was known of the run before it began is told first.
    ``pace`` is called every few events. May raise StoreError.
    """
    writer.forget_suspicions()
    policy = Policy(settings.rules)
    batch = [
        each for finding in store.found_before(writer.run) for each in _chosen(writer.run, 0, None, finding, policy)
    ]
    written = 0
    with read_beside(store) as still:
        for each in suspicions(still, writer.run, settings, planned, policy, pace):
            batch.append(each)
            if len(batch) >= BATCH:
                writer.suspect(batch, {}, written)
                written += len(batch)
                batch = []
    if batch or policy.ignored:
        writer.suspect(batch, dict(policy.ignored), written)


def suspicions(
    store: Store,
    run: int,
    settings: Settings,
    planned: frozenset[str],
    policy: Policy,
    pace: Callable[[], object] | None = None,
) -> Iterator[Suspicion]:
    """What a second look at a run finds, as the policy of its settings has it. Writes nothing.

    ``policy.ignored``, empty at first, counts what the settings left out. ``pace`` is called every few events.
    """
    for finding in not_seen(planned, store.event_names(run)) if planned else ():
        yield from _chosen(run, 0, None, finding, policy)
    if settings.suspicion.enabled:
        for told in look_again(store, run, make_observers(settings), pace):
            yield from _chosen(run, told.n, told.event_name, _finding(told), policy)
    if policy.entries:
        for finding in _unused(store.ignored(run, second_pass=False), policy):
            yield from _chosen(run, 0, None, finding, policy)


def _chosen(run: int, n: int, event_name: str | None, finding: Finding, policy: Policy) -> Iterator[Suspicion]:
    chosen = (finding,) if policy.trivial else policy.apply(event_name, (finding,))
    for each in chosen:
        yield Suspicion(event_key(run, n), each, catalog()[finding.rule].hides)


def _finding(told: Told) -> Finding:
    rule = catalog()[told.rule]
    hit = told.hit
    return Finding(
        told.rule,
        _lowered(rule.severity, told.confidence),
        json_path(hit.path or ()),
        hit.message,
        hit.expected,
        hit.actual,
        hit.fix or rule.fix,
        told.twin,
        told.confidence,
    )


def _lowered(severity: Severity, confidence: Confidence | None) -> Severity:
    """What is only supposed weighs less: a step less at medium confidence, two at low."""
    if confidence is Confidence.MEDIUM:
        return severity.lowered
    return severity.lowered.lowered if confidence is Confidence.LOW else severity


def _unused(used: Mapping[int, int], policy: Policy) -> Iterator[Finding]:
    """A note for each ignore of the settings that took nothing away, in neither pass."""
    rule = catalog()["ENV009"]
    for index, entry in enumerate(policy.entries):
        hit = rule.judge(entry) if not used.get(index) and not policy.ignored[index] else None
        if hit is not None:
            yield Finding(rule.code, rule.severity, "$", hit.message, hit.expected, hit.actual, rule.fix)
