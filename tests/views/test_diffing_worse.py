"""What is worse, on both sides of its limit, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.finding import Severity
from simulator.views.comparing import RuleCount
from simulator.views.diffing import Side, Worse, diff
from simulator.views.diffing.standing import KeyStanding, NameStanding, Standing

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


def side(events: int = 100, **given: Any) -> Side:
    empty: dict[str, Any] = {"rules": {}, "names": {}, "keys": {}}
    verdicts = {"kept": events, "duplicate": 0, "rejected": 0, "quarantined": 0}
    return Side("a", Standing(catalog="sha256:0", events=events, verdicts=verdicts, **{**empty, **given}), None)


def told(before: Side, after: Side, fail_on: Severity = ERROR, tolerance: float = 0.0) -> list[Worse]:
    return list(diff(before, after, fail_on, tolerance).worse)


def rule(severity: Severity, findings: int, events: int = 100) -> Side:
    return side(events, rules={"DUP001": RuleCount(severity, findings)})


@pytest.mark.parametrize(
    ("before", "after", "tolerance", "is_worse"),
    [
        (side(), rule(ERROR, 1), 0, True),
        (side(), rule(ERROR, 1), 100, True),
        (side(), rule(WARNING, 50), 0, False),
        (rule(ERROR, 1), side(), 0, False),
        (rule(ERROR, 3), rule(ERROR, 3), 0, False),
        (rule(ERROR, 3), rule(ERROR, 4), 0, True),
        (rule(ERROR, 3), rule(ERROR, 4), 1, False),
        (rule(ERROR, 3), rule(ERROR, 4), 0.99, True),
        (rule(ERROR, 3, 100), rule(ERROR, 6, 200), 0, False),
        (rule(ERROR, 3, 100), rule(ERROR, 7, 200), 0, True),
        (rule(ERROR, 3, 100), rule(ERROR, 3, 99), 0, True),
        (rule(NOTE, 9), rule(ERROR, 1), 100, True),
        (rule(ERROR, 1), rule(NOTE, 9), 0, False),
    ],
)
def test_findings_are_compared_as_a_share(before: Side, after: Side, tolerance: float, is_worse: bool) -> None:
    assert bool(told(before, after, tolerance=tolerance)) is is_worse


def test_how_bad_a_finding_must_be_is_told() -> None:
    assert told(side(), rule(WARNING, 2), WARNING) == [Worse("rule", "DUP001", 0, 2)]


@pytest.mark.parametrize(
    ("before", "after", "tolerance", "is_worse"),
    [
        (90.1, 90.1, 0, False),
        (90.1, 90.0, 0, True),
        (90.1, 90.0, 0.1, False),
        (90.1, 89.9, 0.1, True),
        (90.1, 95.0, 0, False),
        (None, 0.0, 0, False),
    ],
)
def test_coverage_may_fall_by_the_tolerance(
    before: float | None, after: float | None, tolerance: float, is_worse: bool
) -> None:
    one, two = (side(names={"Purchase": NameStanding(5, 5, each)}) for each in (before, after))
    expected = [Worse("coverage", "Purchase", before, after)] if is_worse else []  # type: ignore[arg-type]
    assert told(one, two, tolerance=tolerance) == expected


@pytest.mark.parametrize(
    ("before", "after", "tolerance", "is_worse"),
    [
        (KeyStanding(50, 50), KeyStanding(50, 49.9), 0, True),
        (KeyStanding(50, 50), KeyStanding(50, 49.5), 0.5, False),
        (KeyStanding(90, 50), KeyStanding(50, 50), 0, False),
        (KeyStanding(50, 50), None, 0, False),
        (None, KeyStanding(50, 50), 0, False),
    ],
)
def test_what_counts_of_a_match_key_is_that_it_is_well_formed(
    before: KeyStanding | None, after: KeyStanding | None, tolerance: float, is_worse: bool
) -> None:
    one, two = (side(keys={("Purchase", "em"): each} if each else {}) for each in (before, after))
    assert [each.about for each in told(one, two, tolerance=tolerance)] == (["Purchase.em"] if is_worse else [])


def test_a_channel_that_falls_silent_is_worse_and_one_that_reports_less_is_not() -> None:
    before = side(names={"Purchase": NameStanding(5, 7, 100.0), "Lead": NameStanding(0, 3, None)})
    assert told(before, side(names={"Purchase": NameStanding(1, 0, 0.0)}), tolerance=100) == [
        Worse("channel", "Lead:server", 3, 0),
        Worse("channel", "Purchase:server", 7, 0),
    ]
    assert told(before, before) == []
    assert told(side(), before) == []


def test_another_catalog_is_told() -> None:
    other = side()
    other = other._replace(standing=other.standing._replace(catalog="sha256:1"))
    assert diff(side(), side(), ERROR).same_rules
    assert not diff(side(), other, ERROR).same_rules


def test_lists_come_with_what_changed_first() -> None:
    names = {"A": NameStanding(1, 1, 100.0), "B": NameStanding(1, 1, 100.0)}
    found = diff(side(names=names), side(names=names | {"B": NameStanding(2, 1, 50.0)}), ERROR)
    assert [each.event_name for each in found.coverage] == ["B", "A"]
    assert next((each.event_name, each.channel) for each in found.channels) == ("B", "browser")
