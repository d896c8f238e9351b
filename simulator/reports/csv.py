"""Events as a table for spreadsheets: no cell is a formula, and nobody shows who must not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from simulator.clock import format_time
from simulator.masking import show_name
from simulator.reports.normalize_cells import safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulator.views.export import Exported

HEADER: Final = (
    *("n", "received_at", "event_time", "channel", "pixel_id", "event_name", "event_id", "action_source"),
    *("verdict", "duplicate_of", "key", "after_seconds", "survivor_rule", "worst", "findings", "match_keys"),
    *("valid_match_keys", "origin"),
)
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
