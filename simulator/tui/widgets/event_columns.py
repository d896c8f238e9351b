"""The columns of the event list: how wide each is, and what it says of an event."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from simulator.masking import show_name
from simulator.match_quality.keys import KEYS
from simulator.tui.text import fit

if TYPE_CHECKING:
    from simulator.views.lines import EventLine

# From this width on a list has room for numbers, dates and words.
_WIDE = 100
_LONGEST_NAME, _SHORTEST_NAME, _SHORTEST_ID = 28, 8, 6
# Of an id the beginning is enough, while a standard event's name is read whole.
_USUAL_NAME, _USUAL_ID = 14, 10

_GROUPS: Final = (
    ("e", "em"),
    ("p", "ph"),
    ("n", "fn ln"),
    ("d", "db ge"),
    ("a", "ct st zp country"),
    ("x", "external_id"),
    ("i", "client_ip_address"),
    ("u", "client_user_agent"),
    ("c", "fbc"),
    ("b", "fbp"),
)
STRIP_LETTERS: Final = "".join(letter for letter, _ in _GROUPS)
STRIP_LEGEND: Final = "e em  p ph  n names  d db, ge  a address  x external_id  i IP  u user agent  c fbc  b fbp"
_STRIP: Final = tuple((letter, sum(1 << KEYS.index(key) for key in keys.split())) for letter, keys in _GROUPS)


class Column(NamedTuple):
    """One column: the member of an event line it shows, its title, its width in cells."""

    name: str
    title: str
    width: int


class Piece(NamedTuple):
    """A piece of a line and the component class that it is drawn in."""

    text: str
    kind: str


@lru_cache(maxsize=16)
def columns(width: int) -> tuple[Column, ...]:
    """The columns that fit into so many cells; a space lies between two of them."""
    wide = width >= _WIDE
    fixed = [
        *([Column("n", "#", 8)] if wide else []),
        Column("time", "received UTC" if wide else "UTC", 14 if wide else 8),
        Column("channel", "channel" if wide else "ch", 7 if wide else 2),
        Column("name", "event name", 0),
        Column("id", "event id", 0),
        Column("verdict", "verdict", 11),
        Column("finding", "finding", 8),
        Column("keys", STRIP_LETTERS, len(STRIP_LETTERS)),
    ]
    rest = _rest(width, fixed)
    for unneeded in ("keys", "finding", "channel"):
        if rest < _SHORTEST_NAME + _SHORTEST_ID:
            fixed = [column for column in fixed if column.name != unneeded]
            rest = _rest(width, fixed)
    name = min(_LONGEST_NAME, max(_SHORTEST_NAME, rest * 9 // 20, min(_USUAL_NAME, rest - _USUAL_ID)))
    flexible = {"name": name, "id": max(_SHORTEST_ID, rest - name)}
    return tuple(column._replace(width=flexible.get(column.name, column.width)) for column in fixed)


def _rest(width: int, fixed: list[Column]) -> int:
    # One cell in front of the line tells the cursor and the mark.
    return width - 1 - sum(column.width + 1 for column in fixed)


def clock(seconds: float | None, *, day: bool = False) -> str:
    """A moment (Unix seconds) as a time of the day in UTC, with month and day in front if ``day``."""
    if seconds is None:
        return "–"
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%m-%d %H:%M:%S" if day else "%H:%M:%S")
    except (ValueError, OverflowError, OSError):
        return "?"


def strip(present: int, valid: int) -> list[Piece]:
    """The match keys of an event in one cell each: a letter, ``!`` where no value is well formed, else a dot."""
    pieces = []
    for letter, bits in _STRIP:
        if valid & bits:
            pieces.append(Piece(letter, "valid"))
        elif present & bits:
            pieces.append(Piece("!", "invalid"))
        else:
            pieces.append(Piece("·", "absent"))
    return pieces


def pieces_of(line: EventLine, shown: tuple[Column, ...]) -> list[Piece]:
    """A line in pieces, a space behind each column but the last."""
    pieces: list[Piece] = []
    for column in shown:
        if column.name == "keys":
            pieces += strip(line.present, line.valid)
        else:
            text, kind = _cell(line, column)
            pieces.append(Piece(fit(text, column.width, right=column.name == "n") + " ", kind))
    return pieces


def _cell(line: EventLine, column: Column) -> tuple[str, str]:
    match column.name:
        case "n":
            return f"{line.n}", "quiet"
        case "time":
            return clock(line.received_at, day=column.width > len("00:00:00")), "quiet"
        case "channel":
            channel = line.channel or "–"
            short = {"browser": "B", "server": "S"}.get(channel, channel)
            return (channel if column.width > len(short) + 1 else short), channel if line.channel else "quiet"
        case "name":
            return show_name(line.event_name or "–"), "name" if line.event_name else "quiet"
        case "id":
            return show_name(line.event_id or "–"), "id" if line.event_id else "quiet"
        case "verdict":
            return str(line.verdict), str(line.verdict)
    return (str(line.worst), str(line.worst)) if line.worst else ("", "quiet")
