"""JUnit XML, for the viewers of CI systems.

The form is what both common schemas take: that of Ant's JUnit task (``testsuite`` with id, package,
timestamp and hostname, ``testsuites`` without attributes, one ``failure``, ``error`` or ``skipped`` a test case)
and that of Jenkins' xUnit plugin. A test holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Literal, NamedTuple
from xml.etree import ElementTree as ET

from simulator.masking import printable

# The schema wants a time and a machine; real ones would make two equal reports differ.
TIMESTAMP = "1970-01-01T00:00:00"
HOST = "localhost"
# What no XML 1.0 document may hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Problem(NamedTuple):
    """Why a test case did not pass: ``type`` is a word for it, ``message`` one line, ``text`` the whole story."""

    kind: Literal["failure", "error", "skipped"]
    type: str
    message: str
    text: str


class Case(NamedTuple):
    """One test case; without a ``problem`` it passed."""

    classname: str
    name: str
    problem: Problem | None = None


def document(name: str, cases: Iterable[Case], told: str = "") -> bytes:
    """One suite with these test cases, in their order; UTF-8.

    ``told`` is what the suite prints. Text may hold anything: control characters are made visible or replaced.
    """
    cases = list(cases)
    kinds = [case.problem.kind for case in cases if case.problem is not None]
    suites = ET.Element("testsuites")
    suite = ET.SubElement(
        suites,
        "testsuite",
        {
            "name": _token(name),
            "package": "capisim",
            "id": "0",
            "timestamp": TIMESTAMP,
            "hostname": HOST,
            "tests": str(len(cases)),
            "failures": str(kinds.count("failure")),
            "errors": str(kinds.count("error")),
            **({"skipped": str(kinds.count("skipped"))} if "skipped" in kinds else {}),
            "time": "0",
        },
    )
    ET.SubElement(suite, "properties")
    for case in cases:
        _case(suite, case)
    ET.SubElement(suite, "system-out").text = _lines(told) or None
    ET.SubElement(suite, "system-err")
    ET.indent(suites)
    file = BytesIO()
    ET.ElementTree(suites).write(file, encoding="utf-8", xml_declaration=True, short_empty_elements=True)
    return file.getvalue() + b"\n"


def _case(suite: ET.Element, case: Case) -> None:
    element = ET.SubElement(
        suite, "testcase", {"classname": _token(case.classname), "name": _token(case.name), "time": "0"}
    )
    if case.problem is None:
        return
    kind, of_type, message, text = case.problem
    about = {"type": _token(of_type), "message": _clean(printable(message))}
    ET.SubElement(element, kind, about).text = _lines(text) or None


def _token(text: str) -> str:
    """A name as the schema wants it: single spaces, and none at its ends."""
    return _clean(" ".join(printable(text).split())) or "capisim"


def _lines(text: str) -> str:
    return "\n".join(_clean(printable(line)) for line in text.split("\n"))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
