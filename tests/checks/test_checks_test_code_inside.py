"""A test event code inside an event."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import check, codes, context, findings

from simulator.checks.examples import browser, event

PRODUCTION = context({"environment": "production"})


@pytest.mark.parametrize(
    ("code", "found"),
    [("TEST12345", True), (12345, True), (["TEST12345"], True), ("", False), (" ", False), (None, False), ([], False)],
)
def test_code_beside_event_name(code: Any, found: bool) -> None:
    expected = ["ENV007"] if found else []
    for line in (
        event(test_event_code=code),
        event(custom_data={"value": 1, "currency": "EUR", "test_event_code": code}),
    ):
        assert [each for each in codes(line) if each != "EVT018"] == expected
        assert [each for each in codes(line, context=PRODUCTION) if each != "EVT018"] == expected


def test_production_is_told_to_remove_it() -> None:
    (usual,) = findings(event(test_event_code="TEST12345"))
    (production,) = findings(event(test_event_code="TEST12345"), context=PRODUCTION)
    assert usual.severity == production.severity == "warning"
    assert usual.path == production.path == "$.test_event_code"
    assert "no documented effect" in usual.message
    assert production.expected == "no test_event_code"
    assert "TEST12345" not in f"{usual}{production}"


def test_the_code_of_a_request_is_another_matter() -> None:
    first, second = check({"data": [event(), event(test_event_code="TEST2")], "test_event_code": "TEST1"})
    assert [finding.rule for finding in first] == ["ENV001"]
    assert [finding.rule for finding in second] == ["ENV007"]


def test_the_browser_sends_none() -> None:
    assert codes(browser(custom_data={"value": "1", "currency": "EUR", "test_event_code": "TEST12345"})) == []
