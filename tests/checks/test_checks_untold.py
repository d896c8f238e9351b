"""A rule that is not told hides nothing, explains nothing, and makes nothing worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import pytest
from checks_building import check, checker, context, request
from hypothesis import given, settings
from hypothesis import strategies as st
from test_checks_checker import LEGAL_VARIETY

from simulator.checks.catalog import catalog
from simulator.checks.checker import Checker
from simulator.checks.context import NO_CONTEXT, Context
from simulator.checks.examples import AT, app_event, browser, event, user
from simulator.checks.policy import Policy
from simulator.checks.rules.request import MAX_EVENTS
from simulator.checks.schemas import SchemaSet
from simulator.checks.spot import ABSENT
from simulator.finding import Finding, Severity
from simulator.settings import Ignore, Rules

RULES = catalog()
CLICK = "IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk"
OTHER_CLICK = "IwAR0abcDEFghiJKLmnoPQRstuVWXyz0123456789abcdefGHIJKLMNOPqrst"
LANDING = "https://shop.example/?fbclid="
PRODUCTION = {"environment": "production", "hosts": ["shop.example"]}
LONG_AGENT = "a-very-long-name-of-an-agent"
OLD = event(event_time=AT - 8 * 86_400, event_id="old")


@cache
def schemas() -> SchemaSet:
    return SchemaSet()


def judged(
    line: Mapping[str, Any], rules: Rules, context: Context = NO_CONTEXT
) -> tuple[list[tuple[Finding, ...]], dict[int, int]]:
    """The findings of each event, and how many each entry took away."""
    policy = Policy(rules)
    found = Checker(schemas(), context, policy).check(request(line), AT)
    return found, dict(policy.ignored)


def told(line: dict[str, Any], rules: Rules, context: Context = NO_CONTEXT) -> tuple[list[list[str]], dict[int, int]]:
    found, counted = judged(line, rules, context)
    return [[each.rule for each in own] for own in found], counted


HIDING: list[tuple[dict[str, Any], str, str, dict[str, Any]]] = [
    (event(custom_data={}), "CUS001", "CUS002", {}),
    (event(custom_data=ABSENT), "CUS001", "CUS002", {}),
    (
        event(event_source_url=LANDING + CLICK, user_data=user(fbc=f"fb.1.{AT - 100 * 86_400}000.{OTHER_CLICK}")),
        "CLK008",
        "CLK006",
        {},
    ),
    (
        event(event_source_url=LANDING + CLICK, user_data=user(fbc=f"fb.1.{AT}000.{CLICK.lower()}")),
        "CLK007",
        "CLK005",
        {},
    ),
    (event(event_source_url="https://staging.shop.example/"), "ENV005", "ENV004", PRODUCTION),
    (app_event(extinfo=["a2", "com.shop.example", "1.0", "1.0.0", ""]), "EVT054", "EVT053", {}),
    (event(user_data=user(em=[""])), "USR002", "USR009", {}),
    (event(event_id=ABSENT, custom_data={"value": 1, "currency": "EUR", "event_id": "a"}), "DUP010", "EVT013", {}),
    (
        event(event_name="Lead", event_id=ABSENT, custom_data={"event_id": "a"}),
        "DUP010",
        "EVT013",
        {},
    ),
    (browser(event_id=ABSENT, custom_data={"value": 1, "currency": "EUR", "eventID": "a"}), "DUP010", "PIX004", {}),
]


@pytest.mark.parametrize(("line", "hiding", "hidden", "given"), HIDING)
def test_what_is_not_told_hides_nothing(line: dict[str, Any], hiding: str, hidden: str, given: dict[str, Any]) -> None:
    shop = context(given)
    before = [each.rule for each in check(line, context=shop)[0]]
    assert hiding in before
    assert hidden not in before
    assert told(line, Rules(select=(hidden,)), shop) == ([[hidden]], {})
    (after,), counted = told(line, Rules(ignore=(hiding,)), shop)
    assert sorted(after) == sorted([hidden, *(code for code in before if code != hiding)])
    assert counted == {0: 1}
    # What is hidden anyway is nobody's to take away.
    assert told(line, Rules(ignore=(hidden,)), shop) == ([before], {})
    (neither,), counted = told(line, Rules(ignore=(hidden, hiding)), shop)
    assert sorted(neither) == sorted(code for code in before if code != hiding)
    assert counted == {0: 1, 1: 1}
    here = line.get("event", line)["event_name"]
    (after,), counted = told(line, Rules(ignores=(Ignore(hiding, "x", (here,)),)), shop)
    assert (hidden in after, counted) == (True, {0: 1})
    assert told(line, Rules(ignores=(Ignore(hiding, "x", ("Elsewhere",)),)), shop) == ([before], {})


@pytest.mark.parametrize(
    ("line", "ignored", "expected"),
    [
        # The rules that would answer next take for a fault what the ignored one knows to be mild.
        (event(custom_data={"value": 1, "currency": "eur"}), "CUS006", []),
        (event(custom_data={"value": "49.90", "currency": "EUR"}), "CUS008", []),
        (event(event_time=str(AT)), "EVT007", []),
        (event(user_data=user(fbc=f"fb.1.{AT}.{CLICK}")), "CLK002", []),
        (event(custom_data={"value": 1, "currency": "EUR", "content_ids": "a"}), "CUS013", []),
        (event(custom_data=ABSENT, value=1, currency="EUR"), "EVT020", []),
        # What is said beside it stays, and what only takes its turn is asked.
        (event(custom_data={"value": "x", "currency": "eur"}), "CUS006", ["CUS007"]),
        (event(custom_data={"value": 1}), "CUS002", ["CUS003"]),
        (event(user_data=user(ph=[None])), "USR009", ["EVT018"]),
        # And nobody who does not want to hear of a member hears that it is off the schema.
        (event(custom_data={"value": 1, "currency": "€"}), "CUS005", []),
        (event(event_source_url=ABSENT), "EVT011", []),
        (event(event_id=""), "EVT013", []),
        (event(event_id=None), "EVT013", ["EVT018"]),
        (OLD, "EVT003", []),
        (event(opt_out="no"), "EVT099", []),
        (event(opt_out="no", event_id=17), "EVT014", ["EVT099"]),
    ],
)
def test_the_next_rule_makes_nothing_worse(line: dict[str, Any], ignored: str, expected: list[str]) -> None:
    assert ignored in [each.rule for each in check(line)[0]]
    assert told(line, Rules(ignore=(ignored,))) == ([expected], {0: 1})


def test_what_is_not_selected_is_not_replaced_by_what_knows_less() -> None:
    line = event(opt_out="no", custom_data={"value": "49.90", "currency": "eur"})
    assert told(line, Rules(select=("CUS005", "CUS007", "EVT"))) == ([["EVT099"]], {})


def test_one_finding_is_counted_once_however_many_entries_share_it() -> None:
    line = event(user_data=user(ph=["", "", ""], em=["shopper@shop.example"] * 2))
    before = [each.rule for each in check(line)[0]]
    assert sorted(before) == ["USR003", "USR009"]
    assert told(line, Rules(ignore=("USR",))) == ([[]], {0: 2})
    assert told(line, Rules(ignore=("USR009",))) == ([["USR003"]], {0: 1})


def batch(*events: dict[str, Any], **body: Any) -> dict[str, Any]:
    return {"data": list(events), **body}


@pytest.mark.parametrize(
    ("line", "rules", "expected", "counted"),
    [
        (batch(event(), partner_agent=LONG_AGENT), Rules(ignore=("REQ004",)), [[]], {0: 1}),
        (batch(event(), event(), partner_agent=LONG_AGENT), Rules(ignore=("REQ",)), [[], []], {0: 1}),
        (batch(event(), partner_agent=LONG_AGENT), Rules(select=("EVT",)), [[]], {}),
        (batch(event(), test_event_code="TEST1"), Rules(ignore=("ENV001",)), [[]], {0: 1}),
        (
            batch(event(), test_event_code="TEST1", partner_agent=LONG_AGENT),
            Rules(ignore=("ENV001",)),
            [["REQ004"]],
            {0: 1},
        ),
        (
            batch(event(), test_event_code="TEST1"),
            Rules(ignores=(Ignore("ENV001", "x", ("Lead",)),)),
            [["ENV001"]],
            {},
        ),
        (batch(OLD, event()), Rules(ignore=("REQ003",)), [["EVT003"], []], {0: 1}),
        (batch(OLD, event()), Rules(ignore=("EVT003",)), [[], []], {0: 1}),
        (batch(OLD, event()), Rules(severity=(("EVT003", Severity.ERROR),)), [["EVT003"], []], {}),
        (
            batch(OLD, event(event_id=ABSENT), partner_agent=LONG_AGENT),
            Rules(ignore=("EVT013", "REQ004")),
            [["EVT003"], ["REQ003"]],
            {0: 1, 1: 1},
        ),
        # Of too many events each is refused for that alone, unless nobody wants to hear it.
        (batch(OLD, *[event()] * MAX_EVENTS), Rules(ignore=("CLK",)), [["REQ002", "EVT003"], ["REQ002"]], {}),
        (batch(OLD, *[event()] * MAX_EVENTS), Rules(ignore=("REQ002",)), [["EVT003"], ["REQ003"]], {0: MAX_EVENTS + 1}),
        (batch(*[event()] * (MAX_EVENTS + 1)), Rules(ignore=("REQ002",)), [[], []], {0: MAX_EVENTS + 1}),
    ],
)
def test_what_is_wrong_with_a_request(
    line: dict[str, Any], rules: Rules, expected: list[list[str]], counted: dict[int, int]
) -> None:
    found, by_entry = told(line, rules)
    assert (found[: len(expected)], by_entry) == (expected, counted)


def test_a_test_code_in_production_is_counted_once() -> None:
    line = batch(event(), event(), test_event_code="TEST1")
    assert told(line, Rules(ignore=("ENV002",)), context({"environment": "production"})) == ([[], []], {0: 1})


def faulty() -> list[tuple[Mapping[str, Any], Context]]:
    """Lines with one event that break something: the examples of the rules, and what senders vary."""
    lines: list[tuple[Mapping[str, Any], Context]] = [
        (line, context(rule.given))
        for rule in RULES.values()
        if rule.scope == "event" and not rule.code.startswith("REQ")
        for line in rule.failing
    ]
    return [*lines, *((line, NO_CONTEXT) for line in LEGAL_VARIETY.values())]


FAULTY = faulty()
CODES = sorted(code for code, rule in RULES.items() if rule.scope == "event")


def places(found: Sequence[tuple[Finding, ...]]) -> set[tuple[int, str, str]]:
    return {(index, each.rule, each.path) for index, own in enumerate(found) for each in own}


@settings(max_examples=300)
@given(st.sampled_from(FAULTY), st.data())
def test_ignoring_one_rule_takes_no_other_and_makes_nothing_worse(
    faulty: tuple[Mapping[str, Any], Context], data: st.DataObject
) -> None:
    line, shop = faulty
    before = checker(context=shop).check(request(line), AT)
    broken = {each.rule for each in chain(*before)}
    ignored = data.draw(st.sampled_from(sorted(broken) or CODES) | st.sampled_from(CODES))
    found, counted = judged(line, Rules(ignore=(ignored,)), shop)
    kept = {each for each in places(before) if each[1] != ignored}
    assert kept <= places(found)
    assert all(each.rule != ignored for each in chain(*found))
    new = {code for _, code, _ in places(found) - kept}
    assert "EVT099" not in new
    assert all(RULES[code].severity.rank >= RULES[ignored].severity.rank for code in new)
    # Nothing new without something ignored, and each of it counted.
    assert counted == ({0: sum(each.rule == ignored for each in chain(*before))} if ignored in broken else {})
    if not new:
        assert places(found) == kept


@given(st.sampled_from(sorted(LEGAL_VARIETY)), st.sets(st.sampled_from(CODES), min_size=1, max_size=40), st.booleans())
def test_no_choice_of_rules_makes_an_error_of_what_senders_vary(name: str, chosen: set[str], select: bool) -> None:
    codes = tuple(sorted(chosen))
    found, _ = judged(LEGAL_VARIETY[name], Rules(select=codes) if select else Rules(ignore=codes))
    assert all(each.severity in ("warning", "note") for each in chain(*found))


@given(st.sampled_from(FAULTY))
def test_a_policy_that_takes_nothing_changes_nothing(faulty: tuple[Mapping[str, Any], Context]) -> None:
    line, shop = faulty
    rules = Rules(ignores=(Ignore("EVT", "x", ("Nothing of that name",)),))
    assert judged(line, rules, shop) == (checker(context=shop).check(request(line), AT), {})
