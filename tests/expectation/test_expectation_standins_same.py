"""A scenario made of a capture gets the verdicts and the rule codes that the capture got."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.checks.catalog import Rule, catalog
from simulator.expectation.checking import decided_of
from simulator.expectation.expected import Expected, expectation_of, read_expected
from simulator.expectation.making import make_scenario
from simulator.expectation.scenario_text import scenario_toml
from simulator.resources import fixtures
from simulator.settings import Settings

SCENARIOS = sorted(path.parent for path in fixtures().glob("*/scenario.toml"))
RULES = tuple(catalog().values())


def _lines(example: Any) -> str:
    rows = example if isinstance(example, list) else [example]
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)


def _differences(before: Expected, after: Expected | None) -> list[Any]:
    assert after is not None
    return [pair for pair in zip(before.events, after.events, strict=True) if pair[0] != pair[1]]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name)
def test_a_fixture_keeps_its_verdicts(scenario: Path, tmp_path: Path) -> None:
    before = expectation_of(decided_of(scenario, Settings()).verdicts)
    make_scenario([str(scenario)], tmp_path / "made")
    assert _differences(before, read_expected(tmp_path / "made")) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_example_of_a_rule_keeps_its_codes(rule: Rule, tmp_path: Path) -> None:
    """Each fault there is a rule for survives the replacement, and nothing new comes up."""
    # A tracking plan is left out of a scenario.
    given = {name: value for name, value in rule.given.items() if name != "schemas"}
    # A rule about one event has an example in each line, others need all of theirs.
    example = rule.failing[0] if rule.scope == "event" else list(rule.failing)
    folder = tmp_path / "example"
    folder.mkdir()
    (folder / "events.jsonl").write_text(_lines(example), "utf-8")
    (folder / "scenario.toml").write_text(scenario_toml("title", "what it shows", None, dict(given)), "utf-8")
    before = expectation_of(decided_of(folder, Settings()).verdicts)
    make_scenario([str(folder)], tmp_path / "made")
    assert _differences(before, read_expected(tmp_path / "made")) == []
