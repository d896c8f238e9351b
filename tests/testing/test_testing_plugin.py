"""The pytest plugin, run by a pytest of its own: scenarios as tests, the fixture, and that it costs nothing unused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from shop_events import HASHED, envelope, event, pair

from simulator.testing import run_events

pytest_plugins = ["pytester"]

_PAIR = f"PAIR = {pair()!r}\nSPLIT = [PAIR[0], {envelope('server', event(event_id='server-order-1'), 2)!r}]\n"


@pytest.fixture(autouse=True)
def loaded() -> None:
    """Everything that a run needs is imported here already: pytester forgets what a test of its imports, and some
    extension modules can't be imported twice."""
    run_events(pair()).expect_clean()
    import simulator.expectation.checking
    import simulator.testing.collecting  # noqa: F401


@pytest.fixture(autouse=True)
def without_the_others(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inner runs have no settings for the plugins that our own tests use."""
    names = ("asyncio", "textual-snapshot", "syrupy")
    monkeypatch.setenv("PYTEST_ADDOPTS", " ".join(f"-p no:{name}" for name in names))


@pytest.fixture
def scenarios(pytester: pytest.Pytester, write_scenario: Callable[..., Path]) -> Path:
    """Two scenarios in the folder ``shop``, of which ``broken`` expects what does not come; and one test."""
    folder = pytester.path / "shop"
    write_scenario("clean", pair(), inside=folder)
    broken = write_scenario("broken", pair(), inside=folder) / "expected.json"
    expected = json.loads(broken.read_text("utf-8"))
    expected["events"][1].update(verdict="kept", duplicate_of=None, key=None, survivor_rule=None)
    expected["events"][0]["rules"] = ["EVT003"]
    expected["totals"].update(kept=2, duplicate=0)
    broken.write_text(json.dumps(expected), "utf-8")
    pytester.makepyfile(test_one="def test_one(): pass")
    return folder


def passed(result: pytest.RunResult) -> set[str]:
    """The ids of the tests that passed."""
    return {line.split()[1] for line in result.outlines if line.startswith("PASSED ")}


def failed(result: pytest.RunResult) -> set[str]:
    """The ids of the tests that failed."""
    return {line.split()[1] for line in result.outlines if line.startswith("FAILED ")}


def _named(value: object) -> str | None:
    """A name for the arguments of pytest; a set would have another name in every process."""
    return " ".join(value) if isinstance(value, list) else None


CLEAN, BROKEN, ONE = "shop/clean::capisim", "shop/broken::capisim", "test_one.py::test_one"


@pytest.mark.parametrize(
    ("arguments", "passing", "failing"),
    [
        ([], {ONE}, set()),
        (["--capisim-scenarios", "shop"], {ONE, CLEAN}, {BROKEN}),
        (["--capisim-scenarios", "shop/clean"], {ONE, CLEAN}, set()),
        (["--capisim-scenarios", "shop/clean", "--capisim-scenarios=shop/broken"], {ONE, CLEAN}, {BROKEN}),
        (["--capisim-scenarios", "shop", "shop"], {CLEAN}, {BROKEN}),
        (["--capisim-scenarios", "shop", "test_one.py"], {ONE, CLEAN}, {BROKEN}),
        (["shop/clean"], {CLEAN}, set()),
        (["shop/clean/"], {CLEAN}, set()),
        (["shop/clean/scenario.toml"], {CLEAN}, set()),
        (["shop/clean::capisim", "shop/broken::capisim"], {CLEAN}, {BROKEN}),
        (["shop/clean/scenario.toml::capisim"], {CLEAN}, set()),
        (["shop/clean", "test_one.py::test_one"], {CLEAN, ONE}, set()),
        # Only whoever asks for scenarios gets them: other tools have scenario.toml too.
        (["shop", "test_one.py"], {ONE}, set()),
    ],
    ids=_named,
)
def test_scenarios_are_collected_where_they_are_asked_for(
    pytester: pytest.Pytester, scenarios: Path, arguments: list[str], passing: set[str], failing: set[str]
) -> None:
    result = pytester.runpytest("-rpf", *arguments)
    assert (passed(result), failed(result)) == (passing, failing)


@pytest.mark.parametrize(
    ("arguments", "passing", "failing"),
    [
        ([], {ONE, CLEAN}, {BROKEN}),
        (["test_one.py"], {ONE}, set()),
        (["shop/clean", "test_one.py"], {CLEAN, ONE}, set()),
        (["shop"], {CLEAN}, {BROKEN}),
        (["."], {ONE, CLEAN}, {BROKEN}),
        (["-k", "broken or test_one"], {ONE}, {BROKEN}),
    ],
    ids=_named,
)
@pytest.mark.parametrize("testpaths", ["", "testpaths = test_one.py"])
def test_the_settings_name_scenarios_for_runs_of_everything(
    pytester: pytest.Pytester,
    scenarios: Path,
    testpaths: str,
    arguments: list[str],
    passing: set[str],
    failing: set[str],
) -> None:
    pytester.makeini(f"[pytest]\ncapisim_scenarios = shop\n{testpaths}\n")
    result = pytester.runpytest("-rpf", *arguments)
    assert (passed(result), failed(result)) == (passing, failing)


def test_a_failed_scenario_names_scenario_line_expected_actual_and_rule(
    pytester: pytest.Pytester, scenarios: Path
) -> None:
    result = pytester.runpytest("shop/broken")
    told = result.stdout.str()
    assert "the verdicts of the scenario broken (A broken pair) are not the expected ones" in told
    assert "broken #1 (events.jsonl:1)" in told
    assert "rules: EVT003 is expected, but not told" in told
    assert "EVT003 event-time-too-old" in told
    assert "broken #2 (events.jsonl:2)" in told
    assert "verdict: expected kept, got duplicate" in told
    assert f"capisim check --update {Path('shop', 'broken')}" in told
    assert "Traceback" not in told
    assert "collecting.py" not in told
    assert result.ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("scenario.toml", "title = ", "is no TOML"),
        ("scenario.toml", 'title = "x"', "shows is missing"),
        ("expected.json", "{", "expected.json"),
        ("expected.json", None, "expected.json"),
        ("events.jsonl", None, "events.jsonl"),
        ("events.jsonl", "", "it is empty"),
    ],
)
def test_a_broken_scenario_says_so_in_a_sentence(
    pytester: pytest.Pytester, scenarios: Path, file: str, content: str | None, said: str
) -> None:
    path = scenarios / "clean" / file
    path.unlink() if content is None else path.write_text(content, "utf-8")
    result = pytester.runpytest("shop/clean")
    assert said in result.stdout.str()
    assert "Traceback" not in result.stdout.str()
    result.assert_outcomes(failed=1)


@pytest.mark.parametrize(
    ("folder", "said"),
    [("missing", "there is no folder"), ("empty", "holds no scenario"), ("test_one.py", "no folder")],
)
@pytest.mark.parametrize("way", ["option", "settings"])
def test_a_folder_without_scenarios_is_a_mistake_not_a_pass(
    pytester: pytest.Pytester, scenarios: Path, folder: str, said: str, way: str
) -> None:
    (pytester.path / "empty").mkdir()
    if way == "settings":
        pytester.makeini(f"[pytest]\ncapisim_scenarios = {folder}\n")
    result = pytester.runpytest(*(["--capisim-scenarios", folder] if way == "option" else []))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert said in result.stderr.str()


def test_tests_beside_a_scenario_run_as_well(pytester: pytest.Pytester, scenarios: Path) -> None:
    (scenarios / "clean" / "test_beside.py").write_text("def test_beside(): pass\n", "utf-8")
    result = pytester.runpytest("-rp", "--capisim-scenarios", "shop/clean", "shop/clean")
    assert passed(result) == {CLEAN, "shop/clean/test_beside.py::test_beside"}


def test_a_failed_scenario_is_run_again_by_last_failed(pytester: pytest.Pytester, scenarios: Path) -> None:
    pytester.runpytest("--capisim-scenarios", "shop").assert_outcomes(passed=2, failed=1)
    pytester.runpytest("--capisim-scenarios", "shop", "--lf").assert_outcomes(failed=1)


def test_scenarios_run_on_several_processes(pytester: pytest.Pytester, scenarios: Path) -> None:
    result = pytester.runpytest_subprocess("-p", "no:schemathesis", "-n2", "-rpf", "--capisim-scenarios", "shop")
    result.assert_outcomes(passed=2, failed=1)


def test_the_fixture_runs_events_and_its_failures_start_in_the_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        f"""{_PAIR}
def test_passes(capisim):
    result = capisim.run(PAIR)
    result.expect_event("Purchase")
    result.expect_deduplicated("Purchase", within=60)
    result.expect_clean()

def test_fails(capisim):
    capisim.run(SPLIT).expect_deduplicated("Purchase")
"""
    )
    result = pytester.runpytest("-W", "error")
    result.assert_outcomes(passed=1, failed=1)
    told = result.stdout.str()
    assert "has no copy on the server channel" in told
    assert "looks like one action, and counts twice:" in told
    assert "event_id" in told
    # No line of capisim's own code stands between the test and the message.
    assert "__tracebackhide__" not in told
    assert "deduplicated.py" not in told
    assert HASHED not in "".join(line for line in told.splitlines() if line.startswith("E "))


def test_the_objects_show_nobody_when_pytest_prints_them(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        f"""{_PAIR}
def test_fails(capisim):
    result = capisim.run(PAIR)
    assert result.events == ()
"""
    )
    told = pytester.runpytest("-vv", "--showlocals").stdout.str()
    shown = [line for line in told.splitlines() if "<#1" in line or "<Result" in line]
    assert shown
    assert not any(HASHED in line for line in shown)


def test_snapshots_lie_beside_the_test_and_are_written_when_asked_for(pytester: pytest.Pytester) -> None:
    file = pytester.makepyfile(
        test_checkout=f"""{_PAIR}
def test_it(capisim):
    capisim.run(PAIR).match_snapshot("one purchase")
"""
    )
    result = pytester.runpytest()
    result.assert_outcomes(failed=1)
    assert "run pytest --capisim-update" in result.stdout.str()
    pytester.runpytest("--capisim-update").assert_outcomes(passed=1)
    kept = file.parent / "__snapshots__" / "test_checkout" / "one purchase.json"
    assert HASHED not in kept.read_text("utf-8")
    pytester.runpytest().assert_outcomes(passed=1)
    kept.write_text(kept.read_text("utf-8").replace('"kept"', '"rejected"'), "utf-8")
    changed = pytester.runpytest()
    changed.assert_outcomes(failed=1)
    changed.stdout.fnmatch_lines(['E*-      "verdict": "rejected",', 'E*+      "verdict": "kept",'])


def test_without_the_plugin_nothing_of_it_is_there(pytester: pytest.Pytester, scenarios: Path) -> None:
    pytester.makepyfile(test_fixture="def test_it(capisim): pass")
    result = pytester.runpytest_subprocess("-p", "no:capisim", "-rp")
    result.assert_outcomes(passed=1, errors=1)
    assert "fixture 'capisim' not found" in result.stdout.str()
    assert pytester.runpytest("-p", "no:capisim", "--capisim-update").ret == pytest.ExitCode.USAGE_ERROR


_PROBE = """
import sys

def test_it():
    loaded = {name for name in sys.modules if name.partition(".")[0] == "simulator"}
    assert loaded == {"simulator", "simulator.testing", "simulator.testing.plugin"}
    assert not {"orjson", "rich", "sqlite_utils", "jsonschema"} & set(sys.modules)
"""


def test_unused_the_plugin_loads_nothing(pytester: pytest.Pytester, scenarios: Path) -> None:
    pytester.makepyfile(test_probe=_PROBE)
    # Other plugins load what they like.
    alone = ("-p", "no:xdist", "-p", "no:hypothesispytest", "-p", "no:faker")
    pytester.runpytest_subprocess("-W", "error", *alone).assert_outcomes(passed=2)


def test_pytest_is_no_dependency_of_the_api(pytester: pytest.Pytester) -> None:
    probe = pytester.makepyfile(
        probe=f"""
import sys
{_PAIR}
from simulator.testing import run_events
run_events(PAIR).expect_clean()
assert "pytest" not in sys.modules and "_pytest" not in sys.modules
"""
    )
    assert pytester.runpython(probe).ret == 0


_SENDS = """
import urllib.request

def send(meta, eid, name="Purchase"):
    urllib.request.urlopen(f"{meta.url}/tr?id=1&ev={name}&eid={eid}&dl=https%3A%2F%2Fshop.example%2F").close()
"""


def test_the_fixture_listens_and_shows_what_arrived_when_a_test_fails(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        f"""{_SENDS}
def test_passes(capisim):
    meta = capisim.listen()
    send(meta, "one")
    meta.expect_event("Purchase")

def test_fails(capisim):
    meta = capisim.listen()
    send(meta, "one")
    send(meta, "one")
    assert meta.events == ()
"""
    )
    result = pytester.runpytest("-W", "error")
    result.assert_outcomes(passed=1, failed=1)
    told = result.stdout.str()
    assert told.count("- what arrived at capisim -") == 1
    assert "duplicate of #1" in told
    assert "survivor" in told or "counts" in told


def test_one_emulator_serves_the_session_and_is_empty_for_each_test(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
import pytest

@pytest.fixture(scope="session")
def capisim_settings():
    return {"emulator": {"network_faults": ["latency:0"]}, "environment": "production"}
"""
    )
    pytester.makepyfile(
        f"""{_SENDS}
URLS = []

def test_one(capisim_emulator):
    URLS.append(capisim_emulator.url)
    send(capisim_emulator, "one")
    capisim_emulator.expect_times(1, "Purchase")

def test_two(capisim_emulator, capisim_server):
    assert capisim_server is capisim_emulator
    assert URLS == [capisim_emulator.url]
    send(capisim_emulator, "one")
    capisim_emulator.expect_times(1, "Purchase")
    capisim_emulator.match_snapshot("two")
"""
    )
    pytester.runpytest("-W", "error", "--capisim-update").assert_outcomes(passed=2)
    result = pytester.runpytest("-W", "error")
    result.assert_outcomes(passed=2)
    assert [path.stem for path in pytester.path.rglob("__snapshots__/*/*.json")] == ["two"]
