"""What changed between two runs, as HTML."""

from __future__ import annotations

import re

from handed import HOSTILE, hostile_run
from parsed_page import LOADS, Page
from stored_run import StoredRun, busy_run

from simulator.finding import Severity
from simulator.reports.html import difference
from simulator.views.diffing import diff, of_document, of_run


def page(before: StoredRun, after: StoredRun) -> Page:
    found = diff(of_run(before.store, 1, HOSTILE), of_run(after.store, 1, "this"), Severity.ERROR)
    return Page(b"".join(difference(found)).decode())


def words(made: Page) -> str:
    return " ".join(" ".join(made.words).split())


def test_what_is_worse_comes_first() -> None:
    text = words(page(StoredRun(), busy_run()))
    places = [text.index(part) for part in ("worse than before.", "REQ003", "Match keys of the server's")]
    assert places == sorted(places)


def test_nothing_changed_is_said() -> None:
    made = page(busy_run(), busy_run())
    assert "Nothing changed." in words(made)
    assert [tag for tag, _ in made.elements].count("h2") == 0


def test_what_comes_from_outside_stays_text() -> None:
    made = page(hostile_run(), StoredRun())
    assert "</script><!--<script>window.broken=1" in words(made)
    assert made.text.count("<script") == 1
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u2028]", made.text)
    for tag, attributes in made.elements:
        assert not attributes.keys() & LOADS, tag
        assert not [name for name in attributes if name.startswith("on")], tag
    assert set(made.policy) > {"default-src", "style-src", "script-src"}


def test_a_stored_report_holds_no_events() -> None:
    from simulator.reports.summary import summarize

    before = of_document(summarize(busy_run().store), "main.json")
    found = diff(before, of_run(busy_run().store, 1, "this"), Severity.ERROR)
    assert "verdicts and pairs were not compared" in b"".join(difference(found)).decode()
