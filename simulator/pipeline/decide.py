"""The half of the path that remembers: numbering, deduplication, and rows ready for the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from simulator.checks.catalog import catalog
from simulator.checks.rules.request import quarantine_rule
from simulator.deduplication.copy import copy_of
from simulator.deduplication.decide import Copy
from simulator.deduplication.window import Window
from simulator.event import Event, Origin
from simulator.store.rows import EVENT_COLUMNS, EventRow, event_key, event_span, number_of
from simulator.store.write import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.pipeline.inspect import Inspected
    from simulator.settings import Deduplication
    from simulator.store.read import Store
    from simulator.verdict import Decision

UNDECIDED = (None, None, None, None)
RECEIVED_AT = EventRow._fields.index("received_at")
REQUEST = EventRow._fields.index("request")
VERDICT = EVENT_COLUMNS.index("verdict")
# What a named tuple's own constructor does, without the Python function around it.
_new = tuple.__new__


class Decider:
    """Takes inspected chunks in input order and gives the rows to store.

    ``read``, ``quarantined`` and ``rejected`` count what was decided so far, ``found`` the events with a finding;
    ``latest`` is the latest receipt seen, in Unix seconds.
    """

    def __init__(self, run: int, settings: Deduplication) -> None:
        self.run = run
        self.window = Window(settings)
        self.read = 0
        self.requests = 0
        self.quarantined = 0
        self.rejected = 0
        self.found = 0
        self.latest = 0.0

    def take(self, inspected: Inspected, source: int) -> tuple[Rows, list[tuple[int, Decision | None]]]:
        """The rows of one chunk, and the earlier decisions (by primary key) that it changes."""
        run_base = event_key(self.run, 0)
        first_request = event_key(self.run, self.requests + 1)
        n = first = self.read
        latest = self.latest
        add = self.window.add
        events: list[tuple[Any, ...]] = []
        payloads: list[tuple[int, str]] = []
        findings: list[tuple[Any, ...]] = []
        quarantine: list[tuple[int, str, str]] = []
        earlier: dict[int, Decision | None] = {}
        for entry in inspected.entries:
            n += 1
            key = run_base + n
            if len(entry) == 4:
                line, item, reason, excerpt = entry
                events.append((key, *_unreadable_row(source, line, item), "quarantined", *UNDECIDED))
                quarantine.append((key, reason, excerpt))
                code = quarantine_rule(reason)
                findings.append((key, 0, code, _rank(code), "$", reason, None, excerpt or None))
                self.quarantined += 1
                self.found += 1
                continue
            row, copy, verdict, payload, own = entry
            received_at = row[RECEIVED_AT]
            if received_at is None:
                row = _with(row, RECEIVED_AT, latest)
                if copy is not None:
                    copy = _with(copy, 1, latest)
            elif received_at > latest:
                latest = received_at
            if row[REQUEST] is not None:
                row = _with(row, REQUEST, first_request + row[REQUEST])
            payloads.append((key, payload))
            events.append((key, *row, verdict, None, None, None, None))
            if own is not None:
                self.found += 1
                findings.extend((key, ix, *finding) for ix, finding in enumerate(own))
            if copy is None:
                self.rejected += verdict == "rejected"
                continue
            changed = add(_new(Copy, (n, *copy)))
            for other, decision in changed.items() if changed else ():
                if other <= first:
                    # Its row is stored already.
                    earlier[other] = decision
                    continue
                place = other - first - 1
                decided = UNDECIDED if decision is None else decision
                events[place] = (*events[place][:VERDICT], "kept" if decision is None else "duplicate", *decided)
        self.read = n
        self.latest = latest
        requests = [(first_request + ix, *request) for ix, request in enumerate(inspected.requests)]
        self.requests += len(requests)
        changes = [(run_base + other, decision) for other, decision in earlier.items()]
        return Rows(events, payloads, requests, findings, quarantine, inspected.ignored), changes

    def resume(self, store: Store) -> None:
        """Take up the state of an interrupted run from the store."""
        totals = store.totals(self.run)
        self.read = store.last_number(self.run)
        self.requests = store.last_request(self.run)
        self.quarantined = totals.get("quarantined", 0)
        self.rejected = totals.get("rejected", 0)
        newest, self.found = store.connection.execute(
            "SELECT max(received_at), count(*) FILTER (WHERE worst IS NOT NULL OR verdict = 'quarantined')"
            " FROM events WHERE id BETWEEN ? AND ?",
            event_span(self.run),
        ).fetchone()
        self.latest = newest or 0.0
        # All of them: an id that is repeated for months without a pause ties the latest copy to the first.
        for copy in stored_copies(store, self.run):
            self.window.add(copy)


def stored_copies(store: Store, run: int) -> Iterator[Copy]:
    """The copies of a run that deduplication compares, in order of receipt."""
    rows = store.connection.execute(
        "SELECT e.id, channel, pixel_id, event_name, event_id, event_time, received_at, action_source, external_id,"
        " fbp, CASE action_source WHEN 'physical_store' THEN payload END"
        " FROM events e LEFT JOIN payloads p ON p.id = e.id AND action_source = 'physical_store'"
        " WHERE e.id BETWEEN ? AND ? AND verdict IN ('kept', 'duplicate')"
        " AND event_name IS NOT NULL ORDER BY received_at, e.id",
        event_span(run),
    )
    for key, channel, pixel_id, name, event_id, event_time, received_at, action_source, ids, fbp, payload in rows:
        if payload is None:
            user_data = {"external_id": orjson.loads(ids) if ids else [], "fbp": fbp}
            shape = {"action_source": action_source, "user_data": user_data}
        else:
            shape = orjson.loads(payload)
        origin = Origin("", 0, None)
        event = Event(channel, pixel_id, name, event_id, event_time, received_at, shape, origin)
        yield copy_of(event, number_of(key))


def _rank(code: str) -> int:
    return catalog()[code].severity.rank


def _with(row: tuple[Any, ...], index: int, value: Any) -> tuple[Any, ...]:
    return (*row[:index], value, *row[index + 1 :])


def _unreadable_row(source: int, line: int, item: int | None) -> tuple[Any, ...]:
    empty = dict.fromkeys(EventRow._fields)
    return tuple((empty | {"source": source, "line": line, "item": item, "present": 0, "valid": 0}).values())
