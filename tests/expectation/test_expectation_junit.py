"""JUnit XML: the form that the common schemas ask for, and safe whatever stands in a name."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junit_form import violations

from simulator.expectation.checking import Checked
from simulator.expectation.difference import Difference
from simulator.expectation.expected import Expected, totals_of
from simulator.expectation.junit import document
from simulator.expectation.many import Result, Unreadable


def checked(name: str = "one", *differences: Difference) -> Checked:
    nothing = Expected((), totals_of(()))
    return Checked(Path("fixtures") / name, name, "A title", nothing, nothing, differences)


def difference(**changes: Any) -> Difference:
    return Difference("one", 1, "one/events.jsonl:1", "verdict", "kept", "rejected", "")._replace(**changes)


RESULTS: dict[str, list[Result]] = {
    "nothing": [],
    "one that passes": [checked()],
    "one that fails": [checked("one", difference())],
    "one with several differences": [checked("one", difference(), difference(n=None, what="totals.kept"))],
    "one that is unreadable": [Unreadable(Path("fixtures/one"), "one", "it is no TOML")],
    "all of them": [checked(), checked("two", difference()), Unreadable(Path("/fixtures/three"), "three", "why")],
    "a folder with spaces": [checked("a  name \t with spaces ")],
    "the folder itself": [checked()._replace(folder=Path())],
}


@pytest.mark.parametrize("results", RESULTS.values(), ids=RESULTS)
def test_it_is_what_the_schema_asks_for(results: list[Result]) -> None:
    root = ET.fromstring(document(results))  # noqa: S314 - our own
    assert violations(root) == []
    assert root.tag == "testsuites"
    assert len(list(root.iter("testcase"))) == len(results) == int(root[0].get("tests", ""))


def test_the_check_of_the_form_can_fail() -> None:
    root = ET.fromstring(document(RESULTS["all of them"]))  # noqa: S314 - our own
    del root[0].attrib["hostname"]
    root[0][1].set("file", "x")
    root[0].append(ET.Element("testcase"))
    assert len(violations(root)) >= 4


def test_what_was_updated_is_no_failure() -> None:
    results: list[Result] = [checked("one", difference())]
    root = ET.fromstring(document(results, frozenset({"fixtures/one"})))  # noqa: S314 - our own
    assert root[0].get("failures") == "0"
    assert root.find(".//failure") is None


@given(st.text(min_size=1), st.text())
def test_any_text_makes_a_document_that_can_be_read(name: str, text: str) -> None:
    results: list[Result] = [
        checked(name.replace("/", "") or "x", difference(scenario=name, actual=text, hint=text)),
        Unreadable(Path("x"), name, text),
    ]
    root = ET.fromstring(document(results))  # noqa: S314 - our own
    assert violations(root) == []
    assert root[0].get("failures") == root[0].get("errors") == "1"
