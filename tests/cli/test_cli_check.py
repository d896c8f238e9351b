"""capisim check: what it finds, how it tells, what it writes, how it ends."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from told import Capisim

from simulator.resources import fixtures, schemas

CHOSEN = ("clean-pair", "poisoned-batch", "malformed-lines", "window-48-00-01")


@pytest.fixture
def scenarios(place: Path) -> Path:
    """Some scenarios of ours in ./fixtures."""
    for name in CHOSEN:
        shutil.copytree(fixtures() / name, place / "fixtures" / name)
    return place / "fixtures"


def change(scenario: Path, before: str, after: str) -> None:
    """Change one place in expected.json by hand."""
    file = scenario / "expected.json"
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")


def test_scenarios_that_come_out_as_expected_are_one_line(capisim: Capisim, scenarios: Path) -> None:
    told = capisim("check")
    assert told.code == 0
    assert re.fullmatch(r"4 scenarios, \d+ events: 4 passed\n", told.out)
    assert told.err == ""


def test_without_a_fixtures_folder_our_own_are_checked_under_default_settings(
    capisim: Capisim, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAPISIM_DEDUPLICATION_FALLBACK", "unmatched-id")
    told = capisim("check", "--json")
    # The other reading of this one would make its second event a duplicate.
    rows = {row["scenario"]: row for row in json.loads(told.out)["scenarios"]}
    assert rows["different-event-ids-same-browser"]["outcome"] == "passed"
    assert len(rows) == len(list(fixtures().glob("*/scenario.toml")))


def test_a_changed_verdict_names_scenario_line_expected_actual_and_rule(capisim: Capisim, scenarios: Path) -> None:
    change(scenarios / "clean-pair", '"verdict": "kept"', '"verdict": "rejected"')
    change(scenarios / "clean-pair", '"rules": []', '"rules": ["DUP001"]')
    told = capisim("check", "fixtures")
    assert told.code == 1
    lines = told.out.splitlines()
    assert "fixtures/clean-pair  A clean pair" in lines
    assert "  #1 (fixtures/clean-pair/events.jsonl:1)" in lines
    assert "    verdict: expected rejected, got kept" in lines
    assert "    rules: DUP001 is expected, but not told" in lines
    assert "      DUP001 event-id-differs" in lines
    assert lines[-1].endswith(": 3 passed, 1 failed")
    assert max(map(len, lines)) <= 80
    assert all(line == line.rstrip() for line in lines)


def test_an_unexpected_rule_is_told_with_what_it_says(capisim: Capisim, scenarios: Path) -> None:
    expected = json.loads((scenarios / "poisoned-batch" / "expected.json").read_text("utf-8"))
    code = next(event["rules"][0] for event in expected["events"] if event["rules"])
    change(scenarios / "poisoned-batch", f'"{code}"', '"DUP001"')
    told = capisim("check", "fixtures/poisoned-batch")
    assert told.code == 1
    assert f"rules: {code} is told, but not expected" in told.out
    assert f"{code} " in told.out.split("not expected")[1]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('"read": 2', '"read": 3', "totals.read: expected 3, got 2"),
        ('"duplicate_of": 1', '"duplicate_of": 2', "duplicate_of: expected #2, got #1"),
        ('"key": "event_id"', '"key": "fbp"', "key: expected fbp, got event_id"),
        ('"key": "event_id"', '"key": null', "key: expected nothing, got event_id"),
        ('"verdict": "duplicate"', '"verdict": "kept"', "verdict: expected kept, got duplicate"),
        ("browser-within-5-minutes", "browser-first", "survivor_rule: expected browser-first, got"),
        ('"totals"', '"run_rules": ["COV002"], "totals"', "run_rules: COV002 is expected, but not told"),
    ],
)
def test_every_member_is_compared(capisim: Capisim, scenarios: Path, before: str, after: str, says: str) -> None:
    file = scenarios / "clean-pair" / "expected.json"
    if before == "browser-within-5-minutes":
        rule = next(e["survivor_rule"] for e in json.loads(file.read_text())["events"] if e["survivor_rule"])
        before = rule
    change(scenarios / "clean-pair", before, after)
    told = capisim("check", "fixtures/clean-pair")
    assert told.code == 1
    assert says in told.out


@pytest.mark.parametrize(
    ("run_rules", "code", "says"),
    [
        ('["COV002"]', 0, None),
        ("[]", 1, "run_rules: COV002 is told, but not expected"),
        ('["COV002", "COV003"]', 1, "run_rules: COV003 is expected, but not told"),
    ],
)
def test_findings_about_the_run_are_compared(
    capisim: Capisim, scenarios: Path, run_rules: str, code: int, says: str | None
) -> None:
    shutil.copytree(fixtures() / "coverage-gap", scenarios / "coverage-gap")
    change(scenarios / "coverage-gap", '["COV002"]', run_rules)
    told = capisim("check", "fixtures/coverage-gap")
    assert told.code == code
    assert says is None or says in told.out


def test_a_missing_file_is_a_difference_that_says_how_to_make_it(capisim: Capisim, scenarios: Path) -> None:
    (scenarios / "clean-pair" / "expected.json").unlink()
    told = capisim("check", "fixtures/clean-pair")
    assert told.code == 1
    assert "capisim check --update fixtures/clean-pair" in " ".join(told.out.split())


def test_update_writes_what_came_out_and_tells_what_changed(capisim: Capisim, scenarios: Path) -> None:
    file = scenarios / "clean-pair" / "expected.json"
    good = file.read_bytes()
    change(scenarios / "clean-pair", '"verdict": "kept"', '"verdict": "rejected"')
    (scenarios / "malformed-lines" / "expected.json").unlink()
    told = capisim("check", "--update")
    assert told.code == 0
    assert "fixtures/clean-pair  updated" in told.out
    assert "verdict: expected rejected, got kept" in told.out
    assert told.out.endswith("2 passed, 2 updated\n")
    assert file.read_bytes() == good
    assert (fixtures() / "malformed-lines" / "expected.json").read_bytes() == (
        scenarios / "malformed-lines" / "expected.json"
    ).read_bytes()
    assert not [path for path in scenarios.rglob("*") if path.name.startswith(".")]
    assert capisim("check").code == 0


def test_update_leaves_alone_what_is_as_expected(capisim: Capisim, scenarios: Path) -> None:
    file = scenarios / "clean-pair" / "expected.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8"))), "utf-8")
    before = file.read_bytes()
    assert capisim("check", "--update").code == 0
    assert file.read_bytes() == before


def test_update_of_our_own_is_refused(capisim: Capisim, place: Path) -> None:
    told = capisim("check", "--update")
    assert told.code == 2
    assert "DIR" in told.err


@pytest.mark.parametrize("output_format", ["text", "json", "junit"])
def test_the_output_does_not_depend_on_the_number_of_processes(
    capisim: Capisim, scenarios: Path, output_format: str
) -> None:
    change(scenarios / "clean-pair", '"verdict": "kept"', '"verdict": "rejected"')
    (scenarios / "window-48-00-01" / "scenario.toml").write_text("title = [", "utf-8")
    one = capisim("check", "--jobs", "1", "--format", output_format)
    two = capisim("check", "--jobs", "2", "--format", output_format)
    assert one == two
    assert one.code == 2


def test_the_document_fits_its_schema(capisim: Capisim, scenarios: Path) -> None:
    change(scenarios / "clean-pair", '"verdict": "kept"', '"verdict": "rejected"')
    (scenarios / "window-48-00-01" / "events.jsonl").unlink()
    told = capisim("check", "--json")
    document = json.loads(told.out)
    schema = json.loads((schemas() / "check.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(document)
    assert document["schema"] == schema["$id"]
    outcomes = {row["scenario"]: row["outcome"] for row in document["scenarios"]}
    assert outcomes["clean-pair"] == "failed"
    assert outcomes["window-48-00-01"] == "unreadable"
    assert document["totals"] == {"scenarios": 4, "passed": 2, "failed": 1, "updated": 0, "unreadable": 1}
    (difference,) = next(row for row in document["scenarios"] if row["scenario"] == "clean-pair")["differences"]
    assert difference["what"] == "verdict"
    assert (difference["expected"], difference["actual"], difference["n"]) == ("rejected", "kept", 1)


def test_junit_counts_and_names_the_scenarios(capisim: Capisim, scenarios: Path) -> None:
    change(scenarios / "clean-pair", '"verdict": "kept"', '"verdict": "rejected"')
    told = capisim("check", "--format", "junit")
    suite = ET.fromstring(told.out)[0]  # noqa: S314 - our own
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "1", "0")
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    assert set(cases) == set(CHOSEN)
    failure = cases["clean-pair"].find("failure")
    assert failure is not None
    assert failure.text is not None
    assert "verdict: expected rejected, got kept" in failure.text
    assert cases["poisoned-batch"].find("failure") is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere"], "no such folder"),
        (["fixtures/clean-pair/expected.json"], "is no folder"),
        (["empty"], "holds no scenario"),
        (["--jobs", "-1"], "--jobs"),
        (["--format", "xml"], "--format"),
        (["--json", "--format", "junit"], "contradicts"),
    ],
)
def test_what_cannot_be_used_ends_with_2(capisim: Capisim, scenarios: Path, arguments: list[str], says: str) -> None:
    Path("empty").mkdir()
    told = capisim("check", *arguments)
    assert told.code == 2
    assert says in told.err


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        '{"schema": "https://capisim.dev/schemas/expected.schema.json", "events": [{}], "totals": {}}',
        '{"schema": "elsewhere", "events": [], "totals": {}}',
        "[" * 100_000,
    ],
)
def test_an_expected_json_that_is_none_ends_with_2(capisim: Capisim, scenarios: Path, content: str) -> None:
    (scenarios / "clean-pair" / "expected.json").write_text(content, "utf-8")
    told = capisim("check")
    assert told.code == 2
    assert "clean-pair" in told.out
    assert told.out.splitlines()[-1].endswith("3 passed, 1 unreadable")


def test_the_hook_runs_a_command_there_is(capisim: Capisim) -> None:
    text = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text("utf-8")
    members = dict(line.removeprefix("- ").strip().split(": ", 1) for line in text.splitlines())
    assert members["id"] == "capisim-check"
    assert capisim(*members["entry"].split()[1:], "--help").code == 0
    assert {"name", "language", "files", "pass_filenames"} <= set(members)
