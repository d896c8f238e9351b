"""From a field, an operator and a value to what they mean, or what is wrong with them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from simulator.checks.catalog import PARTS
from simulator.filtering.errors import FilterError
from simulator.filtering.fields import FIELDS, ORDERED, PRESENT, ROOTS, meant, path_of
from simulator.filtering.meaning import Bad, Carried, Choice, Code, Number, Pattern, Span
from simulator.finding import Severity
from simulator.masking import printable, shorten

if TYPE_CHECKING:
    from simulator.filtering.meaning import Meaning

MOST_STARS = 6
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,9})?")
_LENGTH = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)(ms|s|min|m|h|d)?")
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400}
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?P<seconds>:[0-9]{2}(?P<rest>\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
_CODE = re.compile(r"[A-Z]{0,3}\*?|[A-Z]{3}[0-9]{1,3}\*?")
# What people type for a field, and members of events whose names are well known.
_MEMBERS = {
    "event": "name",
    "event_name": "name",
    "event_id": "id",
    "pixel_id": "pixel",
    "dataset": "pixel",
    "received_at": "time",
    "rule": "finding",
    "severity": "finding",
    "duplicate": "verdict:duplicate",
    "em": "user_data.em",
    "value": "custom_data.value",
    "currency": "custom_data.currency",
    "order_id": "custom_data.order_id",
    "event_source_url": "payload.event_source_url",
    "url": "payload.event_source_url",
}
_SEVERITIES = tuple(severity.value for severity in Severity)


def understand(field: str, op: str, value: str, quoted: bool, column: int, value_column: int) -> Meaning:
    """What a condition means. Raises FilterError; the columns are those of the field and of the value."""
    if not field:
        return _pattern(value, quoted, value_column)
    kind = _kind(field, column)
    if op != ":" and kind not in ORDERED:
        raise FilterError(f"{_said(field)} can't be compared with {op}: write {_said(field)}:{_said(value)}", column)
    match kind:
        case "choice":
            return Choice(_word(field, value, FIELDS[field].words, value_column))
        case "number":
            return _number(field, value, value_column)
        case "length":
            return _length(field, value, value_column)
        case "time":
            return _time(field, value, value_column)
        case "finding":
            return _finding(value, op, value_column)
        case "has":
            return _carried(value, value_column)
        case "valid":
            return Carried(bit=_bit(value, value_column, ()))
        case "payload" if op != ":":
            return _number(field, value, value_column)
    return _pattern(value, quoted, value_column)


def _kind(field: str, column: int) -> str:
    known = FIELDS.get(field)
    if known is not None:
        return known.kind
    if path_of(field) is not None:
        return "payload"
    if "." in field and field.split(".")[0] in ROOTS:
        raise FilterError(f"{_said(field)} is no path: write it like custom_data.currency", column)
    if "." in field:
        near = f"a path starts with {', '.join(ROOTS)}"
    elif field in _MEMBERS:
        near = f"did you mean {_MEMBERS[field]}"
    else:
        near = meant(field, tuple(FIELDS))
    raise FilterError(f"unknown field {_said(field)}: {near}; in quotes it is searched as text", column)


def _pattern(value: str, quoted: bool, column: int) -> Pattern:
    if not quoted and value.count("*") > MOST_STARS:
        raise FilterError(f"more than {MOST_STARS} stars in one value: put it in quotes if they are meant", column)
    return Pattern(value, quoted)


def _word(field: str, value: str, words: tuple[str, ...], column: int) -> str:
    if value.lower() not in words:
        raise FilterError(f"no {field} is {_said(value)}: {meant(value, words)}", column)
    return value.lower()


def _number(field: str, value: str, column: int) -> Number:
    if not _NUMBER.fullmatch(value):
        raise FilterError(f"{_said(field)} is a number, and {_said(value)} is none", column)
    return Number(float(value))


def _length(field: str, value: str, column: int) -> Number:
    found = _LENGTH.fullmatch(value)
    if found is None:
        raise FilterError(
            f"{_said(field)} is a length of time, and {_said(value)} is none: write 30, 500ms, 5m, 2h or 1d", column
        )
    return Number(float(found[1]) * _UNITS[found[2] or "s"])


def _time(field: str, value: str, column: int) -> Span:
    wrong = FilterError(
        f"{field} is a time, and {_said(value)} is none: write 2026-03-02, 2026-03-02T10:00 or Unix seconds", column
    )
    if _NUMBER.fullmatch(value):
        seconds = float(value)
        return Span(seconds, seconds if "." in value else seconds + 1)
    found = _DATE.fullmatch(value)
    if found is None:
        raise wrong
    try:
        moment = datetime.fromisoformat(value)
        start = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        raise wrong from None
    if found["rest"]:
        return Span(start, start)
    return Span(start, start + (1 if found["seconds"] else 60 if len(value) > len("2026-03-02") else 86_400))


def _finding(value: str, op: str, column: int) -> Code | Bad:
    if value.lower() in _SEVERITIES:
        return Bad(Severity(value.lower()))
    code = value.upper()
    if op != ":":
        raise FilterError(f"{_said(value)} is no severity: {meant(value, _SEVERITIES)}", column)
    if not value or not _CODE.fullmatch(code):
        near = meant(value, _SEVERITIES) if value.isalpha() else "a code is like USR001"
        raise FilterError(f"{_said(value)} is neither a rule's code nor a severity: {near}", column)
    code = code.rstrip("*")
    if not any(part.startswith(code[:3]) for part in PARTS):
        near = meant(value, (*_SEVERITIES, *(part.lower() for part in PARTS)))
        raise FilterError(f"no rule's code begins with {_said(value)}: {near}", column)
    return Code(code)


def _carried(value: str, column: int) -> Carried:
    path = path_of(value)
    if path is not None:
        return Carried(path=path)
    if value in PRESENT:
        return Carried(field=value)
    return Carried(bit=_bit(value, column, PRESENT))


def _bit(value: str, column: int, others: tuple[str, ...]) -> int:
    # Late: the keys come with all that recognises them.
    from simulator.match_quality.keys import KEYS

    if value not in KEYS:
        raise FilterError(f"{_said(value)} is no match key: {meant(value, (*KEYS, *others))}", column)
    return KEYS.index(value)


def _said(text: str) -> str:
    return shorten(printable(text), 40)
