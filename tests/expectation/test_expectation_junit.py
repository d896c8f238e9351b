"""JUnit XML: the form that the common schemas ask for, and safe whatever stands in a name.

The table below says what JUnit.xsd of Windy Road (github.com/windyroad/JUnit-Schema, read 2026-11-24) says.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.expectation.checking import Checked
from simulator.expectation.difference import Difference
from simulator.expectation.expected import Expected, totals_of
from simulator.expectation.junit import document
from simulator.expectation.many import Result, Unreadable

_TOKEN = r"\S+( \S+)*"
_COUNT = r"\d+"
_DECIMAL = r"\d+(\.\d+)?"
_ANY = r"(?s).*"


class Form(NamedTuple):
    """Attributes with the pattern of their values (all but those in ``optional`` required), and the children."""

    attributes: dict[str, str]
    children: str
    optional: frozenset[str] = frozenset()


FORMS = {
    "testsuites": Form({}, r"(testsuite )*"),
    "testsuite": Form(
        {
            **dict.fromkeys(("name", "hostname", "package"), _TOKEN),
            **dict.fromkeys(("id", "tests", "failures", "errors", "skipped"), _COUNT),
            "time": _DECIMAL,
            "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
        },
        r"properties (testcase )*system-out system-err ",
        frozenset({"skipped"}),
    ),
    "properties": Form({}, r"(property )*"),
    "testcase": Form({"name": _TOKEN, "classname": _TOKEN, "time": _DECIMAL}, r"((skipped|error|failure) )?"),
    "failure": Form({"type": _ANY, "message": _ANY}, "", frozenset({"message"})),
    "error": Form({"type": _ANY, "message": _ANY}, "", frozenset({"message"})),
    "system-out": Form({}, ""),
    "system-err": Form({}, ""),
}


def violations(element: ET.Element) -> list[str]:
    """What the schema would say of an element and of all in it."""
    form = FORMS.get(element.tag)
    if form is None:
        return [f"unknown element {element.tag}"]
    found = [f"{element.tag}: no attribute {name}" for name in element.keys() - form.attributes.keys()]
    for name, pattern in form.attributes.items():
        value = element.get(name)
        if value is None and name not in form.optional:
            found.append(f"{element.tag}: {name} is missing")
        elif value is not None and not re.fullmatch(pattern, value):
            found.append(f"{element.tag}: {name}={value!r}")
    if not re.fullmatch(form.children, "".join(f"{child.tag} " for child in element)):
        found.append(f"{element.tag}: holds {[child.tag for child in element]}")
    return [*found, *(each for child in element for each in violations(child))]


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
