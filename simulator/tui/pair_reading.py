"""Everything that is known of one action: both payloads beside each other, and why they were told to be one or two."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.checks.spot import ABSENT
from simulator.reports.side_by_side import Row, lost, put_side_by_side
from simulator.tui.text import safe
from simulator.views.actions import Action, actions
from simulator.views.detail import detail
from simulator.views.why import pair_of, why_pair

if TYPE_CHECKING:
    from simulator.checks.spot import Path
    from simulator.finding import Finding
    from simulator.store import Store
    from simulator.views.lines import EventLine

_LONGEST = 2000
_TURNED = {"first-only": "second-only", "second-only": "first-only"}


class Side(NamedTuple):
    """One of the two: its line, where it was read, and its payload as it was sent (never shown unmasked unasked)."""

    line: EventLine
    origin: str
    payload: dict[str, Any]


class PairInFull(NamedTuple):
    """An action with its two copies. The browser's is on the left, or the one that counts where there is one channel.

    ``sides`` has one entry for an event that has no other copy. ``why`` says what decided, ``lost`` what only the
    copy has that does not count, ``copies`` names all of them. ``findings`` are those about both.
    """

    action: Action
    sides: tuple[Side, ...]
    rows: tuple[Row, ...]
    why: str
    lost: str
    copies: tuple[int, ...]
    findings: tuple[Finding, ...]


def read_pair(store: Store, run: int, n: int) -> PairInFull | None:
    """The action with the number ``n``; None when there is none. May raise sqlite3.Error."""
    found = actions(store, run, [n])
    if not found:
        return None
    action = found[0]
    counts = detail(store, run, n)
    own = Side(action.counts, counts.origin, counts.payload or {})
    copies = (n, *counts.copies)
    if action.beside is None:
        rows = put_side_by_side(own.payload, {}, everything=True).rows
        return PairInFull(action, (own,), rows, counts.why, "", copies, ())
    other = detail(store, run, action.beside.n)
    theirs = Side(action.beside, other.origin, other.payload or {})
    sides = put_side_by_side(own.payload, theirs.payload, everything=True)
    why, gone = counts.why, ""
    if action.other is not None:
        pair = pair_of(action.counts, action.other)
        why, gone = why_pair(pair), lost(pair, sides)
    about = [each for each in counts.findings if each.twin == theirs.line.n]
    about += [each for each in other.findings if each.twin == n]
    about.sort(key=lambda each: each.severity.rank)
    both, rows = (own, theirs), sides.rows
    if action.counts.channel == "server" and action.beside.channel == "browser":
        both = (theirs, own)
        rows = tuple(
            row._replace(first=row.second, second=row.first, kind=_TURNED.get(row.kind, row.kind)) for row in rows
        )
    return PairInFull(action, both, rows, why, gone, copies, tuple(about))


def values(found: PairInFull, row: Row, *, reveal: bool) -> tuple[str, ...]:
    """What each side has of a member: masked, or as it was sent if ``reveal``; ``""`` for nothing."""
    if not reveal:
        return (row.first, row.second)[: len(found.sides)]
    return tuple(_as_sent(side.payload, row.path) for side in found.sides)


def _as_sent(payload: dict[str, Any], path: Path) -> str:
    value: Any = payload
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step), ABSENT)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            value = ABSENT
    if value is ABSENT:
        return ""
    return safe(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), _LONGEST)
