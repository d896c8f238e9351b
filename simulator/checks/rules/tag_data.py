"""Rules about what a data layer holds when a rule sends it: stale, late, or nothing."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import BOTH, SERVER, rule
from simulator.checks.sources import READ
from simulator.checks.spot import Hit
from simulator.checks.tag_examples import BUY, NEW_ID, VISIT, example, pixel, rule_of, server
from simulator.finding import Evidence, Severity
from simulator.masking import show_name
from simulator.tagging.facts import Fact, Late, Missing, Sending, Stale

_CART = rule_of(
    NEW_ID,
    pixel("AddToCart"),
    server("AddToCart"),
    name="MetaConversion_AddToCart",
    triggers=[{"on": "click", "selector": ".add"}],
)
_BOTH = (_CART, rule_of(NEW_ID, pixel(), server()))
_ADD = {"at": 2, "click": "button.add"}


def _told(sending: Sending) -> str:
    """``MetaConversion_Purchase sends custom_data.value`` and how it came about, for the beginning of a sentence."""
    often = f" ({sending.times:,} times, first at {sending.seconds:.1f} s)" if sending.times > 1 else ""
    element = f" from {show_name(sending.element, 60)}" if sending.element else ""
    return f"{show_name(sending.rule, 60)} sends {show_name(sending.field, 60)}{element}{often}"


def _path_of(sending: Sending) -> str:
    return show_name(sending.read or "its source", 100)


@rule(
    "TAG020",
    "stale-data",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.ADOBE_GUIDE,
    read=READ,
    why="The data layer keeps what was written until somebody writes it anew, so the value of one action goes out with "
    "the next one. Adobe's guide says that it must be updated between rules. A value that may stay, such as the "
    "currency, is told apart by lasting = true at its data element; customer information may always stay.",
    fix="Write the value before this rule fires, or clear it after the one before.",
    channels=BOTH,
    scope="property",
    failing=example(*_BOTH, steps=[VISIT, _ADD, BUY]),
    passing=example(*_BOTH, steps=[VISIT, _ADD, {"at": 4, "write": {"value": 29.9}}, BUY]),
)
def stale_data(fact: Fact) -> Hit | None:
    """A value that an earlier rule has sent, and that nobody has written since."""
    if not isinstance(fact, Stale):
        return None
    sending = fact.sending
    return Hit(
        f"{_told(sending)} as it was for {show_name(fact.before_rule, 60)} at {fact.before_seconds:.1f} s: "
        f"{_path_of(sending)} was last written at {fact.written_seconds:.1f} s (step {fact.written_step}), "
        f"and this is {sending.seconds:.1f} s (step {sending.step}).",
        expected=f"a write of {_path_of(sending)} before step {sending.step}",
        path=sending.where,
    )


@rule(
    "TAG021",
    "written-after-the-rule",
    severity=Severity.WARNING,
    evidence=Evidence.INFERRED,
    source=sources.ADOBE_GUIDE,
    read=READ,
    why="The value was written within two seconds after the rule had fired that sends it: the page and the tag manager "
    "race, and the rule sends what was there before, or nothing.",
    fix="Write first and trigger then, for example by a custom event that the page fires once its data are there.",
    channels=BOTH,
    scope="property",
    failing=example(
        steps=[
            {"visit": VISIT["visit"], "write": {"email": "ana@example.com"}},
            BUY,
            {"at": 5.4, "write": {"value": 19.9}},
        ]
    ),
    passing=example(),
)
def written_after_the_rule(fact: Fact) -> Hit | None:
    """A value that came just after the rule that needs it."""
    if not isinstance(fact, Late):
        return None
    sending = fact.sending
    return Hit(
        f"{_told(sending)} at {sending.seconds:.1f} s, but {_path_of(sending)} is written at "
        f"{fact.written_seconds:.1f} s (step {fact.written_step}), after it.",
        expected=f"a write of {_path_of(sending)} before step {sending.step}",
        path=sending.where,
    )


@rule(
    "TAG022",
    "element-without-value",
    severity=Severity.WARNING,
    evidence=Evidence.SDK,
    source=sources.ADOBE_TURBINE,
    read="2026-11-26",
    why="The data element found nothing, so the field is left out, or sent as undefined inside of other text. A write "
    "is missing, or the path is wrong.",
    fix="Write the value before the rule fires, correct the path, or give the data element a default.",
    channels=BOTH,
    scope="property",
    failing=example(steps=[{"visit": VISIT["visit"], "write": {"email": "ana@example.com"}}, BUY]),
    passing=example(),
)
def element_without_value(fact: Fact) -> Hit | None:
    """A field of the event itself whose data element gives nothing."""
    if not isinstance(fact, Missing) or fact.sending.field.startswith("user_data"):
        return None
    return _nothing(fact.sending)


@rule(
    "TAG023",
    "customer-information-without-value",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=sources.ADOBE_GUIDE,
    read=READ,
    why="The data layer does not tell this of the person. That is right for a guest; if the shop knows the person by "
    "then, matches are lost.",
    fix="Write what the shop knows of the person before the rule fires.",
    channels=SERVER,
    scope="property",
    failing=example(steps=[{"visit": VISIT["visit"], "write": {"value": 19.9}}, BUY]),
    passing=example(),
)
def customer_information_without_value(fact: Fact) -> Hit | None:
    """A field about the person that the data layer does not hold."""
    if not isinstance(fact, Missing) or not fact.sending.field.startswith("user_data"):
        return None
    return _nothing(fact.sending)


def _nothing(sending: Sending) -> Hit:
    held = f"{_path_of(sending)} holds nothing" if sending.read else "the data element gives nothing"
    return Hit(f"{_told(sending)}, but {held} at {sending.seconds:.1f} s (step {sending.step}).", path=sending.where)
