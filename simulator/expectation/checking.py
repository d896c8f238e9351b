"""One scenario through the pipeline, in memory, and what differs from its ``expected.json``."""

from __future__ import annotations

import shlex
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

from simulator.expectation.comparing import compare
from simulator.expectation.difference import Difference
from simulator.expectation.expected import NAME, Expected, expectation_of, read_expected
from simulator.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.finding import Finding
    from simulator.scenario import Scenario
    from simulator.verdict import Verdict

SOURCES = "sources"
"""What a difference about the sources of a scenario with a property begins with."""


class Checked(NamedTuple):
    """A scenario after its check.

    ``scenario`` is the folder's name. ``actual`` is what ``expected.json`` would have to say;
    ``expected`` is None when there is no such file.
    """

    folder: Path
    scenario: str
    title: str
    expected: Expected | None
    actual: Expected
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came as expected."""
        return not self.differences


def check_scenario(folder: str | Path, settings: Settings | None = None) -> Checked:
    """Run a scenario's events through the pipeline in memory and compare with its ``expected.json``.

    ``settings`` are laid under those of the scenario; None means the defaults. A missing
    ``expected.json`` is a difference. Raises SourceError or SettingsError for what can't be read.
    """
    from simulator.scenario import load_scenario

    folder = Path(folder)
    name = folder.resolve().name
    scenario = load_scenario(str(folder))
    expected = read_expected(folder)
    decided = decided_of(folder, settings or Settings())
    differences = _missing(folder, name) if expected is None else compare(name, expected, *decided)
    differences = (*differences, *_of_another_property(name, scenario))
    return Checked(folder, name, scenario.title, expected, expectation_of(*decided), differences)


class Decided(NamedTuple):
    """Every event of a scenario with its verdict, in input order, and what was found about the run as a whole."""

    verdicts: list[Verdict]
    about_run: tuple[Finding, ...]


def decided_of(folder: Path, settings: Settings) -> Decided:
    """A scenario through the pipeline; nothing is stored."""
    from simulator import pipeline
    from simulator.store.connect import open_store

    with open_store(":memory:") as store:
        run = pipeline.replay(store, [str(folder)], settings)
        return Decided(list(store.lines(run)), store.run_findings(run))


def _of_another_property(name: str, scenario: Scenario) -> Iterator[Difference]:
    """Whether the sources are no longer what leaves when the property of the scenario runs through its sessions."""
    if scenario.tagged is None:
        return
    from simulator.pipeline.beforehand import leaving

    recorded = chain.from_iterable(Path(source).read_bytes().splitlines() for source in scenario.sources)
    left = (orjson.dumps(each.line) for each in leaving(scenario.folder, scenario.tagged))
    for number, (was, leaves) in enumerate(zip_longest(recorded, left), 1):
        if was != leaves:
            tagged = scenario.tagged
            stage = [] if tagged.environment == "development" else ["--environment", tagged.environment]
            command = shlex.join(["capisim", "tag", tagged.property, *tagged.sessions, *stage, "--format", "jsonl"])
            hint = f"in the folder, '{command}' prints what leaves now"
            wanted = "no more requests" if leaves is None else "what leaves now"
            came = "no more lines" if was is None else "another line" if leaves is not None else "one line more"
            yield Difference(name, None, None, f"{SOURCES} line {number}", wanted, came, hint)
            return


def _missing(folder: Path, name: str) -> tuple[Difference, ...]:
    hint = f"'capisim check --update {folder}' writes it from this run; read it before you trust it"
    return (Difference(name, None, None, NAME, "the verdicts that must come out", "no such file", hint),)
