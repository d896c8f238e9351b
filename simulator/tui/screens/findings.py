"""Findings: what is wrong, grouped by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from simulator.tui.screens.base import RunScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget


class FindingsScreen(RunScreen):
    """Findings: what is wrong, grouped by rule."""

    CSS_PATH = "findings.tcss"
    mode: ClassVar[str] = "findings"

    def content(self) -> Iterable[Widget]:
        """A line that tells how many events the run has."""
        yield Static(id="count", markup=False)

    def on_run_changed(self) -> None:
        self.query_one("#count", Static).update(f"Run {self.current.run}: {self.current.last} events")

    def on_run_grew(self) -> None:
        self.on_run_changed()
