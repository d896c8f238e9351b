"""A new property's folder: what is in it, that it is clean, and that nothing is lost for it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import orjson
import pytest

from simulator.errors import UsageError
from simulator.expectation import check_scenario
from simulator.expectation.expected import read_expected
from simulator.quickstart.events import EVENTS
from simulator.quickstart.project import make_project, property_file, update_project
from simulator.quickstart.running import ran_with, sessions_of
from simulator.quickstart.wanted import Wanted
from simulator.tagging.happening import Sent
from simulator.tagging.problems import TaggingError
from simulator.tagging.property import STANDARD_EVENTS, load_property
from simulator.tagging.session import load_session

WANTED = Wanted("shop.example", "1234567890")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Path]:
    """The folder as Adobe has it, and the complete one."""
    below = tmp_path_factory.mktemp("quickstart")
    for complete in (False, True):
        make_project(WANTED._replace(complete=complete), below / str(complete))
    return {complete: below / str(complete) for complete in (False, True)}


def test_there_is_a_rule_for_every_standard_event() -> None:
    assert {planned.event for planned in EVENTS} == set(STANDARD_EVENTS)
    assert len(EVENTS) == len(STANDARD_EVENTS) == 18


def test_only_page_view_has_a_trigger_unless_all_were_asked_for(folders: dict[bool, Path]) -> None:
    for complete, folder in folders.items():
        prop = load_property(str(folder / "property.toml"))
        assert [rule.name for rule in prop.rules] == [planned.rule for planned in EVENTS]
        triggered = {rule.name for rule in prop.rules if rule.triggers}
        assert triggered == ({rule.name for rule in prop.rules} if complete else {"MetaConversion_PageView"})
    assert load_property(str(folders[False] / "examples/property.toml")).rules == prop.rules


def test_every_standard_event_is_a_clean_pair(folders: dict[bool, Path]) -> None:
    prop = load_property(str(folders[True] / "property.toml"))
    sent = [
        each for ran in ran_with(prop, sessions_of(folders[True])) for each in ran.happenings if isinstance(each, Sent)
    ]
    assert {(each.event_name, each.channel) for each in sent} == {
        (name, channel) for name in STANDARD_EVENTS for channel in ("browser", "server")
    }
    for folder in (folders[True] / "scenarios/property", folders[False] / "scenarios/example"):
        expected = read_expected(folder)
        assert expected is not None
        assert [event.rules for event in expected.events] == [()] * 42
        assert expected.totals == {**expected.totals, "read": 42, "kept": 21, "duplicate": 21}
        assert expected.run_rules == ()


def test_its_scenarios_pass(folders: dict[bool, Path]) -> None:
    for folder in folders.values():
        scenarios = list((folder / "scenarios").iterdir())
        assert scenarios
        assert [each.scenario for each in map(check_scenario, scenarios) if not each.passed] == []


def test_another_path_is_everywhere(tmp_path: Path) -> None:
    make_project(
        WANTED._replace(data_layer="window.digitalData.shop-1", domain=" https://WWW.Shop.example/ "), tmp_path
    )
    prop = load_property(str(tmp_path / "property.toml"))
    assert prop.name == "www.shop.example"
    assert prop.data_layer == ("digitalData", "shop-1")
    assert load_session(str(tmp_path / "sessions/shop.toml")).steps[0].what.startswith("https://www.shop.example/")
    assert '["digitalData","shop-1"]' in (tmp_path / "page/data-layer.js").read_text()
    assert read_expected(tmp_path / "scenarios/property").totals["duplicate"] == 4  # type: ignore[union-attr]


def test_what_cannot_be_is_told_at_once(tmp_path: Path) -> None:
    token = "EAA" + "a" * 40
    wanted = Wanted("<script>", "12a", "dataLayer", token)
    with pytest.raises(TaggingError) as told:
        make_project(wanted, tmp_path / "new")
    assert len(told.value.problems) == 4
    assert token not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_something_in_it_is_refused_unless_told(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    (tmp_path / "README.md").write_text("old")
    with pytest.raises(UsageError, match="--overwrite"):
        make_project(WANTED, tmp_path)
    assert (tmp_path / "README.md").read_text() == "old"
    names = make_project(WANTED, tmp_path, overwrite=True)
    assert mine.read_text() == "mine"
    assert (tmp_path / "README.md").read_text() != "old"
    assert {each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*") if each.is_file()} == {
        "mine.txt",
        *names,
    }


def test_the_same_wish_gives_the_same_bytes(folders: dict[bool, Path], tmp_path: Path) -> None:
    for name in make_project(WANTED, tmp_path):
        assert (tmp_path / name).read_bytes() == (folders[False] / name).read_bytes(), name


def test_what_follows_from_the_property_is_made_anew(tmp_path: Path) -> None:
    make_project(WANTED, tmp_path)
    assert update_project(tmp_path) == []
    told = tmp_path / "scenarios/property/scenario.toml"
    told.write_text(told.read_text().replace("What leaves", "Mine: what leaves"))
    file = tmp_path / "property.toml"
    file.write_text(file.read_text().replace("# It never fires until it has a trigger: ", "", 1))
    assert update_project(tmp_path) == [
        "page/capisim-tags.js",
        "scenarios/property/events.jsonl",
        "scenarios/property/expected.json",
    ]
    assert "Mine: what leaves" in told.read_text()
    assert check_scenario(told.parent).passed
    assert {each.name for each in tmp_path.iterdir()}.isdisjoint({".update"})


def test_the_job_is_a_shell_script_that_runs_what_the_readme_says(folders: dict[bool, Path]) -> None:
    for folder in folders.values():
        script = folder / "ci.sh"
        assert script.stat().st_mode & 0o111
        subprocess.run(["sh", "-n", str(script)], check=True, timeout=60)
        assert (script.read_text().count("capisim tag ")) == len(list((folder / "scenarios").iterdir()))
        named = set(re.findall(r"^\| `([^`]+)`", (folder / "README.md").read_text(), re.MULTILINE))
        assert all((folder / name).exists() for name in named)


def test_a_property_that_sends_nothing_yet_leaves_its_scenario_alone(tmp_path: Path) -> None:
    make_project(WANTED, tmp_path)
    before = (tmp_path / "scenarios/property/events.jsonl").read_bytes()
    file = tmp_path / "property.toml"
    file.write_text(file.read_text().replace('triggers = [{ on = "page-view" }]\n', "", 1))
    told: list[str] = []
    assert update_project(tmp_path, told.append) == ["page/capisim-tags.js"]
    assert told == ["property.toml"]
    assert (tmp_path / "scenarios/property/events.jsonl").read_bytes() == before


def test_a_property_in_json_is_the_folders_too(tmp_path: Path) -> None:
    make_project(WANTED, tmp_path)
    toml, in_json = tmp_path / "property.toml", tmp_path / "property.json"
    in_json.write_bytes(orjson.dumps(tomllib.loads(toml.read_text())))
    with pytest.raises(UsageError, match=r"holds property.toml and property.json"):
        update_project(tmp_path)
    toml.unlink()
    assert property_file(tmp_path) == in_json
    assert update_project(tmp_path) == []
    in_json.write_bytes(in_json.read_bytes().replace(b"1234567890", b"9876543210"))
    assert update_project(tmp_path) == ["page/capisim-tags.js", "scenarios/property/events.jsonl"]
