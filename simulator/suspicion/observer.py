"""What an observer is given, and what it tells."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from simulator.checks.catalog import Rule, asked_about
from simulator.checks.seen import Consent, Seen, Twins
from simulator.checks.spot import Hit
from simulator.finding import Confidence

if TYPE_CHECKING:
    from simulator.settings import Settings


class Told(NamedTuple):
    """One suspicion.

    ``n`` is the event it is put on, 0 for the run as a whole; ``event_name`` is what it is about, None for
    all names. ``twin`` is the ``n`` of the other event of two, ``confidence`` how sure it is that the two
    are one action (None where nothing is supposed); the severity of the rule falls one step for medium
    and two for low.
    """

    n: int
    rule: str
    hit: Hit
    event_name: str | None
    twin: int | None = None
    confidence: Confidence | None = None


class Observer:
    """Looks at the events of one run; subclasses override what they need.

    Memory must not grow with the run: what is kept has to be bounded by a window of time or a number.
    ``only_with_consent`` tells that it has nothing to say of a run without any word of consent.
    """

    only_with_consent = False

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def consent(self, signal: Consent) -> Iterable[Told]:  # noqa: ARG002 - for subclasses
        """A word of consent; comes before the events received at the same moment."""
        return ()

    def see(self, seen: Seen) -> Iterable[Told]:  # noqa: ARG002 - for subclasses
        """Every stored event of the run, in order of receipt, those of one moment in order of ``n``."""
        return ()

    def pair(self, twins: Twins) -> Iterable[Told]:  # noqa: ARG002 - for subclasses
        """Two copies that deduplication made one event, once the second was seen."""
        return ()

    def end(self) -> Iterable[Told]:
        """After the last event."""
        return ()


def ask(twins: Twins) -> list[Told]:
    """What the rules about repeats say of two events of one channel: one cause, one finding.

    Rules are asked in the order of their declaration; those that another one hides are left out.
    """
    found = []
    for rule in _rules():
        hit = rule.judge(twins)
        if hit is not None:
            found.append((rule, hit))
    if not found:
        return []
    hidden = {code for rule, _ in found for code in rule.hides}
    subject = twins.subject
    return [
        Told(subject.n, rule.code, hit, subject.event_name, twins.other.n, twins.confidence)
        for rule, hit in found
        if rule.code not in hidden
    ]


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in asked_about("pair") if "repeat" in rule.relations)
