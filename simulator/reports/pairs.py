"""Which two copies were one event, which of them counts, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.event import Origin
from simulator.reports.side_by_side import Sides, sides_of
from simulator.store.rows import event_key, event_span, number_of
from simulator.views.copies import Copy, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulator.checks.spot import Path
    from simulator.store import Store

_PARTNER = "k.id = d.id - d.id % 4294967296 + d.duplicate_of"
_COLUMNS = """
    d.event_name, d.key, d.after_seconds, d.survivor_rule,
    k.id, k.channel, k.source, k.line, k.item, k.event_id, k.received_at,
    d.id, d.channel, d.source, d.line, d.item, d.event_id, d.received_at
"""


# How many more pairs than asked for are looked through for some that differ.
_FEW, _MORE = 16, 300


class Shown(NamedTuple):
    """A pair with its two payloads side by side, the copy that counts first.

    ``findings`` are the codes of what was found about the two, most severe first.
    """

    pair: Pair
    sides: Sides
    findings: tuple[str, ...]

    @property
    def worth_seeing(self) -> bool:
        """Whether there is more to see than two clocks that are not the same."""
        return bool(self.shape or self.findings)

    @property
    def shape(self) -> frozenset[tuple[Path, str]]:
        """In which members the copies part, whatever the values; clocks always do."""
        rows = self.sides.rows
        return frozenset((row.path, row.kind) for row in rows if row.kind != "same" and row.path != ("event_time",))


def pairs(store: Store, number: int, limit: int) -> Iterator[Pair]:
    """Up to ``limit`` pairs of a run in input order, so chosen that every kind there is comes first."""
    rows = store.connection.execute(
        f"""
        WITH kinds AS (
            SELECT d.id AS duplicate, k.id AS kept, row_number() OVER (
                PARTITION BY d.event_name, d.key, d.survivor_rule, d.channel, k.channel ORDER BY d.id
            ) AS rank
            FROM events d JOIN events k ON {_PARTNER}
            WHERE d.id BETWEEN ? AND ? AND d.verdict = 'duplicate'
        ), chosen AS (SELECT duplicate, kept FROM kinds ORDER BY rank, duplicate LIMIT ?)
        SELECT {_COLUMNS}
        FROM chosen c JOIN events d ON d.id = c.duplicate JOIN events k ON k.id = c.kept ORDER BY d.id
        """,  # noqa: S608 - constants
        (*event_span(number), limit),
    )
    return _read(store, number, rows)


def pairs_found_fault_with(store: Store, number: int, limit: int) -> Iterator[Pair]:
    """Up to ``limit`` pairs that findings are about, the first of every rule before a second, severe ones first."""
    rows = store.connection.execute(
        f"""
        WITH told AS (
            SELECT event AS one, event - event % 4294967296 + twin AS other, severity, rule FROM findings
            WHERE event BETWEEN ? AND ? AND twin IS NOT NULL
        ), both_ways AS (
            SELECT one AS duplicate, other AS kept, severity, rule FROM told
            UNION ALL SELECT other, one, severity, rule FROM told
        ), found AS (
            SELECT b.duplicate, b.kept, min(b.severity) AS severity, b.rule
            FROM both_ways b JOIN events d ON d.id = b.duplicate JOIN events k ON k.id = b.kept
            WHERE d.verdict = 'duplicate' AND {_PARTNER} GROUP BY 1, 2
        ), ranked AS (
            SELECT *, row_number() OVER (PARTITION BY rule ORDER BY severity, duplicate) AS rank FROM found
        )
        SELECT {_COLUMNS}
        FROM ranked r JOIN events d ON d.id = r.duplicate JOIN events k ON k.id = r.kept
        ORDER BY r.rank, r.severity, d.id LIMIT ?
        """,  # noqa: S608 - constants
        (*event_span(number), limit),
    )
    return _read(store, number, rows)


def pairs_of_event(store: Store, number: int, n: int, limit: int) -> list[Shown]:
    """Up to ``limit`` pairs that event ``n`` is a copy in, with every member of their payloads."""
    rows = store.connection.execute(
        f"SELECT {_COLUMNS} FROM events d JOIN events k ON {_PARTNER}"  # noqa: S608 - constants
        " WHERE d.id BETWEEN ? AND ? AND d.verdict = 'duplicate' AND (d.id = ? OR d.duplicate_of = ?)"
        " ORDER BY d.id LIMIT ?",
        (*event_span(number), event_key(number, n), n, limit),
    )
    return [_shown(store, number, pair, everything=True) for pair in _read(store, number, rows)]


def choose(store: Store, number: int, limit: int) -> list[Shown]:
    """Up to ``limit`` pairs worth seeing side by side.

    First those that findings are about, then those whose contents differ, the first that parts in some members
    before a second that parts in the same. Looks at a fixed number of payloads, however many pairs there are.
    """
    if not limit:
        return []
    chosen = {(pair.counts.n, pair.duplicate.n): pair for pair in pairs_found_fault_with(store, number, limit)}
    shown = [_shown(store, number, pair) for pair in chosen.values()]
    rest: list[Shown] = []
    if len(shown) < limit:
        others = pairs(store, number, min(4 * limit, limit + _MORE) + _FEW)
        rest = [_shown(store, number, pair) for pair in others if (pair.counts.n, pair.duplicate.n) not in chosen]
    seen = {each.shape for each in shown}
    first: list[Shown] = []
    again: list[Shown] = []
    for each in rest:
        (again if each.shape in seen else first).append(each)
        seen.add(each.shape)
    return sorted([*shown, *first, *again], key=lambda each: not each.worth_seeing)[:limit]


def _shown(store: Store, number: int, pair: Pair, *, everything: bool = False) -> Shown:
    counts, other = pair.counts.n, pair.duplicate.n
    codes = store.connection.execute(
        "SELECT rule FROM findings WHERE (event = ? AND twin = ?) OR (event = ? AND twin = ?)"
        " GROUP BY rule ORDER BY min(severity), rule",
        (event_key(number, counts), other, event_key(number, other), counts),
    )
    sides = sides_of(store, number, counts, other, everything=everything)
    return Shown(pair, sides, tuple(code for (code,) in codes))


def _read(store: Store, number: int, rows: Iterable[Any]) -> Iterator[Pair]:
    paths = [source.path for source in store.run(number).sources]
    for name, key, after, rule, *copies in rows:
        kept, duplicate = (
            Copy(number_of(id_), channel, str(Origin(paths[source], line, item)), event_id, received)
            for id_, channel, source, line, item, event_id, received in (copies[:7], copies[7:])
        )
        yield Pair(name, kept, duplicate, key, after, rule)
