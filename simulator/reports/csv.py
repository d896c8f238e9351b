"""Events as a table for spreadsheets: no cell is a formula, and nobody shows who must not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import format_time
from simulator.masking import show_name
from simulator.reports.normalize_cells import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulator.views.export import Exported

COLUMNS: Final = {
    "n": "Number of the event in its run, from 1.",
    "received_at": "When it was received, ISO 8601 in UTC.",
    "event_time": "When it happened, ISO 8601 in UTC.",
    "channel": "The channel that reported it.",
    "pixel_id": "The dataset.",
    "event_name": "Name of the event; masked where it may be somebody's address or number.",
    "event_id": "ID of the event; masked likewise.",
    "action_source": "Where it happened, as Meta calls it.",
    "verdict": "What became of it.",
    "duplicate_of": "Number of the copy that counts.",
    "key": "What gave the copies away.",
    "after_seconds": "Seconds between the receipt of both.",
    "survivor_rule": "Which rule of Meta's chose the copy that counts.",
    "worst": "Severity of its worst finding.",
    "findings": "Codes of the rules that found something, most severe first.",
    "match_keys": "Match keys that it carries.",
    "valid_match_keys": "Those that are well formed.",
    "origin": "Where it was read.",
}
"""Every column with what it means."""
HEADER: Final = tuple(COLUMNS)
_LONGEST = 1000


def rows(events: Iterable[Exported]) -> Iterator[bytes]:
    """The header and a line for each event, in UTF-8 with CRLF (RFC 4180).

    Times are ISO 8601 in UTC. ``findings`` are the codes, most severe first, ``match_keys`` the names of those that
    the event carries, each set apart by a space. A name or an id that may be somebody's is masked.
    """
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    for event in events:
        writer.writerow([_cell(value) for value in _values(event)])
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _values(event: Exported) -> tuple[object, ...]:
    line = event.line
    return (
        line.n,
        _time(line.received_at),
        _time(line.event_time),
        line.channel,
        _shown(line.pixel_id),
        _shown(line.event_name),
        _shown(line.event_id),
        _shown(line.action_source),
        line.verdict,
        line.duplicate_of,
        line.key,
        line.after_seconds,
        line.survivor_rule,
        line.worst,
        " ".join(dict.fromkeys(finding.rule for finding in event.findings)),
        _keys(line.present),
        _keys(line.valid),
        event.origin,
    )


def _cell(value: object) -> str:
    if value is None:
        return ""
    return safe_cell(value) if isinstance(value, str) else str(value)


def _time(seconds: float | None) -> str | None:
    return None if seconds is None else format_time(seconds)


def _shown(text: str | None) -> str | None:
    return None if text is None else show_name(text, _LONGEST)


def _keys(bits: int) -> str:
    from simulator.match_quality.keys import KEYS

    return " ".join(key for bit, key in enumerate(KEYS) if bits >> bit & 1)
