"""The lists of match quality: event names with their estimates, and the match keys of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from simulator.masking import show_name
from simulator.match_quality.what_if import Supposed
from simulator.tui.bars import range_bar, scale, share_bar
from simulator.tui.text import fit
from simulator.tui.widgets.item_list import ItemList
from simulator.views.quality import NameQuality

if TYPE_CHECKING:
    from simulator.match_quality.score import Estimate

_QUIET = "$quiet"
_LONGEST_NAME, _LONGEST_KEY, _LONGEST_BAR = 32, 20, 60
_BEHIND_BAR = 25


class KeyRow(NamedTuple):
    """One match key of one event name.

    ``coverage`` and ``valid`` are in percent of its events; ``worth`` is what the model gives for the key on every
    event, in points of the estimate, None for nothing; ``supposed`` is what is supposed of it.
    """

    key: str
    coverage: float
    valid: float
    worth: float | None
    supposed: Supposed | None


class NameList(ItemList[NameQuality]):
    """Event names, each with its estimate as a range on a scale from 0 to 10."""

    def _widths(self, width: int) -> tuple[int, int]:
        name = min(_LONGEST_NAME, max(10, (width - 10 - _BEHIND_BAR) // 2))
        return name, max(5, min(_LONGEST_BAR, width - name - 10 - _BEHIND_BAR))

    def titles(self, width: int) -> Content:
        """Titles, with the scale over the bars."""
        name, bar = self._widths(width - 1)
        return Content(f" {fit('event name', name)} {fit('events', 8, right=True)} {scale(bar)} likely  estimate")

    def draw(self, item: NameQuality, width: int, *, at_cursor: bool) -> Content:  # noqa: ARG002 - drawn the same
        """A name, its events, its bar, its numbers."""
        name, bar = self._widths(width)
        return Content.assemble(
            (fit(show_name(item.event_name), name), "bold"),
            (f" {item.events:>8,} ", _QUIET),
            range_bar(item.estimate.low, item.estimate.likely, item.estimate.high, bar),
            (f" {item.estimate.likely:>6.1f}  ", "bold $primary"),
            (f"{item.estimate.low:.1f} to {item.estimate.high:.1f}", ""),
        )

    def same(self, one: NameQuality, other: NameQuality) -> bool:
        """Whether both are of one name."""
        return one.event_name == other.event_name


class KeyList(ItemList[KeyRow]):
    """Match keys with how many events carry them, and how many well formed."""

    def _bar(self, width: int) -> int:
        return max(5, min(_LONGEST_BAR, width - _LONGEST_KEY - 36))

    def titles(self, width: int) -> Content:
        """Titles."""
        bar = self._bar(width - 1)
        return Content(
            f" {fit('what if', 8)}{fit('match key', _LONGEST_KEY)}{fit('coverage', bar)}"
            f"{fit('carried', 9, right=True)}{fit('valid', 8, right=True)}{fit('worth', 7, right=True)}"
        )

    def draw(self, item: KeyRow, width: int, *, at_cursor: bool) -> Content:  # noqa: ARG002 - drawn the same
        """What is supposed of a key, the key, its bar, its numbers."""
        supposed = {Supposed.EVERY: ("+ every ", "bold $success"), Supposed.NONE: ("− none  ", "bold $error")}
        malformed = item.valid < item.coverage
        return Content.assemble(
            supposed[item.supposed] if item.supposed is not None else "        ",
            (fit(item.key, _LONGEST_KEY), "bold" if item.coverage else _QUIET),
            share_bar(item.coverage, item.valid, self._bar(width)),
            (fit(percent(item.coverage), 9, right=True), "" if item.coverage else _QUIET),
            (fit(percent(item.valid), 8, right=True), "bold $error" if malformed else "" if item.valid else _QUIET),
            (fit("–" if item.worth is None else f"{item.worth:.2f}", 7, right=True), _QUIET),
        )

    def same(self, one: KeyRow, other: KeyRow) -> bool:
        """Whether both are of one key."""
        return one.key == other.key


def percent(share: float) -> str:
    """``62 %``; never 0 % of something, nor 100 % of what is not all of it."""
    if 0 < share < 1:
        return "<1 %"
    return "99 %" if 99 < share < 100 else f"{share:.0f} %"


def estimate_text(estimate: Estimate) -> Content:
    """``4.8 (3.9 to 6.0)``."""
    return Content.assemble(
        (f"{estimate.likely:.1f}", "bold $primary"), (f" ({estimate.low:.1f} to {estimate.high:.1f})", "")
    )
