"""A stored run again, in order of receipt: its events, its pairs and the visitors' words of consent."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import orjson

from simulator.checks.seen import Consent, Seen, Twins
from simulator.finding import Confidence
from simulator.store.rows import event_key, event_span, number_of
from simulator.suspicion.observer import Observer

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from simulator.store import Store
    from simulator.suspicion.observer import Told

EVENTS_AT_ONCE = 500
# About a millisecond.
PACED = 8
# A pair's copies mostly come soon after each other; one that is further away is read again.
REMEMBERED = 2000
# As many copies of one event as a byte counts; who has that many may have more.
MOST_COPIES = 255
_NO_BODY: dict[str, Any] = {}
_NO_TWINS: tuple[Twins, ...] = ()
_COLUMNS = (
    "e.id, e.channel, e.pixel_id, e.event_name, e.event_id, e.event_time, e.received_at, e.item, e.verdict,"
    " e.duplicate_of, e.key, p.payload"
)
_TABLES = "events e JOIN payloads p ON p.id = e.id"
_loads = orjson.loads
# What a named tuple's own constructor does, without the Python function around it.
_new = tuple.__new__


def look_again(
    store: Store, run: int, observers: list[Observer], pace: Callable[[], object] | None = None
) -> Iterator[Told]:
    """Show a run to observers; what they tell, as they tell it. Memory doesn't grow with the payloads.

    ``pace`` is called every few events, for who does something else meanwhile.
    """
    look = _Look(store.connection, run)
    signals = look.signals()
    signal = next(signals, None)
    if signal is None:
        observers = [each for each in observers if not each.only_with_consent]
    # Most observers look at events only, or at pairs only.
    seers = [each.see for each in observers if type(each).see is not Observer.see]
    pairers = [each.pair for each in observers if type(each).pair is not Observer.pair]
    for seen, twins in look.events() if pace is None else _paced(look.events(), pace):
        while signal is not None and signal.at <= seen.received_at:
            for observer in observers:
                yield from observer.consent(signal)
            signal = next(signals, None)
        for see in seers:
            told = see(seen)
            if told:
                yield from told
        for each in twins:
            for pair in pairers:
                told = pair(each)
                if told:
                    yield from told
    while signal is not None:
        for observer in observers:
            yield from observer.consent(signal)
        signal = next(signals, None)
    for observer in observers:
        yield from observer.end()


def _paced(
    events: Iterator[tuple[Seen, Sequence[Twins]]], pace: Callable[[], object]
) -> Iterator[tuple[Seen, Sequence[Twins]]]:
    for index, each in enumerate(events):
        if not index % PACED:
            pace()
        yield each


class _Look:
    """Reads one run for the second pass."""

    def __init__(self, connection: sqlite3.Connection, run: int) -> None:
        self._connection = connection
        self._span = event_span(run)
        self._base = event_key(run, 0)
        self._recent: OrderedDict[int, Seen] = OrderedDict()
        first = connection.execute("SELECT 1 FROM requests WHERE id BETWEEN ? AND ?", (self._base, self._span[1]))
        columns, tables = _COLUMNS, _TABLES
        if first.fetchone() is not None:
            columns, tables = columns + ", r.form, r.body", tables + " LEFT JOIN requests r ON r.id = e.request"
        self._select = f"SELECT {columns} FROM {tables} WHERE e.id"  # noqa: S608 - constants
        self._crossed, self._copies = self._paired()

    def _paired(self) -> tuple[bytearray, bytearray]:
        """For each ``n`` whether deduplication matched it with a copy from the other channel, and how many
        copies it has that do not count.
        """
        last = self._connection.execute("SELECT max(id) FROM events WHERE id BETWEEN ? AND ?", self._span).fetchone()[0]
        size = number_of(last) + 1 if last else 1
        marks, copies = bytearray(size), bytearray(size)
        rows = self._connection.execute(
            "SELECT d.id, d.duplicate_of, d.channel <> k.channel FROM events d"
            " JOIN events k ON k.id = ? + d.duplicate_of WHERE d.id BETWEEN ? AND ? AND d.verdict = 'duplicate'",
            (self._base, *self._span),
        )
        for key, counted, crosses in rows:
            if crosses:
                marks[number_of(key)] = marks[counted] = 1
            if copies[counted] < MOST_COPIES:
                copies[counted] += 1
        return marks, copies

    def signals(self) -> Iterator[Consent]:
        """The words of consent in order of time."""
        rows = self._connection.execute(
            "SELECT body FROM requests WHERE id BETWEEN ? AND ? AND form = 'consent'"
            " ORDER BY json_extract(body, '$.at'), id",
            (self._base, self._span[1]),
        )
        words = (_loads(body) for (body,) in rows)
        return (Consent(word["pixel_id"], word["at"], word["word"], tuple(word["ids"])) for word in words)

    def events(self) -> Iterator[tuple[Seen, Sequence[Twins]]]:
        """Every event that was read, in order of receipt, and the pairs that it completes."""
        # By key first and then by chunks, so that sorting moves numbers and not payloads.
        order = self._connection.execute(
            "SELECT id FROM events WHERE id BETWEEN ? AND ? AND verdict <> 'quarantined' ORDER BY received_at, id",
            self._span,
        )
        awaited: dict[int, list[tuple[int, str]]] = {}
        copies, to_come = self._copies, bytearray(self._copies)
        passed = bytearray(len(copies))
        while keys := [key for (key,) in order.fetchmany(EVENTS_AT_ONCE)]:
            for row in self._rows(keys):
                seen = self._event(row)
                n = seen.n
                counted: int | None = row[9]
                if counted is None and not copies[n]:
                    yield seen, _NO_TWINS
                    continue
                passed[n] = 1
                twins = [(each, n, by) for each, by in awaited.pop(n, ())]
                if counted is not None:
                    if passed[counted]:
                        twins.append((counted, counted, row[10] or "event_id"))
                    else:
                        awaited.setdefault(counted, []).append((n, row[10] or "event_id"))
                        self._remember(seen)
                completed = []
                for each, counts, by in twins:
                    first = self._seen(each)
                    if copies[counts] < MOST_COPIES:
                        to_come[counts] -= 1
                    # What nobody will ask for any more is let go; a counted one may have more copies.
                    if each != counts or not to_come[counts]:
                        self._recent.pop(each, None)
                    if first is not None:
                        told = (first, seen, "same-event", by, Confidence.HIGH, counts, (), copies[counts])
                        completed.append(_new(Twins, told))
                if to_come[n]:
                    self._remember(seen)
                yield seen, completed

    def _remember(self, seen: Seen) -> None:
        self._recent[seen.n] = seen
        if len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)

    def _seen(self, n: int) -> Seen | None:
        known = self._recent.get(n)
        if known is not None:
            return known
        row = self._connection.execute(f"{self._select} = ?", (self._base + n,)).fetchone()
        return None if row is None else self._event(row)

    def _rows(self, keys: list[int]) -> Iterable[tuple[Any, ...]]:
        """The rows of these keys, in their order."""
        if keys == list(range(keys[0], keys[0] + len(keys))):
            return self._connection.execute(f"{self._select} BETWEEN ? AND ? ORDER BY e.id", (keys[0], keys[-1]))
        # A dict puts rows in order more cheaply than SQLite, which would move all of each.
        several = f"{self._select} IN (SELECT value FROM json_each(?))"  # noqa: S608 - constants
        rows = self._connection.execute(several, (orjson.dumps(keys).decode(),))
        found = {row[0]: row for row in rows}
        return [found[key] for key in keys]

    def _event(self, row: tuple[Any, ...]) -> Seen:
        n = number_of(row[0])
        body = _NO_BODY
        if len(row) > 12 and row[13] is not None:
            body = _body(_loads(row[13]), row[12], row[7])
        return _new(
            Seen,
            (
                n,
                row[1],
                row[2],
                row[3],
                row[4],
                row[5],
                row[6] or 0.0,
                _loads(row[11]),
                body,
                row[8],
                self._crossed[n] == 1,
            ),
        )


def _body(body: dict[str, Any], form: str, item: int | None) -> dict[str, Any]:
    """What a request said beside this event; a batch of pixel requests says it for each."""
    if form == "pixel" and item is not None and isinstance(body.get("events"), list):
        events: list[dict[str, Any]] = body["events"]
        return events[item] if item < len(events) else _NO_BODY
    return body
