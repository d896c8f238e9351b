"""The rules about properties: each is found in its failing example and nothing else is, none in its passing one."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.checks.catalog import Rule, catalog
from simulator.checks.tag_examples import BUY, NEW_ID, VISIT, example, rule_of
from simulator.checks.tagged import property_findings
from simulator.finding import Finding
from simulator.tagging.facts import Fact
from simulator.tagging.observing import facts
from simulator.tagging.property import parse_property
from simulator.tagging.run import run
from simulator.tagging.session import parse_session

RULES = [rule for rule in catalog().values() if rule.scope == "property"]


def facts_of(given: Any) -> list[Fact]:
    """The facts about the property and session of an example."""
    prop, session = parse_property(given["property"]), parse_session(given["session"])
    return list(facts(prop, [(session, run(prop, session))]))


def found(given: Any) -> tuple[Finding, ...]:
    """What is found in them."""
    return property_findings(facts_of(given))


def _id(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_failing_example_triggers_its_rule_and_nothing_else(rule: Rule) -> None:
    for given in rule.failing:
        told = found(given)
        assert {finding.rule for finding in told} == {rule.code}
        for finding in told:
            assert finding.severity is rule.severity
            assert finding.fix == rule.fix
            assert finding.message.endswith(".")
            assert finding.path.startswith("$.rules[")


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_passing_example_is_clean(rule: Rule) -> None:
    for given in rule.passing:
        assert found(given) == ()


def test_every_tag_rule_is_about_a_property_and_no_other() -> None:
    assert {rule.code[:3] for rule in RULES} == {"TAG"}
    assert len(RULES) == sum(code.startswith("TAG") for code in catalog())


@pytest.mark.parametrize("rule", RULES, ids=_id)
def test_every_failing_example_is_needed_by_some_fact(rule: Rule) -> None:
    """A rule that answers to facts of no example could not be told from one that never answers."""
    (given,) = rule.failing
    assert [fact for fact in facts_of(given) if rule.judge(fact) is not None]


@pytest.mark.parametrize(
    ("condition", "never"),
    [
        ("%Flag% == 'on'", True),
        ("%Flag% == 'off'", False),
        ("environment == 'prod'", True),
        ("environment == 'production'", False),
        ("%Stage% == 1", False),
        ("%Stage% == 2", True),
        ("%Flag% == 'on' and %Value% > 1", False),
        ("page.url == ''", False),
    ],
)
def test_a_condition_that_no_page_can_change(condition: str, never: bool) -> None:
    elements = {
        "Flag": {"type": "constant", "value": "off"},
        "Stage": {"type": "environment", "values": {"staging": 1}},
    }
    given = example(rule_of(NEW_ID, conditions=[condition]), elements={**elements, "Value": {"type": "time"}})
    assert [finding.rule for finding in found(given)] == (["TAG011"] if never else [])


def test_a_path_that_no_address_can_have() -> None:
    given = example(rule_of(NEW_ID, triggers=[{"on": "page-view", "path": "cart"}]))
    (finding,) = found(given)
    assert finding.rule == "TAG011"
    assert "begins with a slash, and cart does not" in finding.message


def test_one_stale_value_is_one_finding_for_both_copies_that_names_field_and_rule() -> None:
    (finding,) = found(catalog()["TAG020"].failing[0])
    assert finding.path == "$.rules[1].actions[1].parameters.value"
    assert finding.message == (
        "MetaConversion_Purchase sends custom_data.value from Value as it was for MetaConversion_AddToCart at 2.0 s: "
        "window.dataLayer.meta.value was last written at 0.0 s (step 1), and this is 5.0 s (step 3)."
    )


def test_what_happens_again_is_told_once_and_counted() -> None:
    given = example(
        steps=[{"visit": VISIT["visit"], "write": {"email": "x"}}, *[{**BUY, "at": n} for n in range(5, 9)]]
    )
    (finding,) = found(given)
    assert finding.rule == "TAG022"
    assert "(4 times, first at 5.0 s)" in finding.message


def test_a_value_may_stay_where_its_element_says_so() -> None:
    failing = catalog()["TAG020"].failing[0]
    element = {"type": "data-layer", "path": "value", "lasting": True}
    prop = {**failing["property"], "elements": {**failing["property"]["elements"], "Value": element}}
    assert found({**failing, "property": prop}) == ()


def test_the_same_rule_again_is_stale_only_on_another_page() -> None:
    again = {**BUY, "at": 7}
    assert found(example(steps=[VISIT, BUY, again])) == ()
    route = {"at": 6, "route": "https://shop.example/other"}
    assert [finding.rule for finding in found(example(steps=[VISIT, BUY, route, again]))] == ["TAG020"]


def test_a_page_load_does_not_make_the_write_late() -> None:
    nothing = {"visit": VISIT["visit"], "write": {"email": "x"}}
    steps = [nothing, BUY, {"at": 5.5, **VISIT}]
    assert [finding.rule for finding in found(example(steps=steps))] == ["TAG022"]


def test_findings_come_most_severe_first_and_hide_nobody() -> None:
    given = example(
        elements={"Email": {"type": "constant", "value": ["ana@example.com"]}},
        steps=[{"visit": VISIT["visit"]}, BUY],
    )
    told = found(given)
    assert [finding.rule for finding in told] == ["TAG040", "TAG022"]
    assert not [finding for finding in told if "xample.com" in finding.message + str(finding.actual)]
