"""How often each value of a column occurs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import orjson

from simulator.errors import UsageError
from simulator.filtering.fields import meant, path_of
from simulator.filtering.members import text_of, values_at
from simulator.filtering.tree import quoted
from simulator.store.rows import event_span
from simulator.views.lines import source_paths
from simulator.views.payloads import MEMBER, behind_list, json_path, name_of
from simulator.views.value_counts import ValueCounts
from simulator.views.where import where as condition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.filtering import Filter
    from simulator.store import Store

COUNTED: Final = {
    "name": "e.event_name",
    "channel": "e.channel",
    "id": "e.event_id",
    "pixel": "e.pixel_id",
    "verdict": "e.verdict",
    "finding": "f.rule",
    "key": "e.key",
    "survivor": "e.survivor_rule",
    "action_source": "e.action_source",
    "source": "e.source",
}
"""The columns that can be counted, beside paths into the payload such as ``custom_data.currency``."""
_MOST_MEMBERS: Final = 20_000
_FINDINGS = "events e JOIN findings f ON f.event = e.id"


class Frequency(NamedTuple):
    """One value, as it was sent, and how many events have it; ``value`` is None for those that lack it.

    ``term`` is the condition of a filter that chooses these events.
    """

    value: str | None
    events: int
    term: str


class Frequencies(NamedTuple):
    """The most frequent values first. ``distinct`` counts all values there are, ``events`` the events looked at."""

    rows: list[Frequency]
    distinct: int
    events: int


def frequencies(store: Store, run: int, column: str, where: Filter | None = None, limit: int = 100) -> Frequencies:
    """How often each value of a column occurs among the events that a filter lets through.

    An event can have several findings, and several values at one path; it counts for each. Raises UsageError
    for a column that can't be counted; may raise sqlite3.Error.
    """
    sql, parameters = condition(store, run, where)
    sql = f"e.id BETWEEN ? AND ? AND {sql}"
    given = (*event_span(run), *parameters)
    (events,) = store.connection.execute(f"SELECT count(*) FROM events e WHERE {sql}", given).fetchone()  # noqa: S608
    path = path_of(column)
    if path is not None:
        return _of_members(store, column, path, sql, given, limit, events)
    expression = COUNTED.get(column)
    if expression is None:
        raise UsageError(f"no values of {column} can be counted: {meant(column, tuple(COUNTED))}")
    table = _FINDINGS if column == "finding" else "events e"
    found = store.connection.execute(
        f"SELECT {expression}, count(DISTINCT e.id), count(*) OVER () FROM {table} WHERE {sql}"  # noqa: S608 - constants, views.where
        " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
        (*given, limit),
    ).fetchall()
    paths = source_paths(store, run) if column == "source" else {}
    rows = [_row(column, paths.get(value, "") if column == "source" else value, count) for value, count, _ in found]
    return Frequencies(rows, found[0][2] if found else 0, events)


def _of_members(
    store: Store, column: str, path: tuple[str, ...], sql: str, given: tuple[object, ...], limit: int, events: int
) -> Frequencies:
    """Values at a path, each found by SQLite but where a list is on the way."""
    without = events
    listed, ways = behind_list(path)
    rows = store.connection.execute(
        f"SELECT CASE WHEN {listed} THEN p.payload END, {MEMBER} FROM events e JOIN payloads p ON p.id = e.id"  # noqa: S608
        f" WHERE {sql} AND instr(p.payload, ?)",
        (*ways, json_path(path), *given, name_of(path)),
    )
    with ValueCounts() as counts:
        # Most events have one of a few values, and reading these again and again would take the most time.
        members: Counter[str] = Counter()
        for payload, member in rows:
            if payload is not None:
                without -= _add(counts, values_at(orjson.loads(payload), path), 1)
                continue
            members[member] += 1
            if len(members) > _MOST_MEMBERS:
                without -= _add_members(counts, members)
        without -= _add_members(counts, members)
        found: list[tuple[str | None, int]] = [*counts.most(limit)]
        distinct = len(counts)
    if without:
        found.append((None, without))
        distinct += 1
    found.sort(key=lambda each: (-each[1], each[0] is not None, each[0] or ""))
    return Frequencies([_row(column, value, count) for value, count in found[:limit]], distinct, events)


def _add_members(counts: ValueCounts, members: Counter[str]) -> int:
    """Count what SQLite found, each member as often as it did, and forget it; how many events have values."""
    having = sum(_add(counts, values_at(orjson.loads(member)[0], ()), times) for member, times in members.items())
    members.clear()
    return having


def _add(counts: ValueCounts, values: Iterable[object], events: int) -> int:
    """Count so many events that have these values; how many of them have any."""
    texts = {text for value in values if (text := text_of(value)) is not None}
    counts.add(texts, events)
    return events if texts else 0


def _row(column: str, value: str | None, events: int) -> Frequency:
    if value is None:
        return Frequency(None, events, f"!has:{column}")
    return Frequency(value, events, f"{column}:{value if column == 'finding' else quoted(value)}")
