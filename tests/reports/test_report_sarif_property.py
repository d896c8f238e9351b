"""SARIF of a run that a property sent: findings about the property lie in its file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from simulator import pipeline
from simulator.reports.sarif import log
from simulator.reports.sarif.property_lines import line_of
from simulator.resources import fixtures
from simulator.settings import Settings

TOML = """name = "shop"
[[rules]]
name = "One"
[[rules.actions]]
do = "generate-event-id"

[[rules]]
name = "Two"
triggers = []
[[rules.actions]]
do = "send-pixel-event"
event_id = "%Id%"
parameters = { value = "%Value%" }
[[rules.actions]]
do = "send-conversions-api-event"
[rules.actions.custom_data]
value = 1
[[rules]]
name = "Three"
actions = [{ do = "generate-event-id" }]
"""
JSON = '{"name": "shop",\n"rules": [\n{"name": "One"},\n\n{"name": "Two",\n"actions": []}]}'


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("$", 1),
        ("$.elements.Value", 1),
        ("$.rules[0]", 2),
        ("$.rules[1]", 7),
        ("$.rules[1].triggers", 7),
        ("$.rules[1].actions[0]", 10),
        ("$.rules[1].actions[0].event_id", 12),
        ("$.rules[1].actions[0].parameters.value", 13),
        ("$.rules[1].actions[1].custom_data.value", 16),
        ("$.rules[1].actions[1].test_event", 14),
        ("$.rules[1].actions[2]", 7),
        ("$.rules[2].actions[0]", 18),
        ("$.rules[3]", 1),
    ],
)
def test_the_line_is_that_of_the_nearest_table(path: str, line: int) -> None:
    assert line_of(TOML, path) == line


@pytest.mark.parametrize(("path", "line"), [("$.rules[0]", 3), ("$.rules[1].actions[0].do", 5), ("$.rules[2]", 1)])
def test_of_json_the_line_is_that_of_the_rule(path: str, line: int) -> None:
    assert line_of(JSON, path) == line
    assert line_of(JSON[:9], path) == 1


def test_findings_about_the_property_lie_in_its_file_and_stay_the_same(tmp_path: Path) -> None:
    shop = Path(shutil.copytree(fixtures() / "tagged-shop", tmp_path / "shop"))
    first = _result(shop)
    place = first["locations"][0]["physicalLocation"]
    lines = (shop / "property.toml").read_text().splitlines()
    assert place["artifactLocation"]["uri"].endswith("shop/property.toml")
    assert lines[place["region"]["startLine"] - 1].startswith("parameters = { content_ids")
    # A rule that comes before the others moves their numbers and lines, and nothing else.
    text = "\n".join(lines).replace("[[rules]]", '[[rules]]\nname = "New"\nenabled = false\nactions = []\n[[rules]]', 1)
    (shop / "property.toml").write_text(text)
    moved = _result(shop)
    assert moved["locations"] != first["locations"]
    assert moved["partialFingerprints"] == first["partialFingerprints"]


def _result(shop: Path) -> dict[str, Any]:
    (shop / "scenario.toml").write_text(
        'title = "t"\nshows = "s"\nproperty = "property.toml"\nsessions = ["stale.toml"]\n'
    )
    with pipeline.validation([str(shop)], Settings()) as made:
        document = json.loads(b"".join(log(made.store, made.run)))
    (found,) = (each for each in document["runs"][0]["results"] if each["ruleId"] == "TAG020")
    return dict(found)
