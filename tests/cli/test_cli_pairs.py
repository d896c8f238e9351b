"""Pairs side by side on the command line: ``validate --pairs``, ``report --pair``, and the documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from shop_lines import EM, clean_pair, envelope, write
from told import Capisim

from simulator.resources import schemas

VALUE = {"value": 15, "currency": "EUR"}


def assert_valid(document: Any, schema_file: str) -> None:
    """Fail when the document breaks its published schema."""
    schema = json.loads((schemas() / schema_file).read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


def broken(count: int = 5) -> list[dict[str, Any]]:
    """So many purchases, the server's copies with another value and with a phone number."""
    lines = []
    for n in range(count):
        lines.append(envelope("browser", f"order-{n}", 100 * n))
        user = {**lines[0]["event"]["user_data"], "ph": [EM]}
        lines.append(envelope("server", f"order-{n}", 100 * n + 2, custom_data=VALUE, user_data=user))
    return lines


def suspected() -> list[dict[str, Any]]:
    """One purchase under two ids."""
    return [
        envelope(channel, event_id, 0, custom_data={**VALUE, "order_id": "A-1001"})
        for channel, event_id in (("browser", "A-1001"), ("server", "web-A-1001"))
    ]


@pytest.fixture
def source(place: Path) -> Path:
    return write(place / "shop.jsonl", *broken())


def test_validate_shows_pairs_after_the_findings_and_the_sum_at_the_end(capisim: Capisim, source: Path) -> None:
    text = capisim("validate", source).out
    places = [text.index(part) for part in ("DUP012", "Pairs side by side  3 of 5; --pairs N shows more", "10 events:")]
    assert places == sorted(places)
    assert "12.5                 15" in text
    assert "it alone had ph. Meta does not say" in " ".join(text.split())
    assert "The same goes for Purchase #3 and #4, Purchase #5 and #6." in " ".join(text.split())


@pytest.mark.parametrize(("option", "number"), [([], 3), (["--pairs", 0], 0), (["--pairs", 1], 1), (["--pairs", 9], 5)])
def test_pairs_are_as_many_as_asked_for(capisim: Capisim, source: Path, option: list[object], number: int) -> None:
    document = json.loads(capisim("validate", source, "--json", *option).out)
    assert_valid(document, "validation.schema.json")
    assert len(document["pairs"]) == number
    assert ("Pairs side by side" in capisim("validate", source, *option).out) == bool(number)


def test_the_document_of_validate_tells_what_differs_and_what_one_alone_has(capisim: Capisim, source: Path) -> None:
    document = json.loads(capisim("validate", source, "--json").out)
    pair = document["pairs"][0]
    assert (pair["counted"], pair["other"], pair["key"]) == (1, 2, "event_id")
    assert pair["differs"] == [{"path": "$.custom_data.value", "counted": "12.5", "other": "15"}]
    assert (pair["only_counted"], pair["only_other"]) == ([], ["$.user_data.ph"])
    (found,) = [each for each in document["findings"] if each["n"] == 2]
    assert (found["rule"], found["twin"], found["confidence"]) == ("DUP012", 1, None)


def test_suspected_pairs_have_a_section_of_their_own(capisim: Capisim, place: Path) -> None:
    source = write(place / "shop.jsonl", *suspected())
    text = " ".join(capisim("validate", source).out.split())
    assert "DUP001 $.event_id with #1, high confidence" in text
    assert "Looks like one action, and counts twice" in text
    assert "≠ event_id A-1001 web-A-1001" in text
    assert "Looks like one action" not in capisim("validate", source, "--pairs", 0).out
    told = capisim("replay", source)
    assert "Looks like one action" in told.out
    document = json.loads(capisim("report", "--json").out)
    assert_valid(document, "report.schema.json")
    (pair,) = document["deduplication"]["suspected"]["examples"]
    assert (pair["rule"], pair["first"]["event_id"], pair["second"]["event_id"]) == ("DUP001", "A-1001", "web-A-1001")
    line = json.loads(capisim("report", "--format", "jsonl").out.splitlines()[1])
    assert_valid(line, "verdict-line.schema.json")
    assert [(each["twin"], each["confidence"]) for each in line["findings"]] == [(1, "high")]


def test_report_shows_the_pair_of_one_event(capisim: Capisim, source: Path) -> None:
    code = capisim("replay", source).code
    told = capisim("report", "--pair", 4)
    assert (told.code, told.err) == (code, "")
    assert told.out.startswith("Run 1 · #4 · Purchase · server · duplicate\n")
    assert "≠   value" in told.out
    assert "      currency " in told.out, "what is alike is there too"
    assert capisim("report", 1, "--pair", 4) == told


def test_report_of_an_event_that_is_not_there(capisim: Capisim, source: Path) -> None:
    capisim("replay", source)
    told = capisim("report", "--pair", 99)
    assert (told.code, told.out) == (2, "")
    assert told.err == "capisim: run 1 holds no event #99: its events are #1 to #10\n"


def test_a_number_that_no_event_can_have_is_a_mistake(capisim: Capisim, source: Path) -> None:
    capisim("replay", source)
    assert capisim("report", "--pair", 2**32 + 1).code == 2
    assert capisim("report", "--pair", 0).code == 2
    assert capisim("validate", source, "--pairs", 10**30).code == 0


@pytest.mark.parametrize("output_format", ["json", "jsonl"])
def test_one_pair_is_text(capisim: Capisim, source: Path, output_format: str) -> None:
    capisim("replay", source)
    told = capisim("report", "--pair", 1, "--format", output_format)
    assert (told.code, told.out) == (2, "")
    assert "--pair shows text" in told.err


def test_the_document_of_report_holds_as_many_pairs_as_asked_for(capisim: Capisim, source: Path) -> None:
    document = json.loads(capisim("replay", source, "--json", "--pairs", 2).out)
    assert_valid(document, "report.schema.json")
    assert document["deduplication"]["pairs"]["count"] == 5
    assert [pair["counted"] for pair in document["deduplication"]["pairs"]["examples"]] == [1, 3]


def test_what_the_settings_ignore_is_counted(capisim: Capisim, source: Path) -> None:
    text = capisim("validate", source, "--ignore", "DUP012").out
    assert "DUP012" not in text
    assert text.endswith("5 findings ignored by the settings\n10 events: no findings\n")
    document = json.loads(capisim("validate", source, "--ignore", "DUP012", "--json").out)
    assert_valid(document, "validation.schema.json")
    assert document["ignored"] == {"findings": 5, "entries": [{"entry": "DUP012", "findings": 5}]}
    told = capisim("replay", source, "--ignore", "DUP012")
    assert "5 findings ignored by the settings" in told.out
    assert json.loads(capisim("report", "--json").out)["ignored"] == document["ignored"]


def test_copies_that_say_the_same_are_not_shown(capisim: Capisim, place: Path) -> None:
    assert capisim("validate", write(place / "a.jsonl", *clean_pair())).out == "2 events: no findings\n"


def test_the_same_input_gives_the_same_bytes(capisim: Capisim, source: Path) -> None:
    for output_format in ("text", "json"):
        one = capisim("validate", source, "--format", output_format)
        assert capisim("validate", source, "--format", output_format, "--workers", 2) == one
