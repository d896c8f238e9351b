"""Both engines say the same of every event, clean or broken."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schema_events import app_event, browser_purchase, messaging_event, purchase, sha256

from simulator.checks.engine import Compiled, Schema, compiler, own_documents
from simulator.checks.schemas import SchemaSet

FAST = SchemaSet("jsonschema-rs")
REFERENCE = SchemaSet("jsonschema")
EVENTS = [("server", purchase), ("server", app_event), ("server", messaging_event), ("browser", browser_purchase)]
NAMES = ["Purchase", "PageView", "AppendValue", "AppendAttribution", "Search", "custom", None]


def members(schema: Schema) -> list[str]:
    """Every property that a schema file names, at any depth."""
    own = list(schema.get("properties", {}))
    return own + [name for child in schema.get("properties", {}).values() for name in members(child)]


KEYS = sorted({name for document in own_documents().values() for name in members(document)})
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(
        [
            "",
            "0",
            "-1",
            "1.5",
            "usd",
            "EUR",
            "EUR\n",
            "LDU",
            "website",
            "app",
            "business_messaging",
            "fb.1.1767225500.AbC",
            "fb.1.1767225500123.AbC\n",
            "fb.1.1767225500123.AbC.AQYCAQMA",
            "fb.٣.1767225500123.AbC",
            "203.0.113.7 ",
            "::1",
            "https://",
            sha256("x"),
            sha256("x").upper(),
            sha256("x") + "\n",
            sha256("x") + ".Ag",
            1767225600000,
            1.0,
            1e22,
            10**15,
        ]
    ),
)
VALUES = st.recursive(
    ODD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=5,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) inside a JSON value."""
    own: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        own = [(value, key) for key in value]
    elif isinstance(value, list):
        own = [(value, index) for index in range(len(value))]
    return own + [place for holder, key in own for place in places(holder[key])]


@st.composite
def broken(draw: st.DrawFn) -> tuple[str, str | None, Any]:
    """A clean event after up to five mutations, as it would arrive from orjson."""
    channel, make = draw(st.sampled_from(EVENTS))
    event = make()
    for _ in range(draw(st.integers(0, 5))):
        here = places(event)
        if not here:
            break
        holder, key = draw(st.sampled_from(here))
        match draw(st.sampled_from(["replace", "remove", "wrap", "add", "text"])):
            case "replace":
                holder[key] = draw(VALUES)
            case "remove":
                del holder[key]
            case "wrap":
                holder[key] = [holder[key]]
            case "text":
                holder[key] = json.dumps(holder[key])
            case "add" if isinstance(holder[key], dict):
                holder[key][draw(st.sampled_from(KEYS))] = draw(VALUES)
            case _:
                event[draw(st.sampled_from(KEYS))] = draw(VALUES)
    name = draw(st.sampled_from([event.get("event_name"), *NAMES]))
    return channel, name if isinstance(name, str) else None, orjson.loads(json.dumps(event))


@settings(max_examples=300, deadline=None)
@given(broken())
def test_engines_agree_on_broken_events(case: tuple[str, str | None, Any]) -> None:
    channel, name, event = case
    expected = REFERENCE.violations(channel, name, event)
    assert FAST.violations(channel, name, event) == expected
    assert FAST.is_valid(channel, name, event) is REFERENCE.is_valid(channel, name, event) is (expected == [])
    assert len({(violation.path, violation.keyword) for violation in expected}) == len(expected)


@settings(deadline=None)
@given(VALUES)
def test_engines_agree_on_anything(value: Any) -> None:
    for channel in ("server", "browser"):
        assert FAST.violations(channel, None, value) == REFERENCE.violations(channel, None, value)


def test_a_line_feed_at_the_end_is_part_of_a_value() -> None:
    # Python's own patterns would let it pass, also in a referenced file.
    event = purchase()
    event["user_data"]["em"] = [sha256("em") + "\n"]
    for schemas in (FAST, REFERENCE):
        assert [violation.path for violation in schemas.violations("server", "Purchase", event)] == [
            ("user_data", "em", 0)
        ]


PLAN_SCHEMAS: list[tuple[Schema, list[Any]]] = [
    (
        {"additionalProperties": False, "properties": {"a": {}}, "patternProperties": {"^x$": {}}},
        [{"a": 1, "x": 1, "x\n": 1}],
    ),
    ({"additionalProperties": {"type": "string"}}, [{"a": 1, "b": "b"}]),
    ({"multipleOf": 0.01}, [19.99, 19.999, 1, "1", True]),
    ({"pattern": "^\\d{2}$"}, ["12", "12\n", "٣٤", "1"]),
    ({"pattern": "^[$]\\$?$"}, ["$", "$$", "$\n", "x"]),
    ({"pattern": "(?=.*[a-z])[A-Z]"}, ["aB", "AB"]),
    ({"dependentRequired": {"a": ["b", "c"], "d": ["e"]}}, [{"a": 1, "d": 1}, {"b": 1}]),
    ({"dependentSchemas": {"a": {"required": ["b"]}}}, [{"a": 1}]),
    ({"propertyNames": {"maxLength": 2}}, [{"abc": 1, "ab": 1}]),
    ({"prefixItems": [{"const": 1}], "items": {"type": "string"}, "uniqueItems": True}, [[2, "a", "a", 3]]),
    ({"contains": {"const": 1}}, [[1], [2], []]),
    ({"anyOf": [{"type": "string"}, {"minimum": 3}]}, ["a", 1, 3]),
    ({"not": {}}, [1]),
    ({"exclusiveMinimum": 1, "exclusiveMaximum": 2}, [1, 1.5, 2]),
    ({"minProperties": 1, "maxProperties": 1}, [{}, {"a": 1}, {"a": 1, "b": 2}]),
]


@pytest.mark.parametrize(
    ("schema", "values"), PLAN_SCHEMAS, ids=lambda part: ",".join(part) if isinstance(part, dict) else ""
)
def test_engines_agree_on_keywords_a_plan_may_use(schema: Schema, values: list[Any]) -> None:
    def told(compiled: Compiled, value: Any) -> tuple[bool, set[tuple[Any, ...]]]:
        return compiled.is_valid(value), {breach[:2] for breach in compiled.breaches(value)}

    fast = compiler("jsonschema-rs", {}).compile(schema)
    reference = compiler("jsonschema", {}).compile(schema)
    verdicts = [told(fast, value) for value in values]
    assert verdicts == [told(reference, value) for value in values]
    assert all(valid is (not breaches) for valid, breaches in verdicts)
    assert any(breaches for _, breaches in verdicts), "the case shows nothing"


def test_nothing_is_fetched() -> None:
    outside = {"$ref": "https://example.com/elsewhere.schema.json"}
    with pytest.raises(ValueError, match="elsewhere"):
        compiler("jsonschema-rs", {}).compile(outside)
    with pytest.raises(Exception, match="elsewhere"):
        compiler("jsonschema", {}).compile(outside).is_valid({})
