"""One scenario through the pipeline, in memory, and what differs from its ``expected.json``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from simulator.expectation.comparing import compare
from simulator.expectation.difference import Difference
from simulator.expectation.expected import NAME, Expected, expectation_of, read_expected
from simulator.settings import Settings

if TYPE_CHECKING:
    from simulator.finding import Finding
    from simulator.verdict import Verdict


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
    title = load_scenario(str(folder)).title
    expected = read_expected(folder)
    decided = decided_of(folder, settings or Settings())
    differences = _missing(folder, name) if expected is None else compare(name, expected, *decided)
    return Checked(folder, name, title, expected, expectation_of(*decided), differences)


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


def _missing(folder: Path, name: str) -> tuple[Difference, ...]:
    hint = f"'capisim check --update {folder}' writes it from this run; read it before you trust it"
    return (Difference(name, None, None, NAME, "the verdicts that must come out", "no such file", hint),)
