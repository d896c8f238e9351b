"""What was learnt of Meta where it disagrees with our checks: rule codes, Graph's numbers, shapes of events.

Nothing in it is about anybody: no value, no id, no name that is not Meta's own.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson

from simulator import __version__
from simulator.forward.graph import WHO_META, who_answers
from simulator.masking import VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from simulator.forward.sending import Outcome, Result

SCHEMA = "https://capisim.dev/schemas/forward-facts.schema.json"
OTHER = "(other)"
_DAY = 86_400
_HASH = re.compile(r"[0-9a-f]{64}")
_TYPE = re.compile(r"[A-Za-z]{1,40}")


def facts(outcome: Outcome, at: float) -> dict[str, Any]:
    """The document of every disagreement of a forward; ``at`` is when it was sent, in Unix seconds."""
    return {
        "schema": SCHEMA,
        "capisim": __version__,
        "graph_version": outcome.forward.graph_version,
        "answered_by": WHO_META if who_answers(outcome.forward.graph_url) == WHO_META else "another host",
        "date": datetime.fromtimestamp(at, UTC).date().isoformat(),
        "facts": [_fact(each, at) for each in outcome.results if each.disagrees],
    }


def _fact(result: Result, at: float) -> dict[str, Any]:
    item, answered = result.item, result.answered
    payload = orjson.loads(item.payload)
    kind = answered.type if answered is not None else None
    predicted = None
    if item.rule is not None:
        predicted = {"rule": item.rule, "code": item.code, "subcode": item.subcode}
    return {
        "disagreement": result.agreement,
        "predicted": predicted,
        "answered": {
            "status": answered.status if answered is not None else None,
            "code": answered.code if answered is not None else None,
            "subcode": answered.subcode if answered is not None else None,
            "type": kind if kind is not None and _TYPE.fullmatch(kind) else None,
            "transient": answered.transient if answered is not None else None,
        },
        "event_name": _word(payload.get("event_name")),
        "action_source": _word(payload.get("action_source")),
        "age_days": None if item.event_time is None else int((at - item.event_time) // _DAY),
        "shape": shape(payload),
    }


def shape(payload: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which members an event has and of which kinds their values are; members that Meta does not name are ``(other)``.

    By path: ``{"user_data.em[]": ["hash"]}``.
    """
    found: dict[str, set[str]] = {}
    for path, kind in _walk(payload, ""):
        if path:
            found.setdefault(path, set()).add(kind)
    return {path: sorted(found[path]) for path in sorted(found)}


def _walk(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            known = name if name in VOCABULARY and "." not in name else OTHER
            yield from _walk(inner, f"{path}.{known}" if path else known)
    elif isinstance(value, list) and value:
        for inner in value:
            yield from _walk(inner, f"{path}[]")
    else:
        yield path, _kind(value)


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int():
            return "whole number"
        case float():
            return "number"
        case str():
            return _kind_of_text(value)
        case list():
            return "empty list"
    return "empty object"


def _kind_of_text(text: str) -> str:
    if not text.strip():
        return "empty text"
    if _HASH.fullmatch(text):
        return "hash"
    return "digits" if text.isascii() and text.isdigit() else "text"


def _word(value: Any) -> str | None:
    if value is None:
        return None
    return value if isinstance(value, str) and value in VOCABULARY else OTHER
