"""SARIF: what its published schema and its text ask for, lines that are right, fingerprints that stay."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from stored_run import StoredRun, busy_run

from simulator import pipeline
from simulator.checks.catalog import catalog
from simulator.reports.sarif import log
from simulator.reports.sarif.words import plain
from simulator.resources import fixtures
from simulator.settings import Rules, Settings
from simulator.store import Store

PACKAGES = os.environ.get("META_NODE_PACKAGES")
SCHEMA = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
"""The published schema, in one of the packages that tests/tools/node_packages.py gets."""
FIXTURE = fixtures() / "different-event-ids"
EVENT = {
    "event_name": "Purchase",
    "event_time": 1_791_795_600,
    "event_id": "order-1",
    "action_source": "website",
    "event_source_url": "https://shop.example/thanks",
    "user_data": {"client_user_agent": "Mozilla/5.0", "client_ip_address": "203.0.113.7"},
    "custom_data": {"currency": "EUR"},
}
PIXEL = "https://www.facebook.com/tr/?id=1234567890&ev=Purchase&eid=order-1&cd%5Bcurrency%5D=Euro&cd%5Bvalue%5D=1"


def of_store(store: Store, run: int = 1, **options: int) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(b"".join(log(store, run, **options)))
    return document


@contextmanager
def made_of(*sources: Path | str, settings: Settings | None = None) -> Iterator[dict[str, Any]]:
    with pipeline.validation([str(source) for source in sources], settings or Settings()) as made:
        yield of_store(made.store, made.run)


def results(document: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document["runs"][0]["results"]
    return found


def lines_of(found: Iterable[dict[str, Any]]) -> list[tuple[str, int]]:
    """The rule and the line of each result, in order of the lines."""
    return sorted(
        ((each["ruleId"], each["locations"][0]["physicalLocation"]["region"]["startLine"]) for each in found),
        key=lambda each: each[::-1],
    )


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_rules_are_described_and_results_point_at_them() -> None:
    document = of_store(busy_run().store)
    driver = document["runs"][0]["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == ["EVT099", "REQ003"]
    for result in results(document):
        rule = driver["rules"][result["ruleIndex"]]
        known = catalog()[result["ruleId"]]
        assert (rule["id"], rule["name"], rule["helpUri"]) == (known.code, known.name, known.source)
        assert "Fix: " in rule["help"]["text"]
        assert known.source in rule["help"]["markdown"]
    assert [(each["ruleId"], each["level"]) for each in results(document)] == [
        ("REQ003", "error"),
        ("EVT099", "warning"),
        ("EVT099", "warning"),
    ]


def test_a_rule_that_is_none_any_more_and_a_run_that_was_broken_off() -> None:
    run = StoredRun()
    run.finding(run.event("server"), "OLD001", 1)
    run.finding(0, "COV001", 2)
    run.store.connection.execute("UPDATE runs SET state = 'interrupted'")
    document = of_store(run.store)["runs"][0]
    assert [rule["id"] for rule in document["tool"]["driver"]["rules"]] == ["COV001", "OLD001"]
    assert document["invocations"][0]["executionSuccessful"] is False
    assert "not read to its end" in document["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    about_all = results({"runs": [document]})[1]
    assert about_all["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


def test_the_least_severe_are_left_out_and_that_is_said() -> None:
    document = of_store(busy_run().store, most=2)
    assert [each["ruleId"] for each in results(document)] == ["REQ003", "EVT099"]
    notes = document["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert notes[0]["message"]["text"].startswith("1 of 3 findings (1 rejected, 2 warning) are left out")


def test_the_line_of_a_line_and_the_other_event() -> None:
    with made_of(FIXTURE) as document:
        (found,) = [each for each in results(document) if each["ruleId"] == "DUP001"]
    assert lines_of([found]) == [("DUP001", 2)]
    (other,) = found["relatedLocations"]
    assert other["physicalLocation"]["region"] == {"startLine": 1}
    uri = found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == f"file://{FIXTURE}/events.jsonl"


def test_a_har_entry_is_found_in_its_file(place: Path) -> None:
    entry = {"startedDateTime": "2026-10-12T09:00:00Z", "request": {"method": "GET", "url": PIXEL, "headers": []}}
    other = {"startedDateTime": "2026-10-12T09:00:00Z", "request": {"method": "GET", "url": "https://shop.example/"}}
    har = place / "the visit.har"
    har.write_text(json.dumps({"log": {"version": "1.2", "entries": [other, entry, other]}}, indent=2), "utf-8")
    with made_of(har.name) as document:
        found = [each for each in results(document) if each["properties"].get("n")]
    assert found
    text = har.read_text("utf-8").splitlines()
    for each in found:
        where = each["locations"][0]
        spot = where["physicalLocation"]
        assert spot["artifactLocation"] == {"uri": "the%20visit.har", "uriBaseId": "%SRCROOT%", "index": 0}
        assert where["logicalLocations"][0] == {"fullyQualifiedName": "/log/entries/1", "kind": "object"}
        line = spot["region"]["startLine"]
        assert text[line - 1].strip() == "{"
        assert "facebook.com" in "".join(text[line : line + 5])


def test_an_event_of_a_request_body_is_found_in_its_file(place: Path) -> None:
    body = {"partner_agent": "shop", "data": [{**EVENT, "event_id": f"order-{i}"} for i in range(3)]}
    (place / "body.json").write_text(json.dumps(body, indent=1), "utf-8")
    with made_of("body.json") as document:
        found = [each for each in results(document) if each["properties"].get("eventId") == "order-2"]
    text = (place / "body.json").read_text("utf-8").splitlines()
    assert found
    for each in found:
        line = each["locations"][0]["physicalLocation"]["region"]["startLine"]
        assert '"order-2"' in "".join(text[line - 1 : line + 5])
        assert each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "/data/2"


def test_a_file_that_changed_since_is_not_read_for_lines(place: Path) -> None:
    (place / "events.json").write_text(json.dumps([EVENT, {**EVENT, "event_id": "2"}], indent=1), "utf-8")
    with pipeline.validation(["events.json"], Settings()) as made:
        before = lines_of(results(of_store(made.store, made.run)))
        (place / "events.json").write_text("[]", "utf-8")
        after = lines_of(results(of_store(made.store, made.run)))
    assert {line for _, line in before} == {2, 16}
    assert {line for _, line in after} == {1, 2}, "the numbers of the elements are all that is known"


def fingerprints(found: Iterable[dict[str, Any]], name: str = "capisimFinding/v1") -> set[str]:
    return {each["partialFingerprints"][name] for each in found}


def test_fingerprints_stay_when_lines_move_and_ids_are_new(place: Path) -> None:
    def write(name: str, *lines: dict[str, Any] | None) -> Path:
        (place / name).write_text("".join(f"{json.dumps(line) if line else ''}\n" for line in lines), "utf-8")
        return place / name

    def made(*ids: str, moved: bool = False) -> list[dict[str, Any]]:
        events = [{**EVENT, "event_id": each} for each in ids]
        name = "moved.jsonl" if moved else "events.jsonl"
        with made_of(write(name, *([None, None] if moved else []), *events)) as document:
            return results(document)

    one = made("a", "b")
    assert len(fingerprints(one)) == len(one) > 0
    assert fingerprints(made("a", "b", moved=True)) == fingerprints(one)
    assert fingerprints(made("a", "b", moved=True), "capisimEvent/v1") == fingerprints(one, "capisimEvent/v1")
    assert fingerprints(made("c", "d")) == fingerprints(one) == fingerprints(one, "primaryLocationLineHash")
    assert not fingerprints(made("c", "d"), "capisimEvent/v1") & fingerprints(one, "capisimEvent/v1")
    assert fingerprints(made("a", "b", "c")) > fingerprints(one)


def test_what_the_settings_ignore_is_said() -> None:
    with made_of(FIXTURE, settings=Settings(rules=Rules(ignore=("DUP001",)))) as document:
        assert results(document) == []
        (note,) = document["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "1 finding ignored by the settings."


def shown(text: str) -> str:
    """What a viewer makes of a plain message (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    assert not re.search(r"(?<!\{)\{(\{\{)*\d+\}", text), "a placeholder"
    assert not re.search(r"\[(\\.|[^\\\[\]])*\]\(", text), "a link"
    return text.replace("{{", "{").replace("}}", "}")


@given(st.text(st.sampled_from("ab[](){}0\\\x00\x1b\x85\u2028\n")))
def test_text_is_shown_as_it_was(text: str) -> None:
    told = shown(plain(text))
    assert "".join(told.split("] (")).replace("\n", "").isprintable()
    if text.isprintable():
        assert told == text.replace("](", "] (")


HOSTILE = ["[click](javascript:alert(1))", "{0} {{1}}", "\x00\x1b[31m\u2028\x85", "]]><!--<script>", "ana@example.com"]


def test_hostile_events_stay_text_and_nobody_is_named() -> None:
    run = StoredRun(source="a b:c\x1b#?%é.jsonl")
    for text in HOSTILE:
        n = run.event("server", text, event_id=text)
        run.finding(n, "EVT099", 2, f"is {plain(text)}" if "@" not in text else "is", path=f"$.custom_data[{text!r}]")
    data = b"".join(log(run.store, 1))
    assert b"ana@" not in data.replace(b"$.custom_data['ana@", b"")
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]", data)
    found = results(json.loads(data))
    assert len(found) == len(HOSTILE)
    for each in found:
        shown(each["message"]["text"])
        uri = each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == "a%20b%3Ac%1B%23%3F%25%C3%A9.jsonl"
        assert unquote(uri) == "a b:c\x1b#?%é.jsonl"


@pytest.mark.skipif(PACKAGES is None and not os.environ.get("CI"), reason="META_NODE_PACKAGES names no folder")
@pytest.mark.parametrize("what", ["poisoned-batch", "har-shop-visit", "different-event-ids", "stored", "empty"])
def test_it_is_valid_by_the_published_schema(what: str) -> None:
    assert PACKAGES, "META_NODE_PACKAGES names no folder"
    schema = json.loads((Path(PACKAGES) / SCHEMA).read_text("utf-8"))
    run = busy_run() if what == "stored" else StoredRun()
    if what in ("stored", "empty"):
        run.store.connection.execute("UPDATE runs SET state = 'interrupted'")
        document = of_store(run.store)
    else:
        with made_of(fixtures() / what) as document:
            pass
    assert [
        f"{error.json_path}: {error.message[:200]}" for error in Draft4Validator(schema).iter_errors(document)
    ] == []
    assert document["version"] == "2.1.0"
    document["runs"][0]["tool"]["driver"]["nonsense"] = 1
    assert list(Draft4Validator(schema).iter_errors(document)), "the schema lets nothing else in"
