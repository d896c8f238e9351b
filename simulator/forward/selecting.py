"""The server events of a run that are to be sent, as their server sent them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from simulator.forward.made_up import made_up
from simulator.store.rows import event_key, event_span, number_of
from simulator.views.selection import select

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.filtering import Filter
    from simulator.run import Made
    from simulator.store import Store

_AT_ONCE = 10_000


class Chosen(NamedTuple):
    """One event. ``payload`` is what the server sent, nothing masked; ``made`` None where it may be a real one.

    ``pixel_id`` is the dataset that it went to when it was captured, ``beside`` the names of what stood beside ``data``
    in its request then, test event code and credentials left out.
    """

    n: int
    payload: dict[str, Any]
    made: Made | None
    pixel_id: str | None
    beside: tuple[str, ...]


class Selection(NamedTuple):
    """Server events in the order of the run, at most as many as asked for, and how many there are."""

    events: tuple[Chosen, ...]
    matching: int


def choose(store: Store, run: int, where: Filter | None, most: int, only: Sequence[int] | None = None) -> Selection:
    """The first ``most`` server events that a filter lets through; ``None`` lets all through.

    ``only`` are numbers of events to take instead: a server's event itself, of a browser's its copies by a server.
    What could not be read holds no event and is left out. Raises UsageError for a run that there is not.
    """
    made = made_up(store.run(run))
    found: list[Chosen] = []
    matching = 0
    for piece in select(store, run, where) if only is None else _pieces(store, run, only):
        keys = json.dumps([event_key(run, n) for n in piece])
        matching += _count(store, keys)
        if len(found) == most:
            continue
        rows = store.connection.execute(
            "SELECT e.id, e.source, e.pixel_id, p.payload, r.body FROM events e JOIN payloads p ON p.id = e.id"
            " LEFT JOIN requests r ON r.id = e.request"
            " WHERE e.channel = 'server' AND e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id LIMIT ?",
            (keys, most - len(found)),
        )
        found += [
            Chosen(number_of(key), orjson.loads(payload), made[source], pixel_id, _beside(body))
            for key, source, pixel_id, payload, body in rows
        ]
    return Selection(tuple(found), matching)


def _pieces(store: Store, run: int, only: Sequence[int]) -> Iterator[list[int]]:
    wanted: set[int] = set()
    for start in range(0, len(only), _AT_ONCE):
        keys = json.dumps([event_key(run, n) for n in only[start : start + _AT_ONCE]])
        rows = store.connection.execute(
            "SELECT id, channel, duplicate_of FROM events WHERE id IN (SELECT value FROM json_each(?))", (keys,)
        ).fetchall()
        wanted |= {number_of(key) for key, channel, _ in rows if channel == "server"}
        # Of a browser's copy: the one that counts, and the others of it.
        counting = {duplicate_of or number_of(key) for key, channel, duplicate_of in rows if channel == "browser"}
        wanted |= counting
        copies = store.connection.execute(
            "SELECT id FROM events WHERE duplicate_of IN (SELECT value FROM json_each(?)) AND id BETWEEN ? AND ?",
            (json.dumps(sorted(counting)), *event_span(run)),
        )
        wanted |= {number_of(key) for (key,) in copies}
    # Browser copies among them are left out with everything else that no server sent.
    ordered = sorted(wanted)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _beside(body: str | None) -> tuple[str, ...]:
    members = orjson.loads(body) if body else {}
    return tuple(name for name in members if name != "test_event_code") if isinstance(members, dict) else ()


def _count(store: Store, keys: str) -> int:
    counted = store.connection.execute(
        "SELECT count(*) FROM events WHERE channel = 'server' AND verdict <> 'quarantined'"
        " AND id IN (SELECT value FROM json_each(?))",
        (keys,),
    )
    return int(counted.fetchone()[0])
