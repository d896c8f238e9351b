"""Two sides compared."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from simulator.views.comparing import compare, coverage_changes, rule_changes
from simulator.views.diffing.pairs import pair_changes
from simulator.views.diffing.result import CountChange, KeyChange, RunDiff
from simulator.views.diffing.worse import worse

if TYPE_CHECKING:
    from simulator.finding import Severity
    from simulator.views.diffing.standing import Side, Standing


def diff(before: Side, after: Side, fail_on: Severity, tolerance: float = 0.0) -> RunDiff:
    """What changed, and what of it is worse; ``worse`` tells what that is.

    ``fail_on`` is the least severe rule that matters to it, ``tolerance`` how many points of a hundred a share may
    get worse. A few seconds for 100,000 events. May raise sqlite3.Error.
    """
    one, two = before.standing, after.standing
    events = pairs = None
    if before.events is not None and after.events is not None:
        (store, first), (other, second) = before.events, after.events
        events = compare(store, first, second, other)
        pairs = pair_changes(before.events, after.events)
    found = RunDiff(
        before,
        after,
        rule_changes(one.rules, two.rules),
        coverage_changes(
            {name: each.coverage for name, each in one.names.items()},
            {name: each.coverage for name, each in two.names.items()},
        ),
        _keys(one, two),
        _channels(one, two),
        events,
        pairs,
        (),
    )
    return found._replace(worse=tuple(worse(found, fail_on, Fraction(repr(tolerance)))))


def _keys(one: Standing, two: Standing) -> list[KeyChange]:
    changes = [
        KeyChange(*named, one.keys.get(named), two.keys.get(named)) for named in one.keys.keys() | two.keys.keys()
    ]
    return sorted(changes, key=lambda each: (each.before == each.after, each.event_name, each.key))


def _channels(one: Standing, two: Standing) -> list[CountChange]:
    changes = []
    for name in one.names.keys() | two.names.keys():
        first, second = one.names.get(name), two.names.get(name)
        changes += [
            CountChange(name, "browser", first.browser if first else 0, second.browser if second else 0),
            CountChange(name, "server", first.server if first else 0, second.server if second else 0),
        ]
    return sorted(changes, key=lambda each: (each.before == each.after, each.event_name, each.channel))
