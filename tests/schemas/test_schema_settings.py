"""The settings schema and the settings of the program are the same."""

from __future__ import annotations

import json
from enum import Enum
from typing import Any

import pytest

from simulator.checks.engine import DIALECT, compiler
from simulator.errors import SettingsError
from simulator.resources import schemas
from simulator.settings import Settings, apply_tables
from simulator.settings.constraints import CODES
from simulator.settings.listing import Setting, all_settings, sections
from simulator.settings.showing import as_json

SCHEMA: dict[str, Any] = json.loads((schemas() / "settings.schema.json").read_text("utf-8"))
TYPES = {
    "text": "string",
    "number": "number",
    "whole number": "integer",
    "switch": "boolean",
    "list": "array",
    "ignores": "array",
    "severities": "object",
    "profiles": "object",
}
RULE = compiler("jsonschema-rs", {}).compile({"$schema": DIALECT, **SCHEMA["$defs"]["rule"]})
SETTINGS = compiler("jsonschema-rs", {}).compile(SCHEMA)


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
    default = setting.default.value if isinstance(setting.default, Enum) else as_json(setting, setting.default)
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


@pytest.mark.parametrize(
    "code", ["EVT", "EVT0", "EVT01", "EVT013", "EVT0131", "EV", "E", "", "evt", "EVTA", "EVT 1", "EVT013\n", "EVT٣"]
)
def test_a_rule_has_one_shape(code: str) -> None:
    # A final line break is the one thing on which regular expressions of the two worlds differ.
    assert RULE.is_valid(code) is (CODES.holds(code) or (code.endswith("\n") and RULE.is_valid(code)))


TABLES: list[tuple[dict[str, Any], bool]] = [
    ({"hosts": ["shop.example", "*.shop.example", "localhost", "192.0.2.1", "bücher.example"]}, True),
    ({"hosts": ["https://shop.example"]}, False),
    ({"hosts": ["shop.example:8443"]}, False),
    ({"hosts": ["shop.example/cart"]}, False),
    ({"hosts": ["*.*.example"]}, False),
    ({"hosts": ["shop..example"]}, False),
    ({"hosts": [""]}, False),
    ({"hosts": "shop.example"}, False),
    ({"hosts": [1]}, False),
    ({"environment": "production"}, True),
    ({"environment": "staging"}, False),
    ({"customers": "people.csv"}, True),
    ({"customers": ["people.csv"]}, False),
    ({"rules": {"select": ["EVT"], "ignore": ["CLK001"]}}, True),
    ({"rules": {"select": ["evt"]}}, False),
    ({"rules": {"severity": {"CUS006": "warning", "EVT": "note"}}}, True),
    ({"rules": {"severity": {"CUS006": "fatal"}}}, False),
    ({"rules": {"severity": {"CUS6A": "note"}}}, False),
    ({"rules": {"severity": ["CUS006"]}}, False),
    ({"rules": {"ignores": [{"rule": "EVT013", "reason": "x"}]}}, True),
    ({"rules": {"ignores": [{"rule": "EVT013", "reason": "x", "event_names": ["Newsletter"]}]}}, True),
    ({"rules": {"ignores": [{"rule": "EVT013", "reason": "x", "event_names": []}]}}, True),
    ({"rules": {"ignores": [{"rule": "EVT013"}]}}, False),
    ({"rules": {"ignores": [{"rule": "EVT013", "reason": " "}]}}, False),
    ({"rules": {"ignores": [{"reason": "x"}]}}, False),
    ({"rules": {"ignores": [{"rule": "EVT013", "reason": "x", "event_names": "Newsletter"}]}}, False),
    ({"rules": {"ignores": [{"rule": "EVT013", "reason": "x", "event_names": [""]}]}}, False),
    ({"rules": {"ignores": [{"rule": "EVT013", "reason": "x", "until": "2027"}]}}, False),
    ({"rules": {"ignores": {"rule": "EVT013", "reason": "x"}}}, False),
    ({"gate": {"min_coverage": ["75", "Purchase=90", "100", "0.5"]}}, True),
    ({"gate": {"min_coverage": ["Purchase=100.01"]}}, False),
    ({"gate": {"min_coverage": ["=75"]}}, False),
    ({"gate": {"min_coverage": [75]}}, False),
    ({"gate": {"max_twice": ["-1"]}}, False),
    ({"gate": {"min_key_valid": ["Purchase.em=90", "*.fbp=50", "my.event.em=1"]}}, True),
    ({"gate": {"min_key_valid": ["em=90"]}}, False),
    ({"gate": {"min_key_coverage": ["Purchase.EM=90"]}}, False),
    ({"gate": {"max_delay": ["3600", "Purchase=0.5"]}}, True),
    ({"gate": {"max_delay": ["1h"]}}, False),
    ({"gate": {"min_estimate": ["6", "Purchase=10"]}}, True),
    ({"gate": {"min_estimate": ["11"]}}, False),
    ({"gate": {"must_see": ["Purchase", "Lead:server"]}}, True),
    ({"gate": {"must_see": [" "]}}, False),
    ({"gate": {"must_not_see": ["bots", "admins=source:*admin*"]}}, True),
    ({"gate": {"must_not_see": ["Admins=source:*"]}}, False),
    ({"gate": {"must_not_see": ["admins="]}}, False),
    ({"gate": {"max_errors": -1, "min_events": 0}}, True),
    ({"gate": {"max_errors": -2}}, False),
    ({"gate": {"profiles": {"mine": {"max_errors": 3, "min_coverage": ["50"]}, "empty": {}}}}, True),
    ({"gate": {"profiles": {"mine": {"max_errors": "3"}}}}, False),
    ({"gate": {"profiles": {"mine": {"min_coverage": ["50 %"]}}}}, False),
    ({"gate": {"profiles": {"mine": {"profile": "other"}}}}, False),
    ({"gate": {"profiles": {"mine": {"profiles": {}}}}}, False),
    ({"gate": {"profiles": {"mine": 3}}}, False),
    ({"gate": {"profiles": {"": {}}}}, False),
    ({"gate": {"profiles": ["mine"]}}, False),
    ({"suspicion": {"enabled": False, "within_seconds": 3600}}, True),
    ({"suspicion": {"within_seconds": 0}}, False),
    ({"suspicion": {"within_seconds": 3600.5}}, False),
    ({"match_quality": {"calibration": ["Purchase=1.18@2026-11-26", "B2B = @ odd=0.5@2026-01-31"]}}, True),
    ({"match_quality": {"calibration": ["Purchase=10@2026-11-26", "Purchase=0.1@2026-11-26"]}}, True),
    ({"match_quality": {"calibration": ["Purchase=0.09@2026-11-26"]}}, False),
    ({"match_quality": {"calibration": ["Purchase=10.1@2026-11-26"]}}, False),
    ({"match_quality": {"calibration": ["Purchase=1.18@2026-13-26"]}}, False),
    ({"match_quality": {"calibration": ["Purchase=1.18"]}}, False),
    ({"match_quality": {"calibration": ["=1.18@2026-11-26"]}}, False),
    ({"match_quality": {"calibration": {"Purchase": 1.18}}}, False),
]


@pytest.mark.parametrize(("tables", "fine"), TABLES)
def test_the_schema_and_the_program_take_the_same_tables(tables: dict[str, Any], fine: bool) -> None:
    assert SETTINGS.is_valid(tables) is fine
    if fine:
        apply_tables(Settings(), tables, "capisim.toml")
    else:
        with pytest.raises(SettingsError):
            apply_tables(Settings(), tables, "capisim.toml")
