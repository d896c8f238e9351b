"""expected.json: written as it is read, one event a line, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import SourceError, UsageError
from simulator.expectation import Difference, check_scenario, describe
from simulator.expectation.expected import Expected, ExpectedEvent, encode, read_expected, totals_of, write_expected
from simulator.expectation.finding_scenarios import find_scenarios
from simulator.expectation.many import choose_jobs
from simulator.resources import fixtures

SCENARIOS = sorted(path.parent for path in fixtures().glob("*/expected.json"))
EVENT = ExpectedEvent(1, "kept", None, None, None, ("CLK005",))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name)
def test_a_file_of_ours_is_written_as_it_is(scenario: Path) -> None:
    expected = read_expected(scenario)
    assert expected is not None
    assert encode(expected) == (scenario / "expected.json").read_text("utf-8")


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    for events in ((), (EVENT,), (EVENT, EVENT._replace(n=2, verdict="duplicate", duplicate_of=1, key="fbp"))):
        expected = Expected(events, totals_of(events), ("COV002",) if events else ())
        write_expected(tmp_path, expected)
        assert read_expected(tmp_path) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["expected.json"]


def test_codes_out_of_order_are_no_difference(tmp_path: Path) -> None:
    event = EVENT._replace(rules=("CLK005", "USR001"))
    text = encode(Expected((event,), totals_of((event,)))).replace('"CLK005", "USR001"', '"USR001", "CLK005", "USR001"')
    (tmp_path / "expected.json").write_text(text, "utf-8")
    expected = read_expected(tmp_path)
    assert expected is not None
    assert expected.events == (event,)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('"n": 1', '"n": 2', "n = 2"),
        ('"n": 1', '"n": true', "n = True"),
        ('"verdict": "kept"', '"verdict": "gone"', "verdict must be one of"),
        ('"duplicate_of": null', '"duplicate_of": "1"', "duplicate_of must be"),
        ('"key": null', '"key": 5', "key and survivor_rule"),
        ('["CLK005"]', '"CLK005"', "rules must be a list"),
        ('"key": null, ', "", "must hold n, verdict"),
        ('"read": 1', '"read": "1"', "totals must hold"),
        ('"totals"', '"run_rules": "COV002", "totals"', "run_rules must be a list"),
        ('"totals"', '"run_rules": ["COV002"], "totals"', None),
        ("check", "check", None),
    ],
)
def test_a_wrong_member_is_named(tmp_path: Path, before: str, after: str, says: str | None) -> None:
    text = encode(Expected((EVENT,), totals_of((EVENT,)))).replace(before, after, 1)
    (tmp_path / "expected.json").write_text(text, "utf-8")
    if says is None:
        assert read_expected(tmp_path) is not None
        return
    with pytest.raises(SourceError, match=says):
        read_expected(tmp_path)


def test_scenarios_are_found_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b", "a/inner", "a/.hidden", "c/deep/er"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "scenario.toml").write_text("", "utf-8")
    (tmp_path / "c/deep/er/below").mkdir()
    (tmp_path / "c/deep/er/below/scenario.toml").write_text("", "utf-8")
    (tmp_path / "c/round").symlink_to(tmp_path)
    found = find_scenarios([tmp_path / "b", tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["b", "a/inner", "c/deep/er"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no scenario"):
        find_scenarios([tmp_path / "empty"])


@pytest.mark.parametrize(("wanted", "scenarios", "jobs"), [(1, 100, 1), (3, 100, 3), (0, 0, 1), (0, 5, 1), (8, 2, 8)])
def test_few_scenarios_are_not_worth_a_process(wanted: int, scenarios: int, jobs: int) -> None:
    assert choose_jobs(wanted, scenarios) == jobs


def test_the_interface_for_tests() -> None:
    checked = check_scenario(fixtures() / "clean-pair")
    assert checked.passed
    assert checked.differences == ()
    assert checked.scenario == "clean-pair"
    assert describe(checked.differences) == ""


def test_a_description_groups_by_event_and_shows_no_control_characters() -> None:
    first = Difference("one", 1, "e.jsonl:1", "verdict", "kept", "rejected", "")
    text = describe([first, first._replace(what="rules", expected=None, actual="USR001", hint="USR001 x\x1b[2J")])
    assert text.splitlines() == [
        "one #1 (e.jsonl:1)",
        "  verdict: expected kept, got rejected",
        "  rules: USR001 is told, but not expected",
        "    USR001 x\\x1b[2J",
    ]
