"""Rules about the rules of a property: whether they can run, and whether their data elements are there."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import BOTH, rule
from simulator.checks.sources import READ
from simulator.checks.spot import Hit
from simulator.checks.tag_examples import NEW_ID, example, pixel, rule_of, server
from simulator.finding import Evidence, Severity
from simulator.masking import show_name
from simulator.tagging.facts import Fact, Runs, Token


@rule(
    "TAG010",
    "rule-without-trigger",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.ADOBE_GUIDE,
    read=READ,
    why="Of the rules that Adobe's quick start makes only MetaConversion_PageView has a trigger; every other one runs "
    "only after somebody adds one.",
    fix="Add a trigger, such as the click on a button, or disable the rule.",
    channels=BOTH,
    scope="property",
    failing=example(rule_of(NEW_ID, pixel(), server(), triggers=[])),
    passing=example(rule_of(NEW_ID, pixel(), server(), triggers=[], enabled=False)),
)
def rule_without_trigger(fact: Fact) -> Hit | None:
    """A rule that nothing starts."""
    if not isinstance(fact, Runs) or fact.triggers:
        return None
    return Hit(f"{show_name(fact.rule, 60)} has no trigger, so it never runs.", path=fact.where)


@rule(
    "TAG011",
    "rule-never-fires",
    severity=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source=sources.ADOBE_TURBINE,
    read="2026-11-26",
    why="Whatever a page does, this rule does not run: a condition that asks nothing of the page does not hold, or no "
    "address can have the path of its triggers.",
    fix="Mend the condition or the path, or disable the rule.",
    channels=BOTH,
    scope="property",
    failing=example(rule_of(NEW_ID, pixel(), server(), conditions=["1 > 2"])),
    passing=example(rule_of(NEW_ID, pixel(), server(), conditions=["%Value% > 2"])),
)
def rule_never_fires(fact: Fact) -> Hit | None:
    """A rule with a trigger that can never run."""
    if not isinstance(fact, Runs) or fact.never is None or not fact.triggers:
        return None
    return Hit(f"{show_name(fact.rule, 60)} can never fire: {show_name(fact.never, 200)}.", path=fact.where)


@rule(
    "TAG012",
    "no-such-data-element",
    severity=Severity.ERROR,
    evidence=Evidence.SDK,
    source=sources.ADOBE_TURBINE,
    read="2026-11-26",
    why="A token whose data element does not exist is sent as it is written, percent signs and all.",
    fix="Make the data element, or write the name of one that there is.",
    channels=BOTH,
    scope="property",
    failing=example(rule_of(NEW_ID, pixel(parameters={"value": "%Vale%"}), server())),
    passing=example(rule_of(NEW_ID, pixel(parameters={"value": "%Value%", "content_name": "5% off"}), server())),
)
def no_such_data_element(fact: Fact) -> Hit | None:
    """A token without its data element."""
    if not isinstance(fact, Token) or fact.kind != "unknown":
        return None
    meant = f"; {show_name(fact.meant, 60)} was probably meant" if fact.meant else ""
    message = f"{_place(fact)}there is no data element {show_name(fact.name, 60)}{meant}."
    return Hit(message, path=fact.where)


@rule(
    "TAG013",
    "token-of-the-other-side",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=sources.ADOBE_GUIDE,
    read=READ,
    why="On the page a data element is written %name%, in event forwarding {{name}}. The marks of the other side mean "
    "nothing, and are sent as text.",
    fix="Write the marks of this side.",
    channels=BOTH,
    scope="property",
    failing=example(rule_of(NEW_ID, pixel(), server(custom_data={"value": "%Value%"}))),
    passing=example(rule_of(NEW_ID, pixel(), server(custom_data={"value": "{{Value}}"}))),
)
def token_of_the_other_side(fact: Fact) -> Hit | None:
    """A data element with the marks of the other side."""
    if not isinstance(fact, Token) or fact.kind != "other-side":
        return None
    message = f"{_place(fact)}{show_name(fact.name, 60)} has the marks of the other side, and is sent as text."
    return Hit(message, expected=show_name(fact.meant or "", 80), path=fact.where)


def _place(fact: Token) -> str:
    return f"{show_name(fact.rule, 60)}: " if fact.rule else ""
