"""What a filter says of one event, told plainly: the reference that every other way of asking agrees with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.filtering.meaning import Bad, Carried, Choice, Code, Number, Pattern, Span
from simulator.filtering.members import carries, member_fits
from simulator.filtering.tree import All, Not, Term

if TYPE_CHECKING:
    from simulator.filtering.tree import Filter, Node
    from simulator.finding import Severity

CODE = re.compile(r"[A-Za-z]{3}[0-9]{1,3}")
NUMBER = re.compile(r"#[0-9]{1,10}")


class Subject(NamedTuple):
    """What a filter may ask of an event; the members are those of an EventLine and of its payload.

    ``external_id`` is a JSON array of the values as sent. ``findings`` are the code and the severity of each.
    """

    n: int
    channel: str | None
    pixel_id: str | None
    event_name: str | None
    event_id: str | None
    event_time: float | None
    received_at: float | None
    action_source: str | None
    external_id: str | None
    fbp: str | None
    source: str
    line: int
    present: int
    valid: int
    verdict: str
    key: str | None
    after_seconds: float | None
    survivor_rule: str | None
    findings: tuple[tuple[str, Severity], ...]
    payload: dict[str, Any] | None


MEMBERS = {
    "name": "event_name",
    "channel": "channel",
    "id": "event_id",
    "pixel": "pixel_id",
    "verdict": "verdict",
    "key": "key",
    "survivor": "survivor_rule",
    "after": "after_seconds",
    "time": "received_at",
    "event_time": "event_time",
    "action_source": "action_source",
    "external_id": "external_id",
    "fbp": "fbp",
    "source": "source",
    "line": "line",
    "n": "n",
}
"""The member that a field asks for."""
SEARCHED = ("event_name", "event_id", "pixel_id", "channel", "verdict", "action_source", "external_id", "fbp")
"""The members that a word without a field is searched in."""


def matches(by: Filter, event: Subject) -> bool:
    """Whether the event is one of those the filter lets through."""
    return _holds(by.tree, event)


def _holds(node: Node, event: Subject) -> bool:
    if isinstance(node, Term):
        return _fits(node, event)
    if isinstance(node, Not):
        return not _holds(node.of, event)
    if isinstance(node, All):
        return all(_holds(each, event) for each in node.of)
    return any(_holds(each, event) for each in node.of)


def _fits(term: Term, event: Subject) -> bool:
    if not term.field:
        return _searched(term, event)
    value = getattr(event, MEMBERS[term.field]) if term.field in MEMBERS else None
    match term.meaning:
        case Choice(word):
            return value == word
        case Number() | Span() as wanted if term.field in MEMBERS:
            return wanted.fits(term.op, value)
        case Pattern() as pattern if term.field == "source":
            return pattern.fits(event.source) or pattern.fits(file_name(event.source))
        case Pattern() as pattern if term.field in MEMBERS:
            return pattern.fits(value)
        case Code(beginning):
            return any(code.startswith(beginning) for code, _ in event.findings)
        case Bad(severity):
            return _bad(term.op, severity.rank, [each.rank for _, each in event.findings])
        case Carried(bit, field, path):
            return _carried(term.field, event, bit, field, path)
    path = payload_path(term)
    return event.payload is not None and member_fits(event.payload, path, term)


def file_name(path: str) -> str:
    """The last part of a source's path."""
    return re.split(r"[/\\]", path)[-1]


def payload_path(term: Term) -> tuple[str, ...]:
    """The path of a condition on a member of the payload; ``()`` for any other."""
    from simulator.filtering.fields import path_of

    return path_of(term.field) or ()


def _searched(term: Term, event: Subject) -> bool:
    pattern = term.meaning
    assert isinstance(pattern, Pattern)  # noqa: S101 - for the type checker: free words have no other meaning
    if not term.quoted and NUMBER.fullmatch(term.value):
        return event.n == int(term.value[1:])
    if any(pattern.is_in(getattr(event, member)) for member in SEARCHED):
        return True
    is_code = not term.quoted and CODE.fullmatch(term.value) is not None
    return is_code and any(code.startswith(term.value.upper()) for code, _ in event.findings)


def _bad(op: str, rank: int, ranks: list[int]) -> bool:
    """Whether there is a finding that bad; with another operator than ``:`` the worst one is compared."""
    if not ranks:
        return False
    worst = min(ranks)
    match op:
        case ">":
            return worst < rank
        case ">=":
            return worst <= rank
        case "<":
            return worst > rank
        case "<=":
            return worst >= rank
    return rank in ranks


def _carried(asked: str, event: Subject, bit: int | None, field: str | None, path: tuple[str, ...] | None) -> bool:
    if bit is not None:
        return bool((event.valid if asked == "valid" else event.present) >> bit & 1)
    if field == "finding":
        return bool(event.findings)
    if field is not None:
        return getattr(event, MEMBERS[field]) is not None
    return event.payload is not None and carries(event.payload, path or ())
