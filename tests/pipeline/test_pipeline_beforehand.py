"""What is known of a run before it begins: findings about a property, also after an interruption, and a command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from simulator.errors import SettingsError, UsageError
from simulator.expectation import check_scenario
from simulator.pipeline import replay
from simulator.pipeline.beforehand import Beforehand
from simulator.pipeline.replaying import Replay
from simulator.reports.handover.repeating import repeating
from simulator.resources import fixtures
from simulator.scenario import load_scenario
from simulator.settings import Settings
from simulator.store.connect import open_store

STALE = fixtures() / "tagged-stale-value"
SETTINGS = Settings(workers=1)


def test_what_is_found_about_the_property_outlives_an_interruption() -> None:
    with open_store(":memory:") as store:
        begun = Replay(store, [str(STALE)], SETTINGS)
        batches = begun.batches()
        next(batches)
        batches.close()  # type: ignore[attr-defined]
        assert store.run(begun.run).state == "interrupted"
        assert store.run_findings(begun.run) == ()
        assert replay(store, [str(STALE)], SETTINGS, resume=True) == begun.run
        (finding,) = store.run_findings(begun.run)
        whole = replay(store, [str(STALE)], SETTINGS)
        assert store.run_findings(whole) == (finding,)
        assert (finding.rule, finding.path) == ("TAG020", "$.rules[3].actions[1].parameters.value")
        assert store.run(whole).about == str(STALE / "../tagged-shop/property.toml")


def test_requests_that_no_file_holds_are_made_again_by_a_command() -> None:
    known = Beforehand(command="capisim tag p.toml s.toml --replay")
    with open_store(":memory:") as store:
        begun = Replay(store, [str(STALE / "events.jsonl")], SETTINGS, names=["tagged.jsonl"], about=known)
        batches = begun.batches()
        next(batches)
        batches.close()  # type: ignore[attr-defined]
        with pytest.raises(UsageError, match=r"make them again: capisim tag p\.toml s\.toml --replay"):
            replay(store, [], SETTINGS, resume=True)
        assert repeating(store.run(begun.run)).command == known.command


def test_sources_that_the_property_sends_no_longer_are_told(tmp_path: Path) -> None:
    for name in ("tagged-shop", "tagged-stale-value"):
        shutil.copytree(fixtures() / name, tmp_path / name)
    folder = tmp_path / "tagged-stale-value"
    assert check_scenario(folder).passed
    lines = (folder / "events.jsonl").read_bytes().splitlines(keepends=True)
    for changed, line, wanted, came in (
        (lines[:-1], 6, "what leaves now", "no more lines"),
        ([*lines, lines[-1]], 7, "no more requests", "one line more"),
        ([lines[1], lines[0], *lines[2:]], 1, "what leaves now", "another line"),
    ):
        (folder / "events.jsonl").write_bytes(b"".join(changed))
        told = [each for each in check_scenario(folder).differences if each.what.startswith("sources")]
        assert [(each.what, each.expected, each.actual) for each in told] == [(f"sources line {line}", wanted, came)]
        assert "tagged-shop/stale.toml --format jsonl' prints what leaves now" in told[0].hint


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ('property = "p"', "property goes with sessions"),
        ('sessions = ["s"]', "sessions goes with property"),
        ('environment = "staging"', "environment goes with property"),
        ('property = "p"\nsessions = []', "sessions must be a list of file names"),
        ('property = "p"\nsessions = "s"', "sessions must be a list"),
        (
            'property = "p"\nsessions = ["s"]\nenvironment = "live"',
            "environment must be development, staging or production",
        ),
    ],
)
def test_what_does_not_go_together_is_told(tmp_path: Path, members: str, problem: str) -> None:
    (tmp_path / "scenario.toml").write_text(f'title = "t"\nshows = "s"\n{members}\n')
    with pytest.raises(SettingsError) as told:
        load_scenario(str(tmp_path))
    assert [each.partition(": ")[2] for each in told.value.problems] == [problem]
