"""A result as a document that a repository can keep: verdicts and payloads, masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.checks.spot import member_name
from simulator.masking import mask
from simulator.reports.beside import shown

if TYPE_CHECKING:
    from simulator.finding import Finding
    from simulator.testing.judged import JudgedEvent
    from simulator.testing.result import Result

# Members of a document that are capisim's own words, not the shop's.
_OURS = frozenset({"n", "channel", "verdict", "duplicate_of", "key", "after_seconds", "survivor_rule", "rules"})


def snapshot_of(result: Result, ignore: tuple[str, ...], *, reveal: bool) -> dict[str, Any]:
    """What of a result a snapshot holds; ``ignore`` are names of members or dotted paths into an event's payload."""
    events = [_event(event, ignore) for event in result.events]
    document = {"made_by": "capisim", "masked": not reveal, "events": events, "run": _rules(result.run_findings)}
    return document if reveal else masked_document(document)


def masked_document(document: Any) -> dict[str, Any]:
    """The same with every value masked that may be about a person; reads what anybody may have written."""
    if not isinstance(document, dict):
        return {"events": []}
    events = document.get("events")
    listed = events if isinstance(events, list) else []
    return {**document, "events": [_masked_event(event) for event in listed]}


def _event(event: JudgedEvent, ignore: tuple[str, ...]) -> dict[str, Any]:
    members: dict[str, Any] = {
        "n": event.n,
        "channel": event.channel,
        "pixel_id": event.pixel_id,
        "event_name": event.event_name,
        "event_id": event.event_id,
        "verdict": str(event.verdict),
        "duplicate_of": event.duplicate_of,
        "key": event.key,
        "after_seconds": event.after_seconds,
        "survivor_rule": event.survivor_rule,
        "rules": _rules(event.findings),
    }
    members = {name: value for name, value in members.items() if name not in ignore}
    return {**members, "payload": _without(event.payload, "", ignore)}


def _rules(findings: tuple[Finding, ...]) -> list[str]:
    return sorted({f"{finding.rule} {finding.severity}" for finding in findings})


def _without(value: Any, path: str, ignore: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_without(each, path, ignore) for each in value]
    if not isinstance(value, dict):
        return value
    left = {}
    for name in sorted(value):
        inner = f"{path}.{name}" if path else name
        if name not in ignore and inner not in ignore:
            left[name] = _without(value[name], inner, ignore)
    return left


def _masked_event(event: Any) -> Any:
    if not isinstance(event, dict):
        return mask(event)
    return {member_name(name): value if name in _OURS else _masked(value, name) for name, value in event.items()}


def _masked(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return {member_name(name): _masked(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_masked(each, key) for each in value]
    if value is None or isinstance(value, bool):
        return value
    text = _public(value, key)
    # A number that may be shown stays one, so that 19 and "19" are told apart.
    return value if isinstance(value, (int, float)) and text == str(value) else text


def _public(value: Any, key: str) -> str:
    if key == "pixel_id":
        return str(value) if str(value).isdecimal() and len(str(value)) <= 20 else mask(value)
    return shown(key, value)
