"""Which names of members and parameters are shown beside personal data."""

from __future__ import annotations

import pytest
from personal_building import ADDRESS, NUMBER, PAGE, custom, only, page, personal

from simulator.checks.examples import CUSTOMERS
from simulator.checks.usual_names import is_usual


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("content_name", True),
        ("contentIds", True),
        ("eventID", True),
        ("customer[first_name]", True),
        ("Customer-DOB", True),
        ("billing_street_1", True),
        ("guestEmail", True),
        ("customeremail", True),
        ("recipients", True),
        ("a", True),
        ("a1", True),
        ("", True),
        ("Qzxcanaryname", False),
        ("jane", False),
        ("JaneDoe", False),
        ("email_jane", False),
        ("jane[email]", False),
        ("Ren\u00e9", False),
        ("\u738b", False),
        ("max", False),
        ("note_" * 20, False),
    ],
)
def test_is_usual(name: str, usual: bool) -> None:
    assert is_usual(name) is usual


@pytest.mark.parametrize(
    ("value", "code"), [(ADDRESS, "PRV001"), (NUMBER, "PRV007"), ({"first_name": "Jane"}, "PRV004")]
)
def test_a_name_of_no_usual_words_is_not_shown(value: object, code: str) -> None:
    finding = only(custom(Qzxcanaryname=value), code)
    assert finding.path == "$.custom_data"
    assert "a member of custom_data (its name, of 13 characters, is not shown)" in finding.message.replace("A m", "a m")
    assert "qzx" not in f"{finding}".lower()


def test_a_parameter_of_no_usual_words_is_not_shown() -> None:
    finding = only(page(f"{PAGE}?Qzxcanaryname={ADDRESS}"), "PRV002")
    assert "the query of event_source_url" in finding.message
    assert "qzx" not in f"{finding}".lower()


def test_a_shopper_s_name_as_the_name_of_a_member() -> None:
    line = custom(ana_example="1")
    assert personal(line) == []
    assert personal(line, customers=CUSTOMERS) == ["PRV006"]
    assert personal(page(f"{PAGE}?ana_example=1"), customers=CUSTOMERS) == ["PRV006"]
