"""A tracking plan on the command line: what breaks it, and what it misses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shop_lines import clean_pair, envelope, write
from told import Capisim


@pytest.fixture
def plan(place: Path) -> Path:
    """A plan with a stricter Purchase and a custom Tasting."""
    events = place / "plan" / "events"
    events.mkdir(parents=True)
    coupon = {"required": ["custom_data"], "properties": {"custom_data": {"required": ["coupon"]}}}
    (events / "Purchase.schema.json").write_text(json.dumps(coupon))
    (events / "Tasting.schema.json").write_text(json.dumps({"type": "object"}))
    return place / "plan"


def told_by_rule(text: str) -> dict[str, object]:
    return {finding["rule"]: finding for finding in json.loads(text)["findings"]}


def test_a_planned_event_that_never_came_is_a_finding(capisim: Capisim, place: Path, plan: Path) -> None:
    source = write(place / "shop.jsonl", *clean_pair())
    told = capisim("validate", source, "--schemas", plan, "--json")
    assert told.code == 1
    document = json.loads(told.out)
    (missing,) = [finding for finding in document["findings"] if finding["rule"] == "COV001"]
    assert missing["n"] is None
    assert "No Tasting event was seen" in missing["message"]
    assert document["events"] == 2
    assert "the input as a whole" in capisim("validate", source, "--schemas", plan).out


def test_the_run_keeps_it_and_its_events_keep_their_own(capisim: Capisim, place: Path, plan: Path) -> None:
    source = write(place / "shop.jsonl", *clean_pair())
    told = capisim("replay", source, "--schemas", plan, "--json")
    assert told.code == 1
    found = told_by_rule(told.out)
    assert set(found) == {"COV001", "EVT098"}
    assert found["COV001"]["example"]["n"] is None  # type: ignore[index]
    assert found["EVT098"]["count"] == 2  # type: ignore[index]
    lines = [json.loads(line) for line in capisim("report", "--format", "jsonl").out.splitlines()]
    assert [[finding["rule"] for finding in line["findings"]] for line in lines] == [["EVT098"], ["EVT098"]]


def test_a_plan_that_is_met_says_nothing(capisim: Capisim, place: Path, plan: Path) -> None:
    lines = [
        envelope("server", "t-1", 0, event_name="Tasting"),
        *(
            envelope(channel, "o-1", 1, custom_data={"value": 1, "currency": "EUR", "coupon": "x"})
            for channel in ("browser", "server")
        ),
    ]
    source = write(place / "shop.jsonl", *lines)
    told = capisim("replay", source, "--schemas", plan, "--json")
    assert (told.code, json.loads(told.out)["findings"]) == (0, [])
    assert capisim("validate", source, "--schemas", plan).code == 0


def test_names_are_compared_exactly(capisim: Capisim, place: Path, plan: Path) -> None:
    source = write(place / "shop.jsonl", envelope("server", "t-1", 0, event_name="tasting"))
    found = told_by_rule(capisim("replay", source, "--schemas", plan, "--json").out)
    assert "COV001" in found
