"""Everything that is known of one event."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.errors import UsageError
from simulator.event import Origin
from simulator.store.rows import event_key, event_span, number_of
from simulator.views.lines import lines
from simulator.views.why import why

if TYPE_CHECKING:
    from simulator.finding import Finding
    from simulator.store import Store
    from simulator.views.lines import EventLine

MOST_COPIES = 50


class RawRequest(NamedTuple):
    """The delivery an event came in.

    ``form`` is that of a Request; ``body`` holds the members beside ``data``; ``raw`` is the wire request as it
    was read, without credentials, None where the payload says everything. None of it is masked.
    """

    form: str
    body: dict[str, Any]
    raw: str | None


class Detail(NamedTuple):
    """One event in full.

    ``payload`` is None for a quarantined line, which has an ``excerpt`` (masked) instead; the payload and the
    request hold values as they were sent: whoever shows them masks them. ``findings`` come most severe first.
    ``why`` is one sentence that explains the verdict. ``copies`` are the numbers of its other copies (of a
    duplicate, first of all the one that counts), ``suspected`` those of events that look like the same action;
    at most 50 each.
    """

    line: EventLine
    payload: dict[str, Any] | None
    excerpt: str | None
    request: RawRequest | None
    findings: tuple[Finding, ...]
    origin: str
    why: str
    copies: tuple[int, ...]
    suspected: tuple[int, ...]

    @property
    def twins(self) -> tuple[int, ...]:
        """Copies and suspected ones, each once."""
        return tuple(dict.fromkeys((*self.copies, *self.suspected)))


def detail(store: Store, run: int, n: int) -> Detail:
    """Event ``n`` of a run. Raises UsageError when there is none; may raise sqlite3.Error."""
    found = lines(store, run, [n])
    if not found:
        raise UsageError(f"run {run} holds no event #{n}")
    line = found[0]
    copies = _copies(store, run, line)
    suspected = tuple(each for each in _suspected(store, run, n) if each not in copies)
    findings = store.findings(run, n)
    row = store.connection.execute("SELECT excerpt FROM quarantine WHERE id = ?", [event_key(run, n)]).fetchone()
    state = store.connection.execute("SELECT state FROM runs WHERE id = ?", [run]).fetchone()
    # The one that counts is enough to explain a duplicate of many.
    others = lines(store, run, sorted(copies))
    final = state is not None and state[0] == "complete"
    return Detail(
        line,
        store.payload(run, n),
        row[0] if row else None,
        _request(store, run, n),
        findings,
        str(Origin(line.source, line.line, line.item)),
        why(line, others, suspected, findings, final=final),
        copies,
        suspected,
    )


def _copies(store: Store, run: int, line: EventLine) -> tuple[int, ...]:
    counts = line.duplicate_of or line.n
    first, last = event_span(run)
    rows = store.connection.execute(
        "SELECT id FROM events WHERE duplicate_of = ? AND id BETWEEN ? AND ? ORDER BY id LIMIT ?",
        (counts, first, last, MOST_COPIES),
    ).fetchall()
    numbers = [number_of(key) for (key,) in rows]
    return tuple(n for n in ([counts, *numbers] if counts != line.n else numbers) if n != line.n)


def _suspected(store: Store, run: int, n: int) -> tuple[int, ...]:
    """Events of findings that suppose two to be one action, whichever of the two the finding lies on."""
    first, last = event_span(run)
    rows = store.connection.execute(
        "SELECT twin FROM findings WHERE event = ? AND twin IS NOT NULL AND confidence IS NOT NULL"
        " UNION SELECT event - ? FROM findings WHERE twin = ? AND event BETWEEN ? AND ? AND confidence IS NOT NULL"
        " ORDER BY 1 LIMIT ?",
        (event_key(run, n), event_key(run, 0), n, first, last, MOST_COPIES),
    )
    return tuple(twin for (twin,) in rows)


def _request(store: Store, run: int, n: int) -> RawRequest | None:
    row = store.connection.execute(
        "SELECT r.form, r.body, r.raw FROM events e JOIN requests r ON r.id = e.request WHERE e.id = ?",
        [event_key(run, n)],
    ).fetchone()
    if row is None:
        return None
    form, body, raw = row
    return RawRequest(form, json.loads(body) if body else {}, raw.decode("utf-8", "replace") if raw else None)
