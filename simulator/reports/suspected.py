"""Pairs that should have been: two events that both count and look like one action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.event import Origin
from simulator.finding import Severity
from simulator.store.rows import event_key, event_span, number_of
from simulator.suspicion.ids import part
from simulator.views.both_count import PAIRS
from simulator.views.copies import Copy

if TYPE_CHECKING:
    from simulator.store import Store

_SEVERITIES = tuple(Severity)


class Suspected(NamedTuple):
    """Two events that both count and look like one action, by the most severe finding about the two.

    ``names`` are their event names, those of ``first`` and ``second``. ``first`` is the browser's copy; of
    one channel, the one received first. ``after_seconds`` is the gap between the receipts, None when
    nothing told them; ``parting`` says in words how the two part.
    """

    rule: str
    severity: Severity
    confidence: str
    names: tuple[str | None, str | None]
    first: Copy
    second: Copy
    after_seconds: float | None
    parting: str


def count_suspected(store: Store, run: int) -> int:
    """How many pairs of a run are suspected."""
    query = f"{PAIRS} SELECT count(*) FROM pairs"  # noqa: S608 - a constant
    return int(store.connection.execute(query, event_span(run)).fetchone()[0])


def suspected(store: Store, run: int, limit: int, *, of: int | None = None) -> list[Suspected]:
    """Up to ``limit`` suspected pairs: the first of every rule before a second, severe and sure ones first.

    ``of`` asks for those alone that event is part of.
    """
    if not limit:
        return []
    key = None if of is None else event_key(run, of)
    rows = store.connection.execute(
        f"""{PAIRS}
        , ranked AS (
            SELECT *, row_number() OVER (PARTITION BY rule ORDER BY severity, one, other) AS rank FROM pairs
            WHERE ? IS NULL OR ? IN (one, other)
        )
        SELECT rule, severity, confidence, one, other FROM ranked ORDER BY rank, severity, one, other LIMIT ?
        """,  # noqa: S608 - constants
        (*event_span(run), key, key, limit),
    ).fetchall()
    paths = [source.path for source in store.run(run).sources]
    return [_suspected(store, run, paths, *row) for row in rows]


def members(each: Suspected) -> dict[str, Any]:
    """A suspected pair as JSON documents hold it."""
    first, second = (
        {"n": copy.n, "channel": copy.channel, "event_name": name, "event_id": copy.event_id}
        for copy, name in ((each.first, each.names[0]), (each.second, each.names[1]))
    )
    return {
        "rule": each.rule,
        "severity": each.severity,
        "confidence": each.confidence,
        "first": first,
        "second": second,
        "after_seconds": each.after_seconds,
        "parting": each.parting,
    }


def _suspected(
    store: Store, run: int, paths: list[str], rule: str, severity: int, confidence: str, one: int, other: int
) -> Suspected:
    read = sorted((_copy(store, paths, key) for key in (one, other)), key=_place)
    (first, name, at), (second, other_name, other_at) = read
    gap = None if at is None or other_at is None else round(abs(other_at - at), 3)
    parting = _parting(store, run, first, second, (name, other_name))
    names = (name, other_name)
    return Suspected(rule, _SEVERITIES[severity], confidence, names, first, second, gap, parting)


def _copy(store: Store, paths: list[str], key: int) -> tuple[Copy, str | None, float | None]:
    channel, source, line, item, event_id, received, name, at = store.connection.execute(
        "SELECT channel, source, line, item, event_id, received_at, event_name, coalesce(received_at, event_time)"
        " FROM events WHERE id = ?",
        [key],
    ).fetchone()
    place = str(Origin(paths[source], line, item))
    return Copy(number_of(key), channel, place, event_id, received), name, at


def _place(read: tuple[Copy, str | None, float | None]) -> tuple[str, float, int]:
    copy, _, at = read
    return copy.channel, at or 0.0, copy.n


def _parting(store: Store, run: int, first: Copy, second: Copy, names: tuple[str | None, str | None]) -> str:
    whose = ("the browser's", "the server's") if first.channel != second.channel else ("the first", "the second")
    said = [] if names[0] == names[1] else ["the event names differ"]
    match first.event_id, second.event_id:
        case None, None:
            said.append("neither has an event_id")
        case None, _:
            said.append(f"of the two ids only {whose[1]} is there")
        case _, None:
            said.append(f"of the two ids only {whose[0]} is there")
        case str(one), str(other):
            said.append(part(one, other, order=_order(store, run, first, second), whose=whose).sentence)
    return "; ".join(said)


def _order(store: Store, run: int, *copies: Copy) -> str | None:
    for copy in copies:
        custom = (store.payload(run, copy.n) or {}).get("custom_data")
        order = custom.get("order_id") if isinstance(custom, dict) else None
        if isinstance(order, (str, int)) and order != "":
            return str(order)
    return None
