"""The second pass over a run that goes on: found in a snapshot of the store, put down a little at a time.

Looking at a long run takes long, and nobody who sends events should wait for it. What is found is compared with what
the store holds of the look before, so that the writer has little to do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.checks.catalog import catalog
from simulator.checks.policy import Policy
from simulator.pipeline.suspect import suspicions
from simulator.store.connect import store_errors
from simulator.store.rows import event_key, event_span
from simulator.store.write import SUSPICIONS, Amendment

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.store.write import Writer

AT_ONCE = 50
"""So many events are amended in one transaction: some milliseconds."""
_KNOWN = (
    "SELECT event, ix, rule, severity, path, message, expected, actual, twin, confidence FROM findings"
    " WHERE event BETWEEN ? AND ? AND ix >= ?"
)
_Row = tuple[Any, ...]


class Looked(NamedTuple):
    """What a look found, as the difference to what the store held before, event by event."""

    run: int
    amendments: list[Amendment]
    ignored: Mapping[int, int]


def look_at(still: Store, run: int, settings: Settings, planned: frozenset[str], pace: Callable[[], object]) -> Looked:
    """Look at a run in a store in which nothing changes, as a snapshot is; ``pace`` is called every few events.

    May raise StoreError.
    """
    policy = Policy(settings.rules)
    places: Counter[int] = Counter()
    found: dict[tuple[int, int], _Row] = {}
    with store_errors(still.path):
        for each in suspicions(still, run, settings, planned, policy, pace):
            row = each.row(places[each.key])
            places[each.key] += 1
            found[row[:2]] = row
        rows = still.connection.execute(_KNOWN, (event_key(run, 0), event_span(run)[1], SUSPICIONS))
        known = {row[:2]: row for row in rows}
    return Looked(run, list(_amendments(run, known, found)), dict(policy.ignored))


def _amendments(
    run: int, known: Mapping[tuple[int, int], _Row], found: Mapping[tuple[int, int], _Row]
) -> Iterator[Amendment]:
    gone: defaultdict[int, list[int]] = defaultdict(list)
    new: defaultdict[int, list[_Row]] = defaultdict(list)
    for at, row in known.items():
        if found.get(at) != row:
            gone[at[0]].append(at[1])
    for at, row in found.items():
        if known.get(at) != row:
            new[at[0]].append(row)
    before, after = _hiding(run, known.values()), _hiding(run, found.values())
    hidden = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    for key in sorted(gone.keys() | new.keys() | hidden):
        yield Amendment(key, gone.get(key, []), new.get(key, []), after.get(key, ()) if key in hidden else None)


def _hiding(run: int, rows: Iterable[_Row]) -> dict[int, Collection[tuple[str, int]]]:
    """By event, which rules are hidden up to which severity by the suspicions about it."""
    rules, base = catalog(), event_key(run, 0)
    hiding: defaultdict[int, set[tuple[str, int]]] = defaultdict(set)
    for key, _, code, severity, *_, twin, _ in rows:
        for each in rules[code].hides:
            for about in (key, base + (twin or 0)):
                if about > base:
                    hiding[about].add((each, severity))
    return dict(hiding)


def put_down(writer: Writer, looked: Looked) -> Iterator[None]:
    """Store what a look found; each step is a transaction of its own and takes little time. May raise StoreError."""
    for start in range(0, len(looked.amendments), AT_ONCE):
        writer.amend(looked.amendments[start : start + AT_ONCE])
        yield
    writer.replace_ignored(looked.ignored)
