"""The server events of a run that are to be sent, as their server sent them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from simulator.forward.made_up import made_up
from simulator.store.rows import event_key, number_of
from simulator.views.selection import select

if TYPE_CHECKING:
    from simulator.filtering import Filter
    from simulator.run import Made
    from simulator.store import Store


class Chosen(NamedTuple):
    """One event. ``payload`` is what the server sent, nothing masked; ``made`` None where it may be a real one.

    ``pixel_id`` is the dataset that it went to when it was captured.
    """

    n: int
    payload: dict[str, Any]
    made: Made | None
    pixel_id: str | None


class Selection(NamedTuple):
    """Server events in the order of the run, at most as many as asked for, and how many there are."""

    events: tuple[Chosen, ...]
    matching: int


def choose(store: Store, run: int, where: Filter | None, most: int) -> Selection:
    """The first ``most`` server events that a filter lets through; ``None`` lets all through.

    What could not be read holds no event and is left out. Raises UsageError for a run that there is not.
    """
    made = made_up(store.run(run))
    found: list[Chosen] = []
    matching = 0
    for piece in select(store, run, where):
        keys = json.dumps([event_key(run, n) for n in piece])
        matching += _count(store, keys)
        if len(found) == most:
            continue
        rows = store.connection.execute(
            "SELECT e.id, e.source, e.pixel_id, p.payload FROM events e JOIN payloads p ON p.id = e.id"
            " WHERE e.channel = 'server' AND e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id LIMIT ?",
            (keys, most - len(found)),
        )
        found += [
            Chosen(number_of(key), orjson.loads(payload), made[source], pixel_id)
            for key, source, pixel_id, payload in rows
        ]
    return Selection(tuple(found), matching)


def _count(store: Store, keys: str) -> int:
    counted = store.connection.execute(
        "SELECT count(*) FROM events WHERE channel = 'server' AND verdict <> 'quarantined'"
        " AND id IN (SELECT value FROM json_each(?))",
        (keys,),
    )
    return int(counted.fetchone()[0])
