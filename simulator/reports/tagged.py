"""What a property sent, as one JSON document: requests, and for every field where its value came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulator.clock import format_time
from simulator.masking import mask, show_name
from simulator.tagging.happening import Firing, Sent, Unsent, Wrote
from simulator.tagging.layer import path_text
from simulator.tagging.values import UNDEFINED, json_value, text_of

if TYPE_CHECKING:
    from simulator.finding import Finding
    from simulator.tagging.happening import Happening
    from simulator.tagging.property import Property
    from simulator.tagging.session import Session
    from simulator.tagging.tokens import Field

SCHEMA: Final = "https://capisim.dev/schemas/tag.schema.json"


class Ran(NamedTuple):
    """A session and everything that happened when the property ran through it.

    Where lines are printed alone, what happened is taken once, while it happens.
    """

    session: Session
    happenings: Iterable[Happening]


def document(prop: Property, environment: str, ran: Sequence[Ran], findings: Iterable[Finding] = ()) -> dict[str, Any]:
    """The document of ``tag --format json``; values of fields are masked."""
    rules = _rules(prop, ran)
    return {
        "schema": SCHEMA,
        "property": {"file": prop.file, "name": show_name(prop.name), "environment": environment},
        "rules": rules,
        "sessions": [_session(each) for each in ran],
        "findings": [_finding(each) for each in findings],
    }


def _rules(prop: Property, ran: Sequence[Ran]) -> list[dict[str, Any]]:
    fired: Counter[str] = Counter()
    sent: Counter[tuple[str, str]] = Counter()
    unsent: Counter[str] = Counter()
    for each in ran:
        for happening in each.happenings:
            match happening:
                case Firing():
                    fired[happening.rule] += 1
                case Sent():
                    sent[happening.firing.rule, happening.channel] += 1
                case Unsent():
                    unsent[happening.firing.rule] += 1
    return [
        {
            "name": rule.name,
            "fired": fired[rule.name],
            "browser": sent[rule.name, "browser"],
            "server": sent[rule.name, "server"],
            "unsent": unsent[rule.name],
        }
        for rule in prop.rules
    ]


def _session(ran: Ran) -> dict[str, Any]:
    start = ran.session.start
    by: dict[int, dict[str, Any]] = {}
    for each in ran.happenings:
        if isinstance(each, Firing):
            by[each.number] = {
                "rule": each.rule,
                "step": each.step,
                "seconds": round(each.at - start, 3),
                "sent": [],
                "unsent": [],
            }
        elif isinstance(each, Sent):
            by[each.firing.number]["sent"].append(_sent(each, start))
        elif isinstance(each, Unsent):
            told = {"channel": each.channel, "action": each.action, "kind": each.kind, "reason": each.reason}
            by[each.firing.number]["unsent"].append(told | {"fields": _fields(each.fields, start)})
    writes = sum(isinstance(each, Wrote) for each in ran.happenings)
    return {
        "file": ran.session.file,
        "title": show_name(ran.session.title),
        "start": format_time(start),
        "steps": len(ran.session.steps),
        "writes": writes,
        "firings": list(by.values()),
    }


def _sent(sent: Sent, start: float) -> dict[str, Any]:
    return {
        "channel": sent.channel,
        "action": sent.action,
        "pixel_id": show_name(sent.pixel_id),
        "event_name": _shown(sent.event_name),
        "event_id": _shown(sent.event_id),
        "received_seconds": round(sent.received_at - start, 3),
        "fields": _fields(sent.fields, start),
    }


def _shown(value: Any) -> str | None:
    return None if value is UNDEFINED or value is None else show_name(text_of(value))


def _fields(fields: Sequence[Field], start: float) -> list[dict[str, Any]]:
    return [
        {
            "field": field.name,
            "element": field.element,
            "value": None if field.value is UNDEFINED else masked(field),
            "reads": [
                {
                    "path": path_text(read.path),
                    "written": None
                    if read.write is None
                    else {
                        "step": read.write.step,
                        "seconds": round(read.write.at - start, 3),
                        "by": read.write.by,
                    },
                }
                for read in field.reads
            ],
        }
        for field in fields
    ]


def masked(field: Field) -> str:
    """A field's value as it may be shown; names and ids are shown as they were sent."""
    if field.name in ("event_name", "event_id"):
        return show_name(text_of(field.value))
    return mask(json_value(field.value), field.name.rpartition(".")[2])


def _finding(finding: Finding) -> dict[str, Any]:
    from simulator.checks.catalog import catalog

    return {
        "rule": finding.rule,
        "name": catalog()[finding.rule].name,
        "severity": finding.severity,
        "path": finding.path,
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
        "fix": finding.fix,
    }
