"""The rules about pairs and runs over the whole path: each can be triggered, and none by what is right."""

from __future__ import annotations

import pytest
from suspicion_building import findings

from simulator.checks.catalog import Rule, catalog
from simulator.checks.failure_modes import FAILURE_MODES, modes_of
from simulator.checks.rules.coverage import NOT_SEEN

# The first needs a tracking plan, and has its own test.
RULES = [rule for rule in catalog().values() if rule.scope in ("pair", "run") and rule.code != NOT_SEEN]


def _id(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_failing_example_triggers_its_rule_and_nothing_else(rule: Rule) -> None:
    found = findings(rule.failing, **rule.given)
    told = [finding for own in found.values() for finding in own]
    assert {finding.rule for finding in told} == {rule.code}
    for finding in told:
        assert finding.severity.rank >= rule.severity.rank
        assert finding.message.endswith(".")
        assert finding.path.startswith("$")
        assert finding.fix


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_passing_example_is_clean(rule: Rule) -> None:
    assert findings(rule.passing, **rule.given) == {}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.scope == "pair"], ids=_id)
def test_finding_about_two_names_the_other(rule: Rule) -> None:
    for n, own in findings(rule.failing, **rule.given).items():
        for finding in own:
            assert n == 0 or (finding.twin is not None and finding.twin != n)
            assert n == 0 or f"#{finding.twin}" in finding.message


def test_every_failure_mode_has_a_rule() -> None:
    assert [mode.rank for mode in FAILURE_MODES] == list(range(1, 21))
    missing = {code for mode in FAILURE_MODES for code in mode.rules} - catalog().keys()
    assert not missing
    assert all(mode.rules for mode in FAILURE_MODES)


@pytest.mark.parametrize("part", ["DUP", "PRV", "ENV", "CLK"])
def test_every_rule_of_these_parts_belongs_to_a_failure_mode(part: str) -> None:
    """Those parts exist for what goes wrong in practice; a rule that is in no mode was forgotten there."""
    # fbp and delivery are below the line of the ranking; hosts and settings are not in it.
    below = {"CLK003", "CLK010", "CLK012", "DUP007", "DUP009", "ENV004", "ENV005", "ENV009"}
    assert {code for code in catalog() if code.startswith(part) and not modes_of(code)} <= below
