"""The HTML report: one file, a policy that holds it, and nothing of an event that is read as markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from itertools import pairwise
from typing import Any

import pytest
from handed import handed, hostile_run
from parsed_page import LOADS, Page
from stored_run import StoredRun, busy_run

from simulator.reports.html import html
from simulator.reports.html.listing import listing


def page(run: StoredRun, **given: Any) -> Page:
    return Page(b"".join(html(run.store, handed(run, **given))).decode())


@pytest.fixture(scope="module")
def busy() -> Page:
    return page(busy_run())


@pytest.fixture(scope="module")
def hostile() -> Page:
    return page(hostile_run())


def test_the_policy_lets_the_two_parts_of_the_file_in_and_nothing_else(busy: Page) -> None:
    policy = busy.policy
    assert (policy["default-src"], policy["base-uri"], policy["form-action"]) == ("'none'",) * 3
    for rule, text in (("script-src", busy.inside["script"][1]), ("style-src", busy.inside["style"][0])):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert policy[rule] == f"'sha256-{digest}'"
    assert len(busy.inside["script"]) == 2
    assert len(busy.inside["style"]) == 1


@pytest.mark.parametrize("which", ["busy", "hostile"])
def test_nothing_is_loaded_and_no_attribute_holds_a_script(which: str, request: pytest.FixtureRequest) -> None:
    made: Page = request.getfixturevalue(which)
    for tag, attributes in made.elements:
        assert not attributes.keys() & LOADS, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert tag not in {"img", "iframe", "object", "embed", "base", "form", "audio", "video"}
        if tag == "link":
            assert attributes["href"] == "data:,"
    assert "url(" not in made.inside["style"][0]
    assert "@import" not in made.inside["style"][0]


def test_every_link_leads_somewhere(busy: Page) -> None:
    links = [made["href"] or "" for tag, made in busy.elements if tag == "a"]
    inside = [link[1:] for link in links if link.startswith("#")]
    assert {link for link in inside if not link.startswith("event-")} <= set(busy.ids)
    assert {int(link[6:]) for link in inside if link.startswith("event-")} <= set(range(1, 12))
    assert all(link.startswith(("#", "https://developers.facebook.com/", "https://")) for link in links)
    assert len(busy.ids) == len(set(busy.ids))


def test_the_decision_comes_first_and_says_what_was_asked(busy: Page) -> None:
    words = " ".join(" ".join(busy.words).split())
    assert words.index("No go") < words.index("What to fix first") < words.index("Event names on both")
    assert "1 event, at most 0 events (REQ003 ×1)" in words
    headings = [int(tag[1]) for tag, _ in busy.elements if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_what_comes_from_outside_stays_text(hostile: Page) -> None:
    plain = page(busy_run())
    assert {tag for tag, _ in hostile.elements} <= {tag for tag, _ in plain.elements} | {"strong"}
    assert len(hostile.inside["script"]) == 2
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e\u2028]", hostile.text)
    names = hostile.data["names"]
    assert names[0].startswith("</script><!--<script>window.broken=1")
    assert "\\x1b[31m" in "".join(hostile.words)
    assert hostile.text.count("<script") == 2
    assert "<!--" not in hostile.text


def test_the_list_holds_every_event(busy: Page) -> None:
    data = busy.data
    numbers, n = [], 0
    for step in data["n"]:
        n += step
        numbers.append(n)
    assert numbers == list(range(1, 12))
    kinds = [data["kinds"][kind] for kind in data["kind"]]
    assert [data["verdicts"][kind[2]] for kind in kinds].count("duplicate") == 3
    assert [data["names"][kind[1]] for kind in kinds][3] == "Lead"
    assert data["sets"][data["rules"][7]] == ["REQ003"]
    assert data["severities"][kinds[7][3]] == "rejected"
    assert [data["of"][place] for place in (1, 2)] == [1, 2]
    assert data["gaps"][data["gap"][1]] == "1.5 s"


def test_a_time_that_no_calendar_has_is_left_out() -> None:
    run = StoredRun()
    for moment in (1e300, float("inf"), -1e15, 1_767_268_800.9, None):
        run.event("server", received_at=moment, event_time=moment)
    data = page(run).data
    assert data["time"] == [None, None, None, 1_767_268_800, None]


def test_of_a_long_run_the_worst_events_are_listed() -> None:
    run = busy_run()
    found = listing(run.store, 1, most_events=3)
    data = json.loads(found.data)
    assert (found.events, found.of) == (3, 11)
    # The refused one, the one with a warning, and the first of the others.
    assert [sum(data["n"][: place + 1]) for place in range(3)] == [1, 2, 8]


def test_a_list_that_is_too_long_in_bytes_is_cut_until_it_fits() -> None:
    run = StoredRun()
    for number in range(300):
        run.event("server", event_id=f"{number}-" + "é" * 70)
    found = listing(run.store, 1, most_bytes=20_000)
    assert len(found.data) <= 20_000
    assert 50 < found.events < 300
    assert "events are in this file" not in page(run).text


def test_match_quality_is_never_a_bare_number(busy: Page) -> None:
    text = " ".join(" ".join(busy.words).split())
    assert re.search(r"estimate \d\.\d to \d\.\d, likely \d\.\d", text)
