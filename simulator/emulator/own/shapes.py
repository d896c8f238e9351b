"""The JSON shapes that ``openapi.json`` tells, as JSON Schema 2020-12."""

from __future__ import annotations

from typing import Any


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


def _maybe(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}


_TEXT, _WHOLE, _NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}
_ERROR = _object("message", message=_TEXT, column=_WHOLE)
_FINDING = _object("rule severity message", rule=_TEXT, severity=_TEXT, message=_TEXT, path=_TEXT)
_VERDICT = {"enum": ["kept", "duplicate", "rejected", "quarantined"]}
_EVENT = _object(
    "n origin channel pixel_id event_name event_id verdict duplicate_of key after_seconds survivor_rule findings",
    n=_WHOLE,
    origin=_TEXT,
    channel=_maybe("string"),
    pixel_id=_maybe("string"),
    event_name=_maybe("string"),
    event_id=_maybe("string"),
    verdict=_VERDICT,
    duplicate_of=_maybe("integer"),
    key=_maybe("string"),
    after_seconds=_maybe("number"),
    survivor_rule=_maybe("string"),
    findings={"type": "array", "items": _FINDING},
)
_EVENTS = {"type": "array", "items": {"$ref": "#/components/schemas/Event"}}
_OBJECTS = {"type": "array", "items": {"type": "object"}}

SHAPES: dict[str, Any] = {
    "Error": _object("error", error=_ERROR),
    "Event": _EVENT,
    "Events": _object(
        "run events next_after looked",
        run=_WHOLE,
        events=_EVENTS,
        next_after=_maybe("integer"),
        looked={"type": "boolean"},
    ),
    "Report": _object("schema run events verdicts findings deduplication match_quality money", events=_WHOLE),
    "Wait": _object(
        "held run count wanted", held={"type": "boolean"}, run=_WHOLE, count=_WHOLE, wanted=_WHOLE, error=_ERROR
    ),
    "Live": _object(
        "seen run title totals rules events pairs",
        seen=_WHOLE,
        run=_WHOLE,
        title=_maybe("string"),
        totals={"type": "object"},
        rules=_OBJECTS,
        events=_OBJECTS,
        pairs=_OBJECTS,
    ),
    "Reset": _object("run finished", run=_WHOLE, finished=_WHOLE),
    "Health": _object("status version run events", status={"const": "ok"}, version=_TEXT, run=_WHOLE, events=_WHOLE),
    "Document": _object("openapi info paths", openapi=_TEXT),
    "Graph": {"type": "object"},
    "Received": _object("events_received messages fbtrace_id", events_received=_WHOLE, fbtrace_id=_TEXT),
    "Batch": {"type": ["array", "object"]},
    "GraphError": _object(
        "error", error=_object("message type code fbtrace_id", message=_TEXT, type=_TEXT, code=_WHOLE, fbtrace_id=_TEXT)
    ),
}
