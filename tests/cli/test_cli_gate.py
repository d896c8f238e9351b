"""``capisim gate``: sources and runs, exit codes, documents, the same bytes everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from shop_lines import clean_pair, envelope, write
from surroundings import same_everywhere
from told import Capisim

from simulator.cli.gate_options import OPTIONS
from simulator.resources import schemas
from simulator.settings.listing import all_settings


@pytest.fixture
def pair(place: Path) -> Path:
    """A file with one purchase that both channels reported."""
    return write(place / "shop.jsonl", *clean_pair())


def verdicts(out: str) -> dict[tuple[str, str | None], bool]:
    document = json.loads(out)
    schema = json.loads((schemas() / "gate.schema.json").read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []
    return {(each["name"], each["about"]): each["passed"] for each in document["conditions"]}


def test_sources_are_judged_and_nothing_is_kept(capisim: Capisim, pair: Path, place: Path) -> None:
    told = capisim("gate", pair, "--min-coverage", "100", "--must-see", "Purchase", "--json")
    assert (told.code, told.err) == (0, "")
    assert verdicts(told.out) == {
        ("complete", None): True,
        ("min_events", None): True,
        ("max_rejected", None): True,
        ("max_errors", None): True,
        ("min_coverage", "Purchase"): True,
        ("must_see", "Purchase:browser"): True,
        ("must_see", "Purchase:server"): True,
    }
    assert not (place / "store.db").exists()


def test_a_condition_that_is_not_met_exits_with_1_and_is_told(capisim: Capisim, pair: Path) -> None:
    told = capisim("gate", pair, "--must-see", "Lead:server", "--must-not-see", "sales=name:Purchase")
    assert told.code == 1
    assert re.search(r"^FAIL  must_see +Lead:server: 0 events, at least 1 event$", told.out, re.MULTILINE)
    assert re.search(r"^FAIL  must_not_see +sales: 2 events, at most 0 events", told.out, re.MULTILINE)
    assert re.search(r"^pass  complete +read to its end$", told.out, re.MULTILINE)
    assert told.out.endswith("4 of 6 conditions are met: no go\n")
    assert max(map(len, told.out.splitlines())) <= 80
    assert not [line for line in told.out.splitlines() if line != line.rstrip()]


def test_a_stored_run_and_the_newest(capisim: Capisim, pair: Path, place: Path) -> None:
    assert capisim("replay", pair).code == 0
    assert capisim("replay", write(place / "bad.jsonl", "not json")).code == 1
    assert capisim("gate", "1").code == 0
    told = capisim("gate")
    assert told.code == 1
    assert told.out.startswith("Gate of run 2 · ")
    assert re.search(r"FAIL  max_errors +1 finding, at most 0 findings", told.out)


def test_a_run_and_its_source_are_judged_alike(capisim: Capisim, pair: Path) -> None:
    options = ("--profile", "production", "--json")
    assert capisim("replay", pair).code == 0
    assert capisim("gate", "1", *options).out == capisim("gate", pair, *options).out


def test_the_settings_of_the_folder_hold(capisim: Capisim, pair: Path, place: Path) -> None:
    (place / "capisim.toml").write_text('[gate]\nmust_see = ["Lead"]\n[gate.profiles.lax]\nmust_see = []\n', "utf-8")
    assert capisim("gate", pair).code == 1
    assert capisim("gate", pair, "--profile", "lax").code == 0
    assert capisim("gate", pair, "--must-see", "").code == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--profile", "none"], "there is no profile 'none'"),
        (["--min-coverage", "101"], "must be a list of limits in percent"),
        (["--min-key-valid", "Purchase.mail=1"], "there is no match key mail"),
        (["--must-not-see", "robots"], "did you mean bots?"),
        (["--max-errors", "-2"], "-2 is not in the range"),
        (["--plan"], "the run had none"),
        (["no-such-file.jsonl"], "no-such-file.jsonl"),
        (["7"], "holds no run 7"),
        (["1", "--at", "now"], "a stored run has its own"),
    ],
)
def test_what_cannot_be_judged_exits_with_2(arguments: list[str], sentence: str, capisim: Capisim, pair: Path) -> None:
    assert capisim("replay", pair).code == 0
    told = capisim("gate", *arguments)
    assert (told.code, told.out) == (2, "")
    assert sentence in " ".join(told.err.split())


def test_the_plan_is_that_of_the_run(capisim: Capisim, pair: Path, place: Path) -> None:
    events = place / "plan" / "events"
    events.mkdir(parents=True)
    (events / "Purchase.schema.json").write_text('{"type": "object"}')
    (events / "Tasting.schema.json").write_text('{"type": "object"}')
    assert capisim("replay", pair, "--schemas", "plan").code == 1
    told = capisim("gate", "--plan", "--max-errors", "-1", "--json")
    assert told.code == 1
    assert {about: passed for (name, about), passed in verdicts(told.out).items() if name == "plan"} == {
        "Purchase:browser": True,
        "Purchase:server": True,
        "Tasting:browser": False,
        "Tasting:server": False,
    }
    (events / "Tasting.schema.json").write_text('{"type": ["object"]}')
    assert "has changed since run 1" in capisim("gate", "--plan").err


def test_every_setting_has_an_option(capisim: Capisim) -> None:
    assert set(OPTIONS) == {each.key for each in all_settings() if each.section == "gate"} - {"gate.profiles"}
    shown = capisim("gate", "--help").out
    assert all("--" + key.partition(".")[2].replace("_", "-") in shown for key in OPTIONS)


def test_hostile_names_stay_text(capisim: Capisim, place: Path) -> None:
    name = "\x1b[31m[bold]Pay‮"
    source = write(
        place / "shop.jsonl", *(envelope(channel, "a", 0, event_name=name) for channel in ("server", "browser"))
    )
    told = capisim("gate", source, "--min-coverage", "0", "--max-delay", "9", "--max-errors", "-1")
    assert "[bold]Pay" in told.out
    assert all(line.isprintable() for line in told.out.splitlines())


def test_the_document_is_the_same_in_any_surroundings(pair: Path, place: Path) -> None:
    printed = same_everywhere(place, "gate", pair.name, "--profile", "production", "--json")
    document: dict[str, Any] = json.loads(printed)
    assert document["profile"] == "production"


def test_the_document_to_hand_over_begins_with_this_decision(capisim: Capisim, pair: Path, place: Path) -> None:
    lost = write(place / "lost.jsonl", clean_pair()[0])
    words = ("gate", lost, "--must-see", "Lead", "--baseline", pair)
    told = capisim(*words, "--format", "markdown")
    assert (told.code, told.err) == (1, "")
    head = told.out.partition("### ")[0]
    assert head.startswith("## ❌ No go: ")
    assert "- ❌ `must_see` Lead" in head
    assert "- ❌ `baseline`" in head
    assert "\n  - 1 pair broke\n" in head
    page = place / "go.html"
    told = capisim(*words, "--format", "html", "-o", page)
    assert (told.code, told.out) == (1, "")
    assert told.err == f"No go: 4 of 7 conditions are met. {page} tells why.\n"
    assert "<li>1 pair broke</li>" in page.read_text("utf-8")
    assert capisim("gate", pair, "--format", "html").code == 0
    assert capisim("gate", pair, "--format", "junit", "-o", place / "gate.xml").err.startswith("Go: 4 of 4 conditions")
    assert (place / "gate.xml").read_bytes().startswith(b"<?xml")
