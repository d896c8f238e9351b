"""What is worse: the one place that says so.

- A rule at or above ``fail_on`` finds something where it found nothing (so bad) before, or finds more for each event
  that was read. Two captures are never of one length, so findings are compared as a share.
- An event of both runs that Meta would take before is rejected now, or can't be read.
- An event of both runs was in a pair before, and is in none now.
- The event coverage of a name fell.
- A smaller share of a name's events carries a match key well formed.
- A channel no longer reports an event name at all.

Shares may get worse by ``tolerance`` points of a hundred; the other three are worse however few there are. What appears
beside them (a new event, more warnings, another estimate) is told and is not worse.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from simulator.views.diffing.result import Worse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.finding import Severity
    from simulator.views.diffing.result import RunDiff

_TAKEN = ("kept", "duplicate")
_LOST = ("rejected", "quarantined")


def worse(found: RunDiff, fail_on: Severity, tolerance: Fraction) -> Iterator[Worse]:
    """Everything that is worse, in the order above."""
    yield from _rules(found, fail_on, tolerance)
    yield from _verdicts(found)
    if found.pairs is not None and found.pairs.broken_count:
        yield Worse("pairs", None, None, found.pairs.broken_count)
    for each in found.coverage:
        if each.before is not None and each.after is not None and _fell(each.before, each.after, tolerance):
            yield Worse("coverage", each.event_name, each.before, each.after)
    for key in found.keys:
        if key.before is not None and key.after is not None and _fell(key.before.valid, key.after.valid, tolerance):
            yield Worse("match-key", f"{key.event_name}.{key.key}", key.before.valid, key.after.valid)
    for count in found.channels:
        if count.before and not count.after:
            yield Worse("channel", f"{count.event_name}:{count.channel}", count.before, 0)


def _rules(found: RunDiff, fail_on: Severity, tolerance: Fraction) -> Iterator[Worse]:
    one, two = found.before.standing, found.after.standing
    for change in found.rules:
        now, was = two.rules.get(change.rule), one.rules.get(change.rule)
        if now is None or not now.severity.at_least(fail_on):
            continue
        is_new = was is None or not was.severity.at_least(fail_on)
        if is_new or _share(change.after, two.events) - _share(change.before, one.events) > tolerance:
            yield Worse("rule", change.rule, change.before, change.after)


def _verdicts(found: RunDiff) -> Iterator[Worse]:
    if found.events is None:
        return
    for (before, after), count in sorted(found.events.verdicts.items()):
        if before in _TAKEN and after in _LOST:
            yield Worse("verdict", f"{before} → {after}", None, count)


def _share(findings: int, events: int) -> Fraction:
    return Fraction(100 * findings, max(events, 1))


def _fell(before: float, after: float, tolerance: Fraction) -> bool:
    return Fraction(repr(before)) - Fraction(repr(after)) > tolerance
