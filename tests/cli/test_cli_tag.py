"""``capisim tag``: what it prints, that it replays, and that its lines are a capture."""

from __future__ import annotations

import json
import re
from pathlib import Path

import orjson
import pytest
from schema_check import assert_valid
from tagged import HOME, VIEW, pixel, prop, rule, server, session
from told import Capisim

from simulator.resources import fixtures

SHOP = fixtures() / "tagged-shop"
PROPERTY, SESSION = str(SHOP / "property.toml"), str(SHOP / "session.toml")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A property with what goes wrong, and a session."""
    elements = {"email": {"type": "constant", "value": ["ana@example.com"]}, "v": {"type": "data-layer", "path": "v"}}
    information = {"email": "{{email}}"}
    given = prop(
        rule(pixel("Lead", parameters={"value": "%v%"}), server(customer_information=information)), elements=elements
    )
    (tmp_path / "property.json").write_text(json.dumps(given))
    (tmp_path / "session.json").write_text(json.dumps(session(VIEW, title="One page")))
    return tmp_path


def test_text_tells_what_fired_and_left(capisim: Capisim) -> None:
    told = capisim("tag", PROPERTY, SESSION)
    assert (told.code, told.err) == (0, "")
    # A long folder of the clone wraps the line.
    assert "A visit from an ad to a purchase" in " ".join(told.out.split())
    assert "21.5 s  MetaConversion_AddToCart  step 3" in told.out
    assert "server   AddToCart" in told.out
    assert told.out.rstrip().endswith("7 firings: 7 browser and 7 server requests; no findings")


def test_the_trace_leads_to_the_step_that_wrote_and_masks_values(capisim: Capisim) -> None:
    told = " ".join(capisim("tag", PROPERTY, SESSION, "--trace").out.split())
    assert "custom_data.value = 19 ← Value ← window.dataLayer.meta.value, step 2, 20.0 s" in told
    assert "← window.dataLayer.meta.conversionData.eventId, step 8, 200.0 s by MetaConversion_Subscribe" in told
    assert "xample.com" not in told


def test_what_is_not_sent_says_why(capisim: Capisim, files: Path) -> None:
    told = capisim("tag", str(files / "property.json"), str(files / "session.json"), "--trace")
    text = " ".join(told.out.split())
    assert 'nothing is sent The value of the "Email (em)" field is not a string or a number.' in text
    assert "custom_data.value = nothing ← v ← window.dataLayer.meta.v, never written" in text
    assert "1 firing: 1 browser and 0 server requests, 1 not sent" in text


@pytest.mark.parametrize("scenario", ["tagged-shop", "tagged-app-and-store"])
def test_lines_are_those_of_the_scenario(capisim: Capisim, scenario: str) -> None:
    folder = fixtures() / scenario
    told = capisim("tag", str(folder / "property.toml"), str(folder / "session.toml"), "--format", "jsonl")
    assert told.out == (folder / "events.jsonl").read_text("utf-8")


def test_the_document_keeps_to_its_schema(capisim: Capisim, files: Path) -> None:
    for words in ((PROPERTY, SESSION), (str(files / "property.json"), str(files / "session.json"))):
        document = orjson.loads(capisim("tag", *words, "--json").out)
        assert_valid(document, "tag.schema.json")
        assert "xample.com" not in json.dumps(document)
    assert document["rules"] == [{"name": "Rule", "fired": 1, "browser": 1, "server": 0, "unsent": 1}]


def test_it_replays_down_the_one_path(capisim: Capisim, tmp_path: Path) -> None:
    told = capisim("tag", PROPERTY, SESSION, "--replay", "--format", "jsonl", "--store", str(tmp_path / "s.db"))
    assert told.code == 0, told.err
    lines = [orjson.loads(line) for line in told.out.splitlines()]
    from_file = capisim(
        "replay", str(SHOP / "events.jsonl"), "--store", ":memory:", "--format", "jsonl"
    ).out.splitlines()
    without = [{name: value for name, value in line.items() if name != "origin"} for line in lines]
    assert without == [
        {name: value for name, value in orjson.loads(line).items() if name != "origin"} for line in from_file
    ]
    # The line of --format jsonl: there is none in the session's own file.
    assert lines[0]["origin"] == "tagged.jsonl:1"


def test_two_sessions_and_the_environment(capisim: Capisim, tmp_path: Path) -> None:
    given = prop(rule(pixel("Lead")))
    given["extensions"]["meta_pixel"] = {"pixel_id": {"staging": "111"}}
    (tmp_path / "p.json").write_text(json.dumps(given))
    for name, start in (("b.json", "2026-10-12T10:00:00Z"), ("a.json", "2026-10-12T09:00:00Z")):
        (tmp_path / name).write_text(json.dumps({**session({"visit": f"{HOME}{name}"}), "start": start}))
    words = ["tag", str(tmp_path / "p.json"), str(tmp_path / "b.json"), str(tmp_path / "a.json")]
    told = capisim(*words, "--environment", "staging", "--format", "jsonl").out.splitlines()
    assert ["a.json" in line for line in told] == [True, False]
    assert capisim(*words, "--format", "jsonl").out == ""
    nothing = capisim(*words, "--replay", "--store", ":memory:")
    assert nothing.code == 2
    assert "nothing to replay" in nothing.err


def test_sessions_of_one_seed_share_no_event_id(capisim: Capisim) -> None:
    words = ["tag", PROPERTY, SESSION, "--format", "jsonl"]
    alone = capisim(*words).out
    one, two = _ids(alone), _ids(capisim(*words[:3], SESSION, *words[3:]).out)
    assert len(one) == 7
    assert len(two) == 14
    assert one < two


def _ids(lines: str) -> set[str]:
    return set(re.findall(r"[&]eid=([^&]+)", lines))


@pytest.fixture
def stale(tmp_path: Path) -> str:
    """The example's session without one write to the data layer: the value of the cart."""
    text = (SHOP / "session.toml").read_text("utf-8")
    assert text.count("write = { value = 19.0, ") == 1
    (tmp_path / "stale.toml").write_text(text.replace("write = { value = 19.0, ", "write = { "))
    return str(tmp_path / "stale.toml")


def test_one_write_less_is_one_finding_that_names_field_and_rule(capisim: Capisim, stale: str) -> None:
    told = capisim("tag", PROPERTY, stale, "--json")
    assert told.code == 0
    (finding,) = orjson.loads(told.out)["findings"]
    assert (finding["rule"], finding["severity"]) == ("TAG020", "warning")
    assert finding["path"] == "$.rules[3].actions[1].parameters.value"
    assert "MetaConversion_AddToCart sends custom_data.value" in finding["message"]
    assert capisim("tag", PROPERTY, stale, "--fail-on", "warning").code == 1
    assert "7 server requests; 1 warning" in capisim("tag", PROPERTY, stale).out
    assert "no findings" in capisim("tag", PROPERTY, stale, "--ignore", "TAG02").out


def test_findings_about_the_property_belong_to_the_run(capisim: Capisim, stale: str, tmp_path: Path) -> None:
    store = ("--store", str(tmp_path / "s.db"))
    told = capisim("tag", PROPERTY, stale, "--replay", "--json", *store)
    assert told.code == 0
    listed = {each["rule"]: each["count"] for each in orjson.loads(told.out)["findings"]}
    assert listed == {"TAG020": 1}
    assert "TAG020 stale-data" in capisim("report", *store).out
    assert capisim("tag", PROPERTY, stale, "--replay", "--fail-on", "warning", *store).code == 1
    again = capisim("tag", PROPERTY, stale, "--replay", "--json", "--ignore", "TAG", *store)
    assert orjson.loads(again.out)["findings"] == []


def test_a_file_with_problems_is_told_whole(capisim: Capisim, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text('nam = "x"\n')
    told = capisim("tag", str(tmp_path / "p.toml"), SESSION)
    assert (told.code, told.out) == (2, "")
    assert "name is missing" in told.err
    assert "nam is not known here; did you mean name?" in told.err
