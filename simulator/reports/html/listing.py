"""The list of events inside the file: columns instead of rows, words by their number, as small as JSON gets simply."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulator.clock import format_span
from simulator.event import Origin
from simulator.finding import Severity
from simulator.reports.terminal import safe, safe_name
from simulator.store.rows import event_span, number_of
from simulator.verdict import Outcome
from simulator.views.lines import source_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulator.store import Store

MOST_EVENTS: Final = 120_000
MOST_BYTES: Final = 11_000_000
_LONGEST: Final = 80
_CHANNELS: Final = ("browser", "server", "")
_VERDICTS: Final = tuple(outcome.value for outcome in Outcome)
_SEVERITIES: Final = (*(severity.value for severity in Severity), "")
_NOT_FOUND: Final = len(_SEVERITIES) - 1
# The last second that JavaScript has a date for.
_LATEST: Final = 8_640_000_000_000
# The worst first, so that what is left out of a long run is what there is least to say of.
_CHOSEN = """
    SELECT e.id FROM events e LEFT JOIN (
        SELECT event, min(severity) AS worst FROM findings WHERE event BETWEEN ? AND ? GROUP BY event
    ) f ON f.event = e.id
    WHERE e.id BETWEEN ? AND ? ORDER BY coalesce(f.worst, 9), e.id LIMIT ?
"""


class Listing(NamedTuple):
    """``data`` is JSON that may stand inside a ``script`` element; ``events`` of ``of`` events are in it."""

    data: bytes
    events: int
    of: int


def listing(store: Store, run: int, most_events: int = MOST_EVENTS, most_bytes: int = MOST_BYTES) -> Listing:
    """The events of a run, in input order: all, or so many of the worst as there is room for.

    Half a second for a hundred thousand. May raise sqlite3.Error.
    """
    first, last = event_span(run)
    of = int(
        store.connection.execute("SELECT count(*) FROM events WHERE id BETWEEN ? AND ?", (first, last)).fetchone()[0]
    )
    most = most_events
    while True:
        chosen = None
        if of > most:
            rows = store.connection.execute(_CHOSEN, (first, last, first, last, most))
            chosen = {key for (key,) in rows}
        columns = _columns(store, run, chosen)
        data = _encoded(columns)
        events = len(columns["kind"])
        if len(data) <= most_bytes or not events:
            return Listing(data, events, of)
        most = int(0.95 * events * most_bytes / len(data))


def _encoded(columns: dict[str, Any]) -> bytes:
    from simulator.reports.json import encode

    return in_script(encode(columns).strip())


def in_script(data: bytes) -> bytes:
    """JSON in which nothing ends a ``script`` element or begins a comment."""
    for mark in (b"<", b">", b"&"):
        data = data.replace(mark, b"\\u%04x" % ord(mark))
    return data


class _Words:
    """Texts by the number of their first appearance."""

    def __init__(self, known: Iterable[Any] = ()) -> None:
        self.numbers: dict[Any, int] = {}
        for word in known:
            self.number(word)

    def number(self, word: Any) -> int:
        return self.numbers.setdefault(word, len(self.numbers))

    @property
    def words(self) -> list[Any]:
        return list(self.numbers)


def _columns(store: Store, run: int, chosen: set[int] | None) -> dict[str, Any]:
    paths = source_paths(store, run)
    found = _Found(store, run)
    names, rules, kinds, gaps = _Words(), _Words([()]), _Words(), _Words([""])
    sources, ends, keys = _Words(), _Words([""]), _Words([""])
    columns: dict[str, list[Any]] = {
        name: [] for name in ("n", "kind", "time", "id", "of", "gap", "rules", "line", "end")
    }
    n = time = line = 0
    rows = store.connection.execute(
        "SELECT id, channel, event_name, event_id, coalesce(received_at, event_time), verdict, duplicate_of, key,"
        " after_seconds, source, line, item FROM events WHERE id BETWEEN ? AND ? ORDER BY id",
        event_span(run),
    )
    for key, channel, name, event_id, moment, verdict, of, by, after, source, at, item in rows:
        if chosen is not None and key not in chosen:
            continue
        worst, codes = found.of(key)
        number = number_of(key)
        kind = (
            _CHANNELS.index(channel or ""),
            names.number("" if name is None else safe_name(name, _LONGEST)),
            _VERDICTS.index(verdict),
            worst,
            keys.number(by or ""),
            sources.number(safe(paths.get(source, ""), 200)),
        )
        second = None if moment is None or abs(moment) > _LATEST else floor(moment)
        columns["n"].append(number - n)
        columns["kind"].append(kinds.number(kind))
        columns["time"].append(None if second is None else second - time)
        columns["id"].append(None if event_id is None else safe_name(event_id, _LONGEST))
        columns["of"].append(number - of if of else 0)
        columns["gap"].append(gaps.number("" if after is None else format_span(after)))
        columns["rules"].append(rules.number(codes))
        columns["line"].append(at - line)
        columns["end"].append(ends.number(str(Origin("", at, item)).removeprefix(f":{at}")))
        n, line, time = number, at, time if second is None else second
    words = {
        "names": names,
        "keys": keys,
        "sources": sources,
        "kinds": kinds,
        "sets": rules,
        "gaps": gaps,
        "ends": ends,
    }
    return {
        "channels": _CHANNELS,
        "verdicts": _VERDICTS,
        "severities": _SEVERITIES,
        **{name: each.words for name, each in words.items()},
        **columns,
    }


class _Found:
    """What was found of each event, read alongside the events in their order."""

    def __init__(self, store: Store, run: int) -> None:
        self._rows: Iterator[tuple[int, str, int]] = store.connection.execute(
            "SELECT event, rule, min(severity) FROM findings WHERE event BETWEEN ? AND ? GROUP BY event, rule"
            " ORDER BY event, min(severity), rule",
            event_span(run),
        )
        self._next = next(self._rows, None)

    def of(self, key: int) -> tuple[int, tuple[str, ...]]:
        """The rank of the worst finding of an event, and the codes of its rules, the most severe first.

        Asked for one key after another, rising.
        """
        worst, codes = _NOT_FOUND, []
        while self._next is not None and self._next[0] <= key:
            event, code, severity = self._next
            if event == key:
                worst = min(worst, severity)
                codes.append(code)
            self._next = next(self._rows, None)
        return worst, tuple(codes)
