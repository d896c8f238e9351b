"""The settings schema and the settings of the program are the same."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any

import pytest

from simulator.resources import schemas
from simulator.settings.listing import Setting, all_settings, sections

SCHEMA: dict[str, Any] = json.loads((schemas() / "settings.schema.json").read_text("utf-8"))
TYPES = {"text": "string", "number": "number", "whole number": "integer", "switch": "boolean"}


def described(setting: Setting) -> dict[str, Any]:
    """What the schema says of one setting."""
    table = SCHEMA["properties"][setting.section] if setting.section else SCHEMA
    schema = table["properties"][setting.name]
    assert isinstance(schema, dict)
    return schema


def test_the_names_are_the_same() -> None:
    named = {name for name, schema in SCHEMA["properties"].items() if schema.get("type") != "object"}
    for section in sections():
        named |= {f"{section}.{name}" for name in SCHEMA["properties"][section]["properties"]}
    assert named == {setting.key for setting in all_settings()}


@pytest.mark.parametrize("setting", all_settings(), ids=lambda setting: setting.key)
def test_a_setting_is_the_same(setting: Setting) -> None:
    schema = described(setting)
    default = setting.default.value if isinstance(setting.default, Enum) else setting.default
    assert schema["default"] == default
    assert type(schema["default"]) is type(default)
    if setting.kind == "choice":
        assert schema["enum"] == list(setting.choices)
    else:
        expected = TYPES[setting.kind]
        assert schema["type"] == ([expected, "null"] if default is None else expected)
    bounds = setting.range
    assert schema.get("minimum") == (bounds.least if bounds else None)
    assert schema.get("maximum") == (bounds.most if bounds else None)
    assert schema.get("exclusiveMinimum") == (bounds.above if bounds else None)


def test_unknown_settings_are_refused() -> None:
    assert SCHEMA["additionalProperties"] is False
    assert all(SCHEMA["properties"][section]["additionalProperties"] is False for section in sections())
