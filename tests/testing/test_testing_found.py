"""expect_clean and expect_finding: when they fail, and what they say then."""

from __future__ import annotations

from typing import Any

import pytest
from shop_events import ADDRESS, envelope, event, failure, pair, split

from simulator.errors import UsageError
from simulator.testing import Result, run_events


def leaking() -> Result:
    """An address in clear where its hash belongs, and nothing else that is worse than a warning."""
    sent = event()
    sent["user_data"]["em"] = [ADDRESS]
    return run_events([envelope("server", sent)])


def test_a_clean_pair_is_clean() -> None:
    result = run_events(pair())
    for severity in ("rejected", "error", "warning"):
        result.expect_clean(severity)


@pytest.mark.parametrize(
    ("events", "at_least", "clean"),
    [
        (split(), "rejected", True),
        (split(), "error", False),
        (split(), "warning", False),
        ([envelope("server", event(event_time=1))], "rejected", False),
        (["{broken"], "rejected", True),
        (["{broken"], "error", False),
        (["{broken"], "warning", False),
    ],
)
def test_severities_from_one_on(events: list[Any], at_least: str, clean: bool) -> None:
    result = run_events(events)
    if clean:
        result.expect_clean(at_least)
    else:
        told = failure(result.expect_clean, at_least)
        assert told.startswith(f"expected no finding of severity {at_least}")
        assert "events (" in told


def test_a_finding_is_shown_with_where_what_and_how_to_mend_it() -> None:
    told = failure(run_events(split()).expect_clean)
    assert "DUP001 error #2 $.event_id: " in told
    assert "expected order-1, is server-order-1" in told
    assert "fix: " in told
    assert "looks like one action, and counts twice:" in told


def test_what_is_ignored_is_not_told() -> None:
    result = run_events(split())
    result.expect_clean(ignore=["DUP001"])
    result.expect_clean(ignore=["DUP"])
    result.expect_clean(ignore="DUP001")
    assert "DUP001" in failure(result.expect_clean, ignore=["USR"])


def test_nobody_shows_in_a_failure() -> None:
    told = failure(leaking().expect_clean, "note")
    assert ADDRESS not in told
    assert "a…@…" in told


def test_nobody_shows_in_an_event_id() -> None:
    own = event("Lead", f"lead-{ADDRESS}")
    told = failure(run_events([envelope("browser", own), envelope("browser", own)]).expect_clean, "note")
    assert ADDRESS not in told
    assert "#2" in told


@pytest.mark.parametrize("asked", [{"at_least": "bad"}, {"ignore": ["XYZ"]}, {"ignore": [""]}], ids=str)
def test_clean_of_nonsense_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        run_events(pair()).expect_clean(**asked)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"name": "Purchase"},
        {"channel": "server"},
        {"severity": "error"},
        {"path": "$.event_id"},
        {"count": 1},
    ],
    ids=str,
)
def test_a_finding_that_is_there(asked: dict[str, Any]) -> None:
    finding = run_events(split()).expect_finding("DUP001", **asked)
    assert (finding.rule, finding.twin) == ("DUP001", 1)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"name": "Lead"}, "expected a finding DUP001 about Lead, but there is none"),
        ({"channel": "browser"}, "expected a finding DUP001 on the browser channel, but there is none"),
        ({"severity": "note"}, "expected a finding DUP001 of severity note, but there is none"),
        ({"path": "$.user_data"}, "expected a finding DUP001 at $.user_data, but there is none"),
        ({"count": 2}, "expected 2 findings DUP001, but there is 1"),
        ({"name": "Lead", "path": "$.x"}, "expected a finding DUP001 at $.x about Lead, but there is none"),
    ],
    ids=str,
)
def test_a_finding_of_another_kind(asked: dict[str, Any], said: str) -> None:
    told = failure(run_events(split()).expect_finding, "DUP001", **asked)
    assert told.splitlines()[0] == said
    assert "findings DUP001:\n  DUP001 error #2 $.event_id" in told
    assert "looks like one action" in told


def test_other_rules_that_found_something_are_named() -> None:
    told = failure(run_events(split()).expect_finding, "EVT003")
    assert told.startswith("expected a finding EVT003, but there is none")
    assert "other rules that found something:\n  DUP001" in told


@pytest.mark.parametrize(
    ("code", "more", "said"),
    [
        ("DUP0O1", {}, "did you mean DUP0"),
        ("dup001", {}, "did you mean DUP001"),
        ("nonsense", {}, "capisim rules"),
        ("DUP", {}, "there is no rule 'DUP'"),
        ("DUP001", {"severity": "bad"}, "a severity is one of"),
        ("DUP001", {"count": 0}, "use expect_clean"),
    ],
)
def test_a_rule_that_does_not_exist_is_no_failed_test_but_a_mistake(code: str, more: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        run_events(split()).expect_finding(code, **more)
