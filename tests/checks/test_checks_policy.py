"""Which findings are told, and how severe they are: settings [rules]."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.catalog import catalog
from simulator.checks.policy import Policy, problems_of
from simulator.errors import SettingsError
from simulator.finding import Finding, Severity
from simulator.settings import Ignore, Rules

REJECTED, ERROR, WARNING, NOTE = Severity
RULES = catalog()
REFUSED = next(code for code, rule in RULES.items() if rule.severity is REJECTED and code.startswith("EVT"))
MILD = next(code for code, rule in RULES.items() if rule.severity is NOTE and code.startswith("CUS"))

NOT_REFUSED = "but Meta does not refuse what breaks it: choose error, warning or note"


def finding(code: str, severity: Severity | None = None) -> Finding:
    return Finding(code, severity or RULES[code].severity, "$", "Said.", None, None, "Mend it.")


def told(rules: Rules, *codes: str, event_name: str | None = "Purchase") -> list[str]:
    """The codes that are told of the event, from findings with those codes."""
    return [each.rule for each in Policy(rules).apply(event_name, tuple(finding(code) for code in codes))]


def problems(rules: Rules, origins: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Policy(rules, origins)
    return caught.value.problems


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ((), (), "EVT001 EVT013 CLK001 CUS006"),
        ((), ("CLK",), "EVT001 EVT013 CUS006"),
        ((), ("EVT0",), "CLK001 CUS006"),
        ((), ("EVT01",), "EVT001 CLK001 CUS006"),
        ((), ("EVT013", "CUS006"), "EVT001 CLK001"),
        (("EVT",), (), "EVT001 EVT013"),
        (("EVT013",), ("EVT",), "EVT013"),
        (("EVT",), ("EVT013",), "EVT001"),
        (("EVT01",), ("EVT01",), ""),
        (("EVT", "EVT013"), ("EVT01",), "EVT001 EVT013"),
        (("EVT", "CLK"), ("EVT01", "EVT0"), "CLK001"),
        (("CUS",), ("CLK",), "CUS006"),
        (("EVT", "CLK", "CUS"), ("EVT", "CLK", "CUS"), ""),
    ],
)
def test_the_longer_beginning_wins(select: tuple[str, ...], ignore: tuple[str, ...], expected: str) -> None:
    rules = Rules(select=select, ignore=ignore)
    assert told(rules, "EVT001", "EVT013", "CLK001", "CUS006") == expected.split()


@pytest.mark.parametrize(
    ("ignore", "event_name", "is_told"),
    [
        (Ignore("EVT013", "x", ("Newsletter",)), "Newsletter", False),
        (Ignore("EVT013", "x", ("Newsletter",)), "newsletter", True),
        (Ignore("EVT013", "x", ("Newsletter",)), "Newsletters", True),
        (Ignore("EVT013", "x", ("Newsletter",)), None, True),
        (Ignore("EVT013", "x", ("Lead", "Newsletter")), "Newsletter", False),
        (Ignore("EVT013", "x"), "Purchase", False),
        (Ignore("EVT013", "x"), None, False),
        (Ignore("EVT", "x", ("Newsletter",)), "Newsletter", False),
        (Ignore("EVT01", "x", ("Newsletter",)), "Newsletter", False),
        (Ignore("EVT00", "x", ("Newsletter",)), "Newsletter", True),
        (Ignore("CLK", "x"), "Newsletter", True),
    ],
)
@pytest.mark.parametrize("select", [(), ("EVT013",)])
def test_a_table_of_ignores(ignore: Ignore, event_name: str | None, is_told: bool, select: tuple[str, ...]) -> None:
    assert told(Rules(select=select, ignores=(ignore,)), "EVT013", event_name=event_name) == ["EVT013"] * is_told


def test_each_entry_counts_what_it_took() -> None:
    rules = Rules(
        select=("EVT", "CLK"),
        ignore=("EVT01", "EVT013", "CLK"),
        ignores=(Ignore("EVT001", "old", ("Lead",)), Ignore("EVT0", "why", ("Lead",)), Ignore("EVT013", "late")),
    )
    policy = Policy(rules)
    findings = tuple(map(finding, ["EVT001", "EVT002", "EVT013", "EVT014", "CLK001", "CUS006"]))
    assert [each.rule for each in policy.apply("Lead", findings)] == []
    # EVT013 by the longest beginning; CUS006 was never selected, so nobody took it.
    assert policy.ignored == {0: 1, 1: 1, 2: 1, 3: 1, 4: 1}
    assert [each.rule for each in policy.apply("Purchase", findings)] == ["EVT001", "EVT002"]
    assert policy.ignored == {0: 2, 1: 2, 2: 2, 3: 1, 4: 1}
    policy.ignored.clear()
    assert policy.apply("Purchase", findings[:2]) == findings[:2]
    assert not policy.ignored


@pytest.mark.parametrize(
    ("code", "event_name", "is_told", "counted"),
    [
        ("EVT001", "Lead", True, {}),
        ("EVT013", "Lead", False, {0: 1}),
        ("EVT014", "Lead", False, {1: 1}),
        ("EVT014", "Purchase", True, {}),
        ("EVT014", None, True, {}),
        ("CUS006", "Lead", False, {}),
    ],
)
def test_asking_counts_what_an_entry_takes(
    code: str, event_name: str | None, is_told: bool, counted: dict[int, int]
) -> None:
    policy = Policy(Rules(select=("EVT",), ignore=("EVT013",), ignores=(Ignore("EVT014", "x", ("Lead",)),)))
    assert policy.would_tell(code, event_name) is is_told
    assert not policy.ignored
    assert policy.tells(code, event_name) is is_told
    assert policy.ignored == counted
    assert policy.tells(code, event_name) is is_told
    assert policy.ignored == dict.fromkeys(counted, 2)


def test_regrading_takes_and_counts_nothing() -> None:
    policy = Policy(Rules(ignore=("EVT013",), severity=(("CUS006", ERROR),)))
    findings = (finding("EVT013"), finding("CUS006"))
    after = policy.regrade(findings)
    assert [(each.rule, each.severity) for each in after] == [("CUS006", ERROR), ("EVT013", WARNING)]
    assert policy.regrade(after) is after
    assert not policy.ignored


def test_the_entries_have_a_text_for_reports() -> None:
    name = "\x1b[31m" + "n" * 99
    rules = Rules(
        ignore=("CLK",), ignores=(Ignore("EVT013", "no ids\x07", ("A", "B")), Ignore("CUS006", "r" * 999, (name,)))
    )
    plain, first, second = Policy(rules).entries
    assert plain == ("CLK", (), None, "CLK")
    assert first == ("EVT013", ("A", "B"), "no ids\x07", "EVT013 for A, B: no ids\\x07")
    assert (second.rule, second.event_names, second.reason) == ("CUS006", (name,), "r" * 999)
    assert second.text.isprintable()
    assert len(second.text) < 300


@pytest.mark.parametrize(
    ("severities", "code", "expected"),
    [
        ((), "CUS006", None),
        ((("CUS006", WARNING),), "CUS006", WARNING),
        ((("CUS006", ERROR),), "CUS006", ERROR),
        ((("CUS", ERROR),), "CUS006", ERROR),
        ((("CUS", ERROR), ("CUS006", WARNING)), "CUS006", WARNING),
        ((("CUS006", WARNING), ("CUS", ERROR)), "CUS006", WARNING),
        ((("CUS00", WARNING), ("CUS", ERROR)), "CUS012", ERROR),
        ((("CLK", ERROR),), "CUS006", None),
        (((REFUSED, ERROR),), REFUSED, ERROR),
        (((REFUSED, NOTE),), REFUSED, NOTE),
        (((REFUSED, REJECTED),), REFUSED, None),
        ((("EVT", WARNING), (REFUSED, REJECTED)), REFUSED, None),
    ],
)
def test_severities(severities: tuple[tuple[str, Severity], ...], code: str, expected: Severity | None) -> None:
    policy = Policy(Rules(severity=severities))
    expected = expected or RULES[code].severity
    assert policy.severity_of(code) is expected
    (after,) = policy.apply(None, (finding(code),))
    assert after == finding(code)._replace(severity=expected)


def test_no_override_makes_a_finding_rejected() -> None:
    policy = Policy(Rules(severity=((REFUSED, REJECTED),)))
    assert policy.apply(None, (finding(REFUSED, NOTE),)) == (finding(REFUSED, NOTE),)
    with pytest.raises(KeyError):
        policy.severity_of("XYZ001")


def test_the_most_severe_stay_first_and_equals_keep_their_order() -> None:
    codes = [REFUSED, "CUS005", "CUS009", "CUS010", "CUS006"]
    severities = ((REFUSED, NOTE), ("CUS006", ERROR), ("CUS010", WARNING))
    findings = Policy(Rules(severity=severities)).apply("Lead", tuple(map(finding, codes)))
    assert [(each.rule, each.severity.value) for each in findings] == [
        ("CUS005", "error"), ("CUS006", "error"), ("CUS009", "warning"), ("CUS010", "warning"), (REFUSED, "note"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "is_trivial"),
    [
        (Rules(), True),
        (Rules(select=("EVT",)), False),
        (Rules(ignore=("EVT",)), False),
        (Rules(severity=((MILD, ERROR),)), False),
        (Rules(ignores=(Ignore("EVT", "x"),)), False),
    ],
)
def test_trivial_means_that_nothing_is_configured(rules: Rules, is_trivial: bool) -> None:
    assert Policy(rules).trivial is is_trivial


def test_nothing_configured_changes_nothing() -> None:
    findings = tuple(map(finding, RULES))
    assert Policy(Rules()).apply("Lead", findings) is findings


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (
            Rules(ignore=("EVT13",)),
            ["rules.ignore holds EVT13, which no rule's code begins with; did you mean EVT013?"],
        ),
        (Rules(select=("CSU",)), ["rules.select holds CSU, which no rule's code begins with; did you mean CUS?"]),
        (Rules(ignore=("QQQ", "EVT")), ["rules.ignore holds QQQ, which no rule's code begins with"]),
        (Rules(severity=(("QQQ", NOTE),)), ["rules.severity holds QQQ, which no rule's code begins with"]),
        (Rules(ignores=(Ignore("QQQ", "x"),)), ["rules.ignores holds QQQ, which no rule's code begins with"]),
        (
            Rules(("QQQ",), ("QQZ",), ((MILD, REJECTED), ("QZZ", ERROR))),
            [
                "rules.select holds QQQ, which no rule's code begins with",
                "rules.ignore holds QQZ, which no rule's code begins with",
                "rules.severity holds QZZ, which no rule's code begins with",
                f"rules.severity makes {MILD} rejected, {NOT_REFUSED}",
            ],
        ),
    ],
)
def test_every_problem_is_told(rules: Rules, expected: list[str]) -> None:
    assert problems(rules) == problems_of(rules) == expected


@pytest.mark.parametrize("beginning", ["CUS", "EVT", "EVT0", "CLK", "PIX"])
def test_a_group_with_milder_rules_cannot_become_rejected(beginning: str) -> None:
    (problem,) = problems(Rules(severity=((beginning, REJECTED),)))
    assert problem.startswith(f"rules.severity makes {beginning}")
    assert " more rejected, but " in problem


def test_a_problem_tells_where_it_was_found() -> None:
    rules = Rules(select=("QQQ",), ignore=("QQZ",))
    assert problems(rules, {"rules.select": "option --select", "store": "default"}) == [
        "option --select: rules.select holds QQQ, which no rule's code begins with",
        "rules.ignore holds QQZ, which no rule's code begins with",
    ]


BEGINNINGS = st.sampled_from(sorted({code[:length] for code in RULES for length in range(3, 7)}))
CODES = st.lists(BEGINNINGS, max_size=4).map(tuple)
ANY_RULES = st.builds(
    Rules,
    select=CODES,
    ignore=CODES,
    severity=st.lists(st.tuples(BEGINNINGS, st.sampled_from([ERROR, WARNING, NOTE])), max_size=3).map(tuple),
    ignores=st.lists(
        st.builds(Ignore, BEGINNINGS, st.just("why"), st.sampled_from([(), ("Lead",), ("Purchase", "Lead")])),
        max_size=3,
    ).map(tuple),
)
FINDINGS = st.lists(st.sampled_from(sorted(RULES)), max_size=12).map(
    lambda codes: tuple(sorted(map(finding, codes), key=lambda each: each.severity.rank))
)


@given(ANY_RULES, FINDINGS, st.sampled_from([None, "Lead", "Contact"]))
def test_what_always_holds(rules: Rules, findings: tuple[Finding, ...], event_name: str | None) -> None:
    policy = Policy(rules)
    after = policy.apply(event_name, findings)
    ranks = [each.severity.rank for each in after]
    assert ranks == sorted(ranks)
    assert all(each.severity is policy.severity_of(each.rule) for each in after)
    assert not any(each.severity is REJECTED and RULES[each.rule].severity is not REJECTED for each in after)
    if not rules.select:
        assert policy.ignored.total() == len(findings) - len(after)
    counted = policy.ignored.copy()
    assert policy.apply(event_name, after) == after
    assert policy.ignored == counted
    assert policy.ignored.keys() <= set(range(len(policy.entries)))
    assert all(policy.would_tell(each.rule, event_name) for each in after)
    assert after == policy.regrade(tuple(each for each in findings if policy.would_tell(each.rule, event_name)))
    assert policy.ignored == counted
    again = pickle.loads(pickle.dumps(policy))  # noqa: S301 - our own
    assert again.apply(event_name, findings) == after
    assert (again.entries, again.ignored) == (policy.entries, policy.ignored)
