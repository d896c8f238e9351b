"""The columns of the list of actions: how wide each is, and what it says of the two copies."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.masking import show_name
from simulator.tui.text import fit
from simulator.tui.widgets.event_columns import Column, Piece, clock
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from simulator.views.actions import Action
    from simulator.views.lines import EventLine

# From this width on a list has room for times and for the ids of both copies.
_WIDE, _VERY_WIDE = 110, 150
_LONGEST_NAME, _SHORTEST_NAME, _NUMBER = 26, 8, 8
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@lru_cache(maxsize=16)
def pair_columns(width: int) -> tuple[Column, ...]:
    """The columns that fit into so many cells; a space lies between two of them."""
    wide = width >= _WIDE
    fixed = [
        *([Column("time", "received UTC", 14)] if wide else []),
        Column("name", "event name", 0),
        Column("browser", "browser", 0 if wide else _NUMBER),
        Column("server", "server", 0 if wide else _NUMBER),
        Column("verdict", "verdict", 12),
        Column("key", "key", 11 if wide else 8),
        Column("gap", "gap", 7),
        Column("won", "counts", 7),
        Column("finding", "finding", 15) if width >= _VERY_WIDE else Column("finding", "rule", 6),
    ]
    rest = _rest(width, fixed)
    for unneeded in ("won", "gap", "key"):
        if rest < _SHORTEST_NAME:
            fixed = [column for column in fixed if column.name != unneeded]
            rest = _rest(width, fixed)
    name = min(_LONGEST_NAME, max(_SHORTEST_NAME, rest * 3 // 10 if wide else rest))
    copy = max(_NUMBER, (rest - name) // 2)
    flexible = {"name": name, "browser": copy, "server": copy}
    return tuple(column._replace(width=column.width or flexible[column.name]) for column in fixed)


def _rest(width: int, fixed: list[Column]) -> int:
    # One cell in front of the line tells the cursor; the columns of both copies are flexible on a wide list.
    return width - 1 - sum(column.width + 1 for column in fixed)


def pair_pieces(action: Action, shown: tuple[Column, ...]) -> list[Piece]:
    """A line in pieces, a space behind each column but the last."""
    pieces = []
    for column in shown:
        text, kind = _cell(action, column)
        pieces.append(Piece(fit(text, column.width, right=column.name == "gap") + " ", kind))
    return pieces


def verdict_of(action: Action) -> tuple[str, str]:
    """What became of an action in a word or two, and the colour to say it in."""
    copies = f" ×{action.copies}" if action.copies > 2 else ""
    if action.counts.verdict is Outcome.REJECTED:
        return "refused", "rejected"
    if action.counts.verdict is not Outcome.KEPT:
        return str(action.counts.verdict), str(action.counts.verdict)
    if action.both_channels:
        return f"pair{copies}", "kept"
    if action.suspected is not None:
        return "both count", "error"
    if action.other is not None:
        return f"repeat{copies}", "duplicate"
    return f"{action.counts.channel} only", "warning"


def short_span(seconds: float) -> str:
    """A length of time in at most seven cells: ``12.4 s``, ``4m 10s``, ``3h 05m``, ``2.5 d``."""
    seconds = abs(seconds)
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    if seconds < _HOUR:
        minutes, rest = divmod(round(seconds), _MINUTE)
        return f"{minutes}m {rest:02}s"
    if seconds < _DAY:
        hours, rest = divmod(round(seconds), _HOUR)
        return f"{hours}h {rest // _MINUTE:02}m"
    return f"{seconds / _DAY:.1f} d"


def _cell(action: Action, column: Column) -> tuple[str, str]:
    match column.name:
        case "time":
            return clock(action.counts.received_at, day=True), "quiet"
        case "name":
            name = action.counts.event_name
            return show_name(name or "–"), "name" if name else "quiet"
        case "browser" | "server":
            return _copy(action, column)
        case "verdict":
            return verdict_of(action)
        case "key":
            return (action.other.key or "", "id") if action.other else ("", "quiet")
        case "gap":
            return (short_span(action.gap), "quiet") if action.gap is not None else ("", "quiet")
        case "won":
            return _won(action)
    if action.worst is None or action.rule is None:
        return "", "quiet"
    wide = column.width > len(action.rule) + 1
    return f"{action.rule} {action.worst}" if wide else action.rule, str(action.worst)


def _copy(action: Action, column: Column) -> tuple[str, str]:
    line = action.on(column.name)
    if line is None:
        return "–", "absent"
    mark = "" if line is not action.suspected else "≈"
    text = f"{mark}#{line.n}"
    if column.width <= _NUMBER:
        return text, column.name
    return f"{text} {_id(action, line)}", column.name if mark or line is action.counts else "quiet"


def _id(action: Action, line: EventLine) -> str:
    if line.event_id is None:
        return "no id"
    if line is action.other and line.event_id == action.counts.event_id:
        return "same id"
    return show_name(line.event_id)


def _won(action: Action) -> tuple[str, str]:
    if action.counts.verdict is Outcome.REJECTED:
        return "none", "rejected"
    if action.other is None and action.suspected is not None:
        return "both", "error"
    channel = action.counts.channel or "–"
    return channel, channel if action.other is not None else "quiet"
