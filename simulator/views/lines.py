"""What a list of events shows of each, for any numbers of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.finding import Severity
from simulator.store.rows import event_key, number_of
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.store import Store

_SEVERITIES = tuple(Severity)
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
# SQLite takes many more parameters in one statement; this is enough for the tallest terminal.
_AT_ONCE = 500
# A line that could not be read has a finding, but no inspection that would have noted how bad it is.
WORST = (
    "CASE WHEN e.worst IS NULL AND e.verdict = 'quarantined'"
    " THEN (SELECT min(f.severity) FROM findings f WHERE f.event = e.id) ELSE e.worst END"
)
_COLUMNS = f"""
    e.id, e.channel, e.pixel_id, e.event_name, e.event_id, e.event_time, e.received_at, e.verdict, {WORST},
    e.present, e.valid, e.duplicate_of, e.key, e.after_seconds, e.survivor_rule, e.source, e.line, e.item,
    e.action_source
"""


class EventLine(NamedTuple):
    """One event as a list shows it, as it was sent: whoever prints it makes it safe to show.

    ``event_time`` and ``received_at`` are Unix seconds. ``worst`` is the severity of the worst finding.
    ``present`` and ``valid`` are bit sets of match keys, bit ``i`` for ``match_quality.keys.KEYS[i]``.
    ``duplicate_of``, ``key``, ``after_seconds`` and ``survivor_rule`` are those of a Decision, None unless
    the verdict is ``duplicate``. ``source`` is the path of the source and ``line`` its line, from 1; ``item``
    is the index in the ``data`` of a request body.
    """

    n: int
    channel: str | None
    pixel_id: str | None
    event_name: str | None
    event_id: str | None
    event_time: float | None
    received_at: float | None
    verdict: Outcome
    worst: Severity | None
    present: int
    valid: int
    duplicate_of: int | None
    key: str | None
    after_seconds: float | None
    survivor_rule: str | None
    source: str
    line: int
    item: int | None
    action_source: str | None


def lines(store: Store, run: int, numbers: Sequence[int]) -> list[EventLine]:
    """The events with these numbers, in the order they are given; a number that no event has is left out.

    Cheap for a screenful, and neighbours (a ``range``) are cheapest. May raise sqlite3.Error.
    """
    if not numbers:
        return []
    paths = source_paths(store, run)
    found = {line.n: line for piece in _rows(store, run, numbers) for line in _read(piece, paths)}
    return [found[n] for n in numbers if n in found]


def source_paths(store: Store, run: int) -> dict[int, str]:
    """The paths of a run's sources, by their index."""
    return dict(store.connection.execute("SELECT ix, path FROM sources WHERE run = ?", [run]))


def _rows(store: Store, run: int, numbers: Sequence[int]) -> Iterator[list[Any]]:
    for start in range(0, len(numbers), _AT_ONCE):
        keys = [event_key(run, n) for n in numbers[start : start + _AT_ONCE] if 0 < n < 2**32]
        if keys and keys[-1] - keys[0] == len(keys) - 1 and keys == list(range(keys[0], keys[-1] + 1)):
            where, parameters = "BETWEEN ? AND ?", [keys[0], keys[-1]]
        else:
            where, parameters = f"IN ({', '.join('?' * len(keys))})", keys
        query = f"SELECT {_COLUMNS} FROM events e WHERE e.id {where}"  # noqa: S608 - constants and marks
        yield store.connection.execute(query, parameters).fetchall()


def _read(rows: list[Any], paths: dict[int, str]) -> Iterator[EventLine]:
    for key, channel, pixel, name, event_id, at, received, verdict, worst, *rest in rows:
        present, valid, of, by, after, rule, source, line, item, action_source = rest
        yield EventLine(
            number_of(key),
            channel,
            pixel,
            name,
            event_id,
            at,
            received,
            _OUTCOMES[verdict],
            None if worst is None else _SEVERITIES[worst],
            present,
            valid,
            of,
            by,
            after,
            rule,
            paths.get(source, ""),
            line,
            item,
            action_source,
        )
