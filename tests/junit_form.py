"""The form that JUnit's common schemas ask for, where they are not at hand.

The table says what JUnit.xsd of Windy Road (github.com/windyroad/JUnit-Schema, read 2026-11-24) says, which is
stricter than that of Jenkins' xUnit plugin; it leaves open what an element ``skipped`` holds. That it says the same
as the published schemas is for ``test_report_junit_schemas``.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree as ET

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
    "skipped": Form({"type": _ANY, "message": _ANY}, "", frozenset({"type", "message"})),
    "system-out": Form({}, ""),
    "system-err": Form({}, ""),
}


def read(document: bytes) -> ET.Element:
    """The root of a document that is ours."""
    return ET.fromstring(document)  # noqa: S314 - our own


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
