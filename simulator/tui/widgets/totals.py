"""The handful of numbers above a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from simulator.tui.css import beside

if TYPE_CHECKING:
    from simulator.views.totals import Totals


class TotalsBar(Widget):
    """Numbers with their names: beside them where there is one line, below them where there are two."""

    DEFAULT_CSS = beside(__file__)
    totals: reactive[Totals | None] = reactive(None)

    def render(self) -> Content:
        """One or two lines."""
        if self.totals is None:
            return Content.styled("counting…", "$quiet")
        parts = self._parts(self.totals)
        if self.size.height >= 2:
            return self._two_lines(parts)
        return self._one_line(parts)

    def _parts(self, totals: Totals) -> list[tuple[str, str, str, str]]:
        """Each number with its colour, its name and a shorter name."""

        def some(count: int, colour: str) -> str:
            return f"bold {colour}" if count else "$quiet"

        parts = [
            (f"{totals.received:,}", "bold $foreground", "received", "recv"),
            (f"{totals.valid:,}", some(totals.valid, "$success"), "valid", "valid"),
            (f"{totals.duplicate:,}", some(totals.duplicate, "$secondary"), "duplicate", "dup"),
            (f"{totals.rejected:,}", some(totals.rejected, "$error"), "rejected", "rej"),
            (f"{totals.quarantined:,}", some(totals.quarantined, "$warning"), "quarantined", "quar"),
            (f"{totals.with_findings:,}", some(totals.with_findings, "$warning"), "with findings", "found"),
        ]
        coverage = "–" if totals.coverage is None else f"{totals.coverage:g} %"
        parts.append((coverage, "bold $foreground", "event coverage", "cover"))
        estimate = totals.estimate
        shown = "–" if estimate is None else f"{estimate.low:g}–{estimate.high:g}"
        parts.append((shown, "bold $primary", "match quality, estimate", "estimate"))
        return parts

    def _one_line(self, parts: list[tuple[str, str, str, str]]) -> Content:
        for long in (True, False):
            each = [
                Content.assemble((number, colour), (f" {names[not long]}", "$quiet"))
                for number, colour, *names in parts
            ]
            line = Content("  ").join(each)
            if line.cell_length <= self.size.width:
                return line
        return Content(" ").join(each)

    def _two_lines(self, parts: list[tuple[str, str, str, str]]) -> Content:
        long = sum(max(len(number), len(name)) + 3 for number, _, name, _ in parts) - 3 <= self.size.width
        above, below = [], []
        for number, colour, *names in parts:
            name = names[0 if long else 1]
            width = max(len(number), len(name))
            above.append(Content.styled(number.ljust(width), colour))
            below.append(Content.styled(name.ljust(width), "$quiet"))
        gap = Content("   " if long else "  ")
        return Content("\n").join([gap.join(above), gap.join(below)])
