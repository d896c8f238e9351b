"""Judging events by JSON Schema: what Meta documents, and what a user's tracking plan adds.

The schemas are chosen by channel and event name, composed of the channel's schema, what the
standard event requires on top, and the plan's schema of that name. Whether an event is valid is
asked for every event; what is wrong is asked only when it isn't.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from simulator.checks.engine import BASE, DIALECT, Breach, Compiled, Compiler, Path, Schema, compiler, own_documents
from simulator.settings import Engine

_CHANNELS = {"server": f"{BASE}server-event.schema.json", "browser": f"{BASE}browser-event.schema.json"}
_EVENT = BASE + "events/{}.schema.json"
_Key = tuple[str, str | None]


class Violation(NamedTuple):
    """One keyword of a schema that an event does not satisfy.

    ``path`` leads from the event to the value (``("user_data", "em", 0)``); for ``required`` and
    ``dependentRequired`` it ends in the missing member's name. ``expected`` says in a few words what
    the schema asks for, or is None. ``planned``: the user's tracking plan asks for it, not Meta.
    """

    path: Path
    keyword: str
    expected: str | None
    planned: bool = False


@cache
def _without_plan(engine: Engine) -> tuple[Mapping[str, Schema], Compiler, dict[_Key, Compiled]]:
    return own_documents(), compiler(engine, own_documents()), {}


class SchemaSet:
    """The schemas of one run, each compiled when its first event comes; our own once per process.

    ``plan`` is a folder with ``events/<event_name>.schema.json``; a planned schema applies beside
    ours, never instead, and may ``$ref`` ours by ``$id``. Raises SettingsError listing everything that
    is wrong with a plan.
    """

    def __init__(self, engine: Engine = "jsonschema-rs", plan: FilePath | None = None) -> None:
        self._planned: dict[str, str] = {}
        self._judges: dict[_Key, Callable[[Any], bool]] = {}
        if plan is None:
            # Compiling takes longer than judging a hundred events, and is the same for every run without a plan.
            self._documents, self._compiler, self._own = _without_plan(engine)
        else:
            from simulator.checks.plan import load_plan

            self._documents, self._planned = load_plan(plan, engine, own_documents())
            self._compiler, self._own = compiler(engine, self._documents), {}
        self._plans: dict[str, Compiled] = {}

    @property
    def planned(self) -> frozenset[str]:
        """The event names of the plan."""
        return frozenset(self._planned)

    def is_valid(self, channel: str, event_name: str | None, payload: Any) -> bool:
        """Whether the payload satisfies every schema of its channel and name."""
        judge = self._judges.get((channel, event_name))
        return judge(payload) if judge is not None else self._judge(channel, event_name)(payload)

    def violations(self, channel: str, event_name: str | None, payload: Any) -> list[Violation]:
        """Every violation once, sorted by path and keyword; the same for both engines.

        Where ours and the plan's schema object to the same thing, it counts as ours.
        """
        found = {
            breach[:2]: _violation(breach, planned=False)
            for breach in self._compiled(channel, event_name).breaches(payload)
        }
        if event_name in self._planned:
            for breach in self._plan_breaches(channel, event_name, payload):
                found.setdefault(breach[:2], _violation(breach, planned=True))
        return sorted(found.values(), key=_order)

    def _key(self, channel: str, event_name: str | None) -> _Key:
        known = event_name in self._planned or _EVENT.format(event_name) in self._documents
        return (channel, event_name if known else None)

    def _judge(self, channel: str, event_name: str | None) -> Callable[[Any], bool]:
        # Only names that have a schema get an entry, so names made up by a sender can't fill memory.
        key = self._key(channel, event_name)
        judge = self._judges.get(key)
        if judge is None:
            judge = self._judges[key] = self._make_judge(*key)
        return judge

    def _make_judge(self, channel: str, event_name: str | None) -> Callable[[Any], bool]:
        if event_name not in self._planned:
            return self._compiled(channel, event_name).is_valid
        both = self._compiler.compile(_all_of(*self._refs(channel, event_name), self._planned[event_name])).is_valid
        if channel != "browser":
            return both
        return lambda payload: both(payload) or not self.violations(channel, event_name, payload)

    def _refs(self, channel: str, event_name: str | None) -> list[str]:
        own = _EVENT.format(event_name)
        return [_CHANNELS[channel], *([own] if own in self._documents else [])]

    def _compiled(self, channel: str, event_name: str | None) -> Compiled:
        key = self._key(channel, event_name)
        compiled = self._own.get(key)
        if compiled is None:
            compiled = self._own[key] = self._compiler.compile(_all_of(*self._refs(*key)))
        return compiled

    def _plan_breaches(self, channel: str, event_name: str, payload: Any) -> list[Breach]:
        compiled = self._plans.get(event_name)
        if compiled is None:
            compiled = self._plans[event_name] = self._compiler.compile(_all_of(self._planned[event_name]))
        breaches = list(compiled.breaches(payload))
        if breaches and channel == "browser":
            from simulator.checks.plan import read_wire_text

            breaches = list(compiled.breaches(read_wire_text(payload, breaches)))
        return breaches


def _all_of(*uris: str) -> Schema:
    return {"$schema": DIALECT, "allOf": [{"$ref": uri} for uri in uris]}


def _violation(breach: Breach, *, planned: bool) -> Violation:
    return Violation(breach.path, breach.keyword, expectation(breach.keyword, breach.value), planned)


def _order(violation: Violation) -> tuple[list[tuple[bool, str | int]], str]:
    # Indexes before names where both could stand, so that the two are never compared.
    return [(isinstance(part, str), part) for part in violation.path], violation.keyword


_BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} members",
    "maxProperties": "at most {} members",
    "multipleOf": "a multiple of {}",
    "pattern": "text that matches {}",
    "const": "{}",
}
_LONGEST_ENUM = 16


def expectation(keyword: str, value: Any) -> str | None:
    """In a few words what a keyword asks for, or None where its value would not help.

    ``value`` is the keyword's value in the schema. A long list of codes is counted, not told.
    """
    if keyword == "type":
        return " or ".join(sorted([value] if isinstance(value, str) else value))
    if keyword == "enum":
        if len(value) > _LONGEST_ENUM:
            return f"one of {len(value)} listed values, such as {_text(value[0])}"
        return ", ".join(_text(option) for option in value)
    template = _BOUNDS.get(keyword)
    return template.format(_text(value)) if template else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
