"""``capisim validate``: findings alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from shop_lines import clean_pair, envelope, refused, write
from told import Capisim

from simulator.checks.catalog import UNREADABLE


def findings(capisim: Capisim, source: Path, *more: str) -> list[dict[str, Any]]:
    document = json.loads(capisim("validate", source, "--json", *more).out)
    assert list(document) == ["schema", "events", "findings", "pairs"]
    found: list[dict[str, Any]] = document["findings"]
    return found


def test_clean_input_has_no_findings_and_leaves_nothing(capisim: Capisim, place: Path) -> None:
    source = write(place / "shop.jsonl", *clean_pair())
    told = capisim("validate", source)
    assert (told.code, told.err) == (0, "")
    assert told.out.strip() == "2 events: no findings"
    assert [path.name for path in place.iterdir()] == [source.name]


def test_a_refused_event_is_1(capisim: Capisim, place: Path) -> None:
    source = write(place / "shop.jsonl", *clean_pair(), refused())
    told = capisim("validate", source)
    assert (told.code, told.err) == (1, "")
    assert "#3 " in told.out
    assert "rejected " in told.out


def test_paths_of_one_event_start_at_the_event(capisim: Capisim, place: Path) -> None:
    event = envelope("server", "order-1", 0)["event"]
    event["user_data"]["em"] = ["jane@example.com"]
    (found,) = [each for each in findings(capisim, write(place / "a.jsonl", event)) if ".em" in each["path"]]
    assert found["path"] == "$.user_data.em[0]"
    assert found["severity"] == "rejected"
    assert "jane" not in json.dumps(found)
    assert found["n"] == 1


def test_paths_in_a_request_body_start_at_the_body(capisim: Capisim, place: Path) -> None:
    good, bad = (envelope("server", f"order-{n}", 0)["event"] for n in range(2))
    bad["user_data"]["em"] = ["jane@example.com"]
    source = write(place / "body.json", {"data": [good, bad]})
    paths = {each["n"]: each["path"] for each in findings(capisim, source)}
    assert paths[2] == "$.data[1].user_data.em[0]"
    assert paths[1].startswith("$.data[0]"), "the innocent event of the batch is refused with it"


def test_a_line_that_cannot_be_read_is_a_finding(capisim: Capisim, place: Path) -> None:
    source = write(place / "shop.jsonl", *clean_pair(), "no event")
    (found,) = findings(capisim, source)
    assert (found["n"], found["rule"], found["severity"]) == (3, UNREADABLE, "error")
    assert capisim("validate", source).code == 1
    assert capisim("validate", source, "--fail-on", "rejected").code == 0


@pytest.mark.parametrize("engine", ["jsonschema-rs", "jsonschema"])
def test_both_engines_say_the_same(capisim: Capisim, place: Path, engine: str) -> None:
    source = write(place / "shop.jsonl", *clean_pair(), refused())
    assert findings(capisim, source, "--engine", engine) == findings(capisim, source)


def test_a_source_is_needed(capisim: Capisim) -> None:
    assert capisim("validate").code == 2
