"""Actions: what one person did once, with the copies that both channels reported of it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from simulator.finding import Severity
from simulator.store.rows import event_key, event_span, number_of
from simulator.views.lines import EventLine, lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.store import Store

_SEVERITIES = tuple(Severity)


class Action(NamedTuple):
    """One action: the copy that counts (or was refused), and one other copy of it, if there is one.

    ``counts`` is the event that the action is numbered by. ``other`` is its first copy on the other channel, else
    the first on its own; ``copies`` is how many there are in all. ``suspected`` is an event that looks like the
    same action although it was not recognised. ``worst`` is the severity of the worst finding about any of the
    three, and ``rule`` its code.
    """

    counts: EventLine
    other: EventLine | None
    copies: int
    suspected: EventLine | None
    worst: Severity | None
    rule: str | None

    @property
    def n(self) -> int:
        """The number of the event that counts."""
        return self.counts.n

    @property
    def beside(self) -> EventLine | None:
        """The event to put beside the one that counts: its other copy, else the suspected one."""
        return self.other or self.suspected

    @property
    def both_channels(self) -> bool:
        """Whether both channels reported it and deduplication saw that."""
        return self.other is not None and self.other.channel != self.counts.channel

    def on(self, channel: str) -> EventLine | None:
        """The copy of a channel; of two copies on one channel the one that counts."""
        for line in (self.counts, self.beside):
            if line is not None and line.channel == channel:
                return line
        return None

    @property
    def gap(self) -> float | None:
        """Seconds between the receipts of the two copies; None without a second, or when nothing told them."""
        if self.other is not None:
            return self.other.after_seconds
        one, two = self.counts.received_at, self.suspected.received_at if self.suspected else None
        return None if one is None or two is None else round(abs(one - two), 3)


def actions(store: Store, run: int, numbers: Sequence[int]) -> list[Action]:
    """The actions with these numbers, in the order they are given; a number that no event has is left out.

    Cheap for a screenful. An event that has become a duplicate since its number was selected comes as it is. May
    raise sqlite3.Error.
    """
    counting = lines(store, run, numbers)
    kept = {line.n: line for line in counting}
    copies = _copies(store, run, list(kept))
    suspects = _suspects(store, run, list(kept))
    chosen = {n: _other(kept[n].channel, of_one) for n, of_one in copies.items()}
    wanted = {*chosen.values(), *suspects.values()}
    beside = {line.n: line for line in lines(store, run, sorted(wanted))}
    worst = _worst(store, run, [*kept, *wanted])
    return [
        _action(
            line, copies.get(line.n, []), beside.get(chosen.get(line.n, 0)), beside.get(suspects.get(line.n, 0)), worst
        )
        for line in counting
    ]


def _action(
    line: EventLine,
    copies: list[tuple[int, str]],
    other: EventLine | None,
    suspected: EventLine | None,
    worst: dict[int, tuple[int, str]],
) -> Action:
    told = [worst[each.n] for each in (line, other, suspected) if each is not None and each.n in worst]
    severity, rule = min(told) if told else (None, None)
    return Action(line, other, 1 + len(copies), suspected, None if severity is None else _SEVERITIES[severity], rule)


def _other(channel: str | None, copies: list[tuple[int, str]]) -> int:
    """The copy to show of several: the first of the other channel, else the first."""
    return next((n for n, on in copies if on != channel), copies[0][0])


def _copies(store: Store, run: int, numbers: list[int]) -> dict[int, list[tuple[int, str]]]:
    """The other copies of each event that counts, with their channels, in order."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = store.connection.execute(
        "SELECT duplicate_of, id, channel FROM events WHERE duplicate_of IN (SELECT value FROM json_each(?))"
        " AND id BETWEEN ? AND ? ORDER BY id",
        (json.dumps(numbers), *event_span(run)),
    )
    for of, key, channel in rows:
        found[of].append((number_of(key), channel))
    return found


def _suspects(store: Store, run: int, numbers: list[int]) -> dict[int, int]:
    """For each event the one it is most of all suspected to be one action with, whichever the finding lies on."""
    first, last = event_span(run)
    rows = store.connection.execute(
        """
        WITH asked AS (SELECT value AS n FROM json_each(?)), told AS (
            SELECT a.n, f.twin AS other, f.severity FROM asked a CROSS JOIN findings f ON f.event = a.n + ?
            WHERE f.twin IS NOT NULL AND f.confidence IS NOT NULL
            UNION ALL SELECT a.n, f.event % 4294967296, f.severity FROM asked a CROSS JOIN findings f ON f.twin = a.n
            WHERE f.event BETWEEN ? AND ? AND f.confidence IS NOT NULL
        )
        SELECT n, other FROM told ORDER BY severity DESC, other DESC
        """,
        (json.dumps(numbers), event_key(run, 0), first, last),
    )
    # The last one wins: the most severe.
    return dict(rows.fetchall())


def _worst(store: Store, run: int, numbers: list[int]) -> dict[int, tuple[int, str]]:
    """The rank and the code of the worst finding of each event that has one."""
    rows = store.connection.execute(
        "SELECT a.value, min(f.severity), f.rule FROM json_each(?) a CROSS JOIN findings f ON f.event = a.value + ?"
        " GROUP BY 1",
        (json.dumps(numbers), event_key(run, 0)),
    )
    return {n: (rank, rule) for n, rank, rule in rows}
