"""The results of a check as JUnit XML, for the viewers of CI systems.

The form is what both common schemas take: that of Ant's JUnit task (``testsuite`` with id, package,
timestamp and hostname, ``testsuites`` without attributes, one ``failure`` or ``error`` a test case) and that
of Jenkins' xUnit plugin. A test holds it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from xml.etree import ElementTree as ET

from simulator.expectation.difference import describe, headline
from simulator.expectation.many import Result, Unreadable
from simulator.masking import printable

# The schema wants a time and a machine; real ones would make two equal checks differ.
TIMESTAMP = "1970-01-01T00:00:00"
HOST = "localhost"
# What no XML 1.0 document may hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(results: Sequence[Result], updated: frozenset[str] = frozenset()) -> bytes:
    """One suite, one test case a scenario, in the order of ``results``; UTF-8.

    ``updated`` are the folders whose ``expected.json`` was written: they fail no longer.
    """
    failed = sum(_failed(result, updated) for result in results)
    unreadable = sum(isinstance(result, Unreadable) for result in results)
    suites = ET.Element("testsuites")
    suite = ET.SubElement(
        suites,
        "testsuite",
        {
            "name": "capisim check",
            "package": "capisim",
            "id": "0",
            "timestamp": TIMESTAMP,
            "hostname": HOST,
            "tests": str(len(results)),
            "failures": str(failed),
            "errors": str(unreadable),
            "time": "0",
        },
    )
    ET.SubElement(suite, "properties")
    for result in results:
        _case(suite, result, updated)
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")
    ET.indent(suites)
    file = BytesIO()
    ET.ElementTree(suites).write(file, encoding="utf-8", xml_declaration=True, short_empty_elements=True)
    return file.getvalue() + b"\n"


def _failed(result: Result, updated: frozenset[str]) -> bool:
    return not isinstance(result, Unreadable) and not result.passed and str(result.folder) not in updated


def _case(suite: ET.Element, result: Result, updated: frozenset[str]) -> None:
    parts = [part for part in result.folder.parts[:-1] if part not in ("/", ".", "..")]
    case = ET.SubElement(
        suite,
        "testcase",
        {"classname": _token(".".join(parts)), "name": _token(result.scenario), "time": "0"},
    )
    if isinstance(result, Unreadable):
        told = _clean(printable(result.reason))
        ET.SubElement(case, "error", {"type": "unreadable", "message": told}).text = told
    elif _failed(result, updated):
        first, count = result.differences[0], len(result.differences)
        message = f"{count} difference{'s' * (count != 1)}, the first in {headline(first)}: {first.what}"
        failure = ET.SubElement(case, "failure", {"type": "difference", "message": _clean(printable(message))})
        failure.text = _clean(describe(result.differences))


def _token(text: str) -> str:
    """A name as the schema wants it: single spaces, and none at its ends."""
    return _clean(" ".join(printable(text).split())) or "capisim"


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
