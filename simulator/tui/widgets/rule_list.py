"""The rules that found something: how bad, how often, when, and a first example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content

from simulator.tui.bars import sparkline
from simulator.tui.text import fit, safe
from simulator.tui.widgets.item_list import ItemList

if TYPE_CHECKING:
    from simulator.views.rules_found import Example, RuleFound

SEVERITY_COLOURS: Final = {"rejected": "$error", "error": "$error", "warning": "$warning", "note": "$secondary"}
MOMENTS: Final = 24
_WIDE, _LONGEST_NAME, _SHORTEST_NAME = 104, 40, 12
_QUIET: Final = "$quiet"


class RuleRow(NamedTuple):
    """A rule with what it found, its name, its findings over the run's time (None: not counted yet), an example."""

    found: RuleFound
    name: str
    trend: tuple[int, ...] | None
    example: Example | None


class RuleList(ItemList[RuleRow]):
    """Rules, severe ones first."""

    @property
    def _longest_name(self) -> int:
        return min(_LONGEST_NAME, max((len(item.name) for item in self.items), default=_SHORTEST_NAME))

    def _widths(self, width: int) -> tuple[int, int, int]:
        """The cells of the name, the trend and the example."""
        trend = MOMENTS if width >= _WIDE else MOMENTS // 2
        rest = width - 36 - trend
        if width < _WIDE:
            return max(_SHORTEST_NAME, rest), trend, 0
        name = min(self._longest_name, max(_SHORTEST_NAME, rest * 3 // 5))
        return name, trend, rest - name - 2

    def titles(self, width: int) -> Content:
        """Titles."""
        name, trend, example = self._widths(width - 1)
        behind = f"  {fit('first example', example)}" if example else ""
        return Content(
            f" {fit('severity', 9)}{fit('rule', 7)}{fit('name', name)}{fit('findings', 9, right=True)}"
            f"{fit('events', 8, right=True)}  {fit('trend', trend)}{behind}"
        )

    def draw(self, item: RuleRow, width: int, *, at_cursor: bool) -> Content:  # noqa: ARG002 - drawn the same
        """One rule."""
        name, trend, example = self._widths(width)
        found = item.found
        severity = found.severity.value
        colour = SEVERITY_COLOURS[severity]
        message = item.example.finding.message if item.example is not None else ""
        return Content.assemble(
            (fit(severity, 9), f"bold {colour}" if severity == "rejected" else colour),
            (fit(found.rule, 7), "bold"),
            fit(item.name, name),
            (f"{found.findings:>9,}", "bold"),
            (fit(f"{found.events:,}" if found.events else "run", 8, right=True), _QUIET),
            "  ",
            self._trend(item, trend, colour),
            (f"  {fit(safe(message, 400), example)}" if example else "", _QUIET),
        )

    def _trend(self, item: RuleRow, cells: int, colour: str) -> Content:
        if item.trend is None:
            return Content.styled(fit("…", cells), _QUIET)
        step = max(len(item.trend) // cells, 1)
        line = sparkline([sum(item.trend[at : at + step]) for at in range(0, len(item.trend), step)], colour)
        return Content.assemble(line, " " * max(cells - line.cell_length, 0))

    def same(self, one: RuleRow, other: RuleRow) -> bool:
        """Whether both are of one rule."""
        return one.found.rule == other.found.rule
