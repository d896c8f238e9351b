"""What changed between two runs: findings by rule, verdicts event by event, coverage by event name.

Events of two runs are the same when channel, event name and event ID are, and when equal ones come in the same order:
the second ``order-7`` of one run is compared with the second of the other.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from simulator.finding import Severity
from simulator.store.rows import event_key, event_span, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from simulator.store import Store

MOST_EXAMPLES = 200
"""How many events of each kind a comparison names; it counts all of them."""

_SEVERITIES = tuple(Severity)


class RuleCount(NamedTuple):
    """How often a rule speaks in a run, and the severity of the worst of its findings."""

    severity: Severity
    findings: int


class RuleChange(NamedTuple):
    """How often a rule speaks in each run. ``severity`` is the worst of its findings in either."""

    rule: str
    severity: Severity
    before: int
    after: int

    @property
    def kind(self) -> str:
        """``appeared``, ``vanished``, ``changed`` or ``same``."""
        if self.before == self.after:
            return "same"
        return "appeared" if not self.before else "vanished" if not self.after else "changed"


class Twin(NamedTuple):
    """One event in one or both runs; ``before`` and ``after`` are its number and its verdict, None where it is not."""

    channel: str | None
    event_name: str | None
    event_id: str | None
    before: tuple[int, str] | None
    after: tuple[int, str] | None


class CoverageChange(NamedTuple):
    """The event coverage of an event name in percent; None where the browser reported none of it."""

    event_name: str
    before: float | None
    after: float | None


class Comparison(NamedTuple):
    """What changed from run ``before`` to run ``after``.

    ``rules`` and ``coverage`` hold what is the same too, what changed most first. ``verdicts`` counts the events of
    both runs by their two verdicts. ``changed``, ``vanished`` and ``appeared`` are the first events of each kind, in
    the order of channel, name and id; ``vanished_count`` and ``appeared_count`` count all of them.
    """

    before: int
    after: int
    rules: list[RuleChange]
    verdicts: dict[tuple[str, str], int]
    changed: list[Twin]
    vanished: list[Twin]
    appeared: list[Twin]
    vanished_count: int
    appeared_count: int
    coverage: list[CoverageChange]

    @property
    def same_count(self) -> int:
        """How many events have the same verdict in both runs."""
        return sum(count for (before, after), count in self.verdicts.items() if before == after)

    @property
    def changed_count(self) -> int:
        """How many events have another verdict."""
        return sum(count for (before, after), count in self.verdicts.items() if before != after)


def compare(store: Store, before: int, after: int, other: Store | None = None) -> Comparison:
    """Compare two runs of a store, or one with a run ``after`` of another. Memory doesn't grow with them.

    May raise sqlite3.Error.
    """
    second = other or store
    verdicts: Counter[tuple[str, str]] = Counter()
    changed: list[Twin] = []
    alone: dict[bool, list[Twin]] = {True: [], False: []}
    counts: Counter[bool] = Counter()
    for twin in _twins(_events(store, before), _events(second, after)):
        if twin.before is not None and twin.after is not None:
            both = twin.before[1], twin.after[1]
            verdicts[both] += 1
            if both[0] != both[1] and len(changed) < MOST_EXAMPLES:
                changed.append(twin)
            continue
        is_new = twin.before is None
        counts[is_new] += 1
        if len(alone[is_new]) < MOST_EXAMPLES:
            alone[is_new].append(twin)
    return Comparison(
        before,
        after,
        rule_changes(rule_counts(store, before), rule_counts(second, after)),
        dict(verdicts),
        changed,
        alone[False],
        alone[True],
        counts[False],
        counts[True],
        coverage_changes(_coverage(store, before), _coverage(second, after)),
    )


def rule_counts(store: Store, run: int) -> dict[str, RuleCount]:
    """By rule, what a run holds of it. May raise sqlite3.Error."""
    rows = store.connection.execute(
        "SELECT rule, min(severity), count(*) FROM findings WHERE event BETWEEN ? AND ? GROUP BY rule",
        (event_key(run, 0), event_span(run)[1]),
    )
    return {rule: RuleCount(_SEVERITIES[rank], count) for rule, rank, count in rows}


def rule_changes(before: Mapping[str, RuleCount], after: Mapping[str, RuleCount]) -> list[RuleChange]:
    """Every rule of either, what changed first, severe ones before others."""
    changes = []
    for rule in before.keys() | after.keys():
        sides = before.get(rule), after.get(rule)
        worst = min((side.severity for side in sides if side is not None), key=lambda severity: severity.rank)
        counts = (side.findings if side is not None else 0 for side in sides)
        changes.append(RuleChange(rule, worst, *counts))
    return sorted(changes, key=lambda each: (each.kind == "same", each.severity.rank, each.rule))


_Key: TypeAlias = tuple[bool, str, bool, str, bool, str]
_Row: TypeAlias = tuple[_Key, int, str]


def _events(store: Store, run: int) -> Iterator[_Row]:
    """Key, number and verdict in the order of the key; SQLite sorts outside of our memory."""
    rows = store.connection.execute(
        "SELECT channel, event_name, event_id, id, verdict FROM events WHERE id BETWEEN ? AND ?"
        " ORDER BY channel, event_name, event_id, id",
        event_span(run),
    )
    for channel, name, event_id, key, verdict in rows:
        # SQLite sorts nothing before text, and text by its bytes, which is Python's order of code points.
        of_three = (channel is not None, channel or "", name is not None, name or "", event_id is not None)
        yield (*of_three, event_id or ""), number_of(key), verdict


def _twins(*events: Iterator[_Row]) -> Iterator[Twin]:
    runs = [groupby(each, key=lambda row: row[0]) for each in events]
    heads = [next(each, None) for each in runs]
    while any(heads):
        key = min(head[0] for head in heads if head is not None)
        sides: list[list[tuple[int, str]]] = [[], []]
        for side in (0, 1):
            head = heads[side]
            if head is not None and head[0] == key:
                sides[side] = [(n, verdict) for _, n, verdict in head[1]]
                heads[side] = next(runs[side], None)
        told = key[1] if key[0] else None, key[3] if key[2] else None, key[5] if key[4] else None
        first, second = sides
        for place in range(max(len(first), len(second))):
            yield Twin(
                *told,
                first[place] if place < len(first) else None,
                second[place] if place < len(second) else None,
            )


def _coverage(store: Store, run: int) -> dict[str, float | None]:
    from simulator.views.coverage import event_names

    return {each["event_name"]: each["coverage"] for each in event_names(store.connection, run)}


def coverage_changes(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> list[CoverageChange]:
    """Every event name of either, what changed first."""
    changes = [CoverageChange(name, before.get(name), after.get(name)) for name in before.keys() | after.keys()]
    return sorted(changes, key=lambda each: (each.before == each.after, each.event_name))
