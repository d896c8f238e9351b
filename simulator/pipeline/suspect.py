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
from simulator.store.write import Suspicion
from simulator.suspicion import make_observers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.finding import Severity
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.store.write import Writer
    from simulator.suspicion.observer import Told

BATCH = 2000


def suspect(store: Store, writer: Writer, settings: Settings, planned: frozenset[str]) -> None:
    """Look at the writer's run a second time and store what is found.

    ``planned`` are the event names of the tracking plan. May raise StoreError.
    """
    writer.forget_suspicions()
    book = _Book(writer, Policy(settings.rules))
    for finding in not_seen(planned, store.event_names(writer.run)) if planned else ():
        book.put(0, None, finding)
    if settings.suspicion.enabled:
        for told in look_again(store, writer.run, make_observers(settings)):
            book.put(told.n, told.event_name, _finding(told))
    book.close(store)


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


class _Book:
    """Puts findings down batch by batch, as the settings choose them."""

    def __init__(self, writer: Writer, policy: Policy) -> None:
        self._writer = writer
        self._policy = policy
        self._found: list[Suspicion] = []
        self._written = 0

    def put(self, n: int, event_name: str | None, finding: Finding) -> None:
        chosen = (finding,) if self._policy.trivial else self._policy.apply(event_name, (finding,))
        hides = catalog()[finding.rule].hides
        self._found += [Suspicion(event_key(self._writer.run, n), each, hides) for each in chosen]
        if len(self._found) >= BATCH:
            self._flush()

    def close(self, store: Store) -> None:
        self._flush()
        if self._policy.entries:
            for finding in self._unused(store):
                self.put(0, None, finding)
            self._flush()

    def _unused(self, store: Store) -> Iterable[Finding]:
        """A note for each ignore of the settings that took nothing away."""
        used = store.ignored(self._writer.run)
        rule = catalog()["ENV009"]
        for index, entry in enumerate(self._policy.entries):
            hit = rule.judge(entry) if not used.get(index) else None
            if hit is not None:
                yield Finding(rule.code, rule.severity, "$", hit.message, hit.expected, hit.actual, rule.fix)

    def _flush(self) -> None:
        if self._found or self._policy.ignored:
            self._writer.suspect(self._found, dict(self._policy.ignored), self._written)
            self._policy.ignored.clear()
            self._written += len(self._found)
            self._found = []
