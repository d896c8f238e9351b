"""A scenario's folder as a test of pytest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from simulator.errors import CapisimError
from simulator.masking import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    # Only pytest's private part names them; nothing is imported from it in a run.
    from _pytest._code.code import TerminalRepr, TracebackStyle

    from simulator.expectation.difference import Difference


class ScenarioFolder(pytest.Directory):
    """A folder with a ``scenario.toml``: one test for the scenario, and whatever tests lie beside it."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """The scenario's test first."""
        item: ScenarioItem = ScenarioItem.from_parent(self, name="capisim", path=self.path / "scenario.toml")
        yield item
        # pytest 8 says the parent is a Node, pytest 9 a Collector; a folder's is always the latter.
        if isinstance(self.parent, pytest.Collector):
            # Their own kind of folder finds them as it always does.
            yield from pytest.Dir.from_parent(self.parent, path=self.path).collect()


class ScenarioItem(pytest.Item):
    """Runs one scenario in memory and compares its verdicts with its ``expected.json``."""

    def runtest(self) -> None:
        """Raise ScenarioDiffersError when a verdict is not the expected one."""
        from simulator.expectation.checking import check_scenario

        checked = check_scenario(self.path.parent)
        if checked.differences:
            raise ScenarioDiffersError(self.path.parent, checked.title, checked.differences)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """The differences, or the sentence of an error of ours, without a traceback through capisim."""
        if isinstance(excinfo.value, (ScenarioDiffersError, CapisimError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the test is, and what to call it."""
        return self.path, None, f"scenario {self.path.parent.name}"


class ScenarioDiffersError(AssertionError):
    """A scenario whose verdicts are not the expected ones; its text shows each difference."""

    def __init__(self, folder: Path, title: str, differences: Iterable[Difference]) -> None:
        from simulator.expectation.difference import describe

        own = f"{folder}{os.sep}"
        shown = [each._replace(origin=each.origin and each.origin.removeprefix(own)) for each in differences]
        place = os.path.relpath(folder)
        super().__init__(
            f"the verdicts of the scenario {folder.name} ({printable(title)}) are not the expected ones\n\n"
            f"{describe(shown)}\n\n"
            f"If the change is meant: capisim check --update {printable(place)}, then look at expected.json."
        )
