"""Bars of text: a share, a range on a scale, a sparkline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

if TYPE_CHECKING:
    from collections.abc import Sequence

# Never a full cell, so that a line does not run into the one above it.
_HEIGHTS: Final = "▁▂▃▄▅▆▇"


def share_bar(coverage: float, valid: float, cells: int) -> Content:
    """Two shares in percent, of the same whole, in so many cells: valid, only there, missing."""
    good = min(_length(valid, cells), cells)
    there = max(min(_length(coverage, cells), cells) - good, 0)
    rest = cells - good - there
    return Content.assemble(
        ("━" * good, "$success"),
        ("╍" * there, "$error"),
        ("─" * rest, "$border"),
    )


def _length(percent: float, cells: int) -> int:
    """Something is never drawn as nothing, and not all never as all."""
    length = round(percent * cells / 100)
    if percent > 0 and length == 0:
        return 1
    return cells - 1 if percent < 100 and length == cells and cells > 1 else length


def range_bar(low: float, likely: float, high: float, cells: int, highest: float = 10.0) -> Content:
    """A range on a scale from 0 to ``highest``, with the likely value marked; no shorter than three cells."""

    def place(value: float) -> int:
        return max(0, min(round(value / highest * (cells - 1)), cells - 1))

    first, middle, last = place(low), place(likely), place(high)
    return Content.assemble(
        ("·" * first, "$border"),
        ("━" * (middle - first), "$primary"),
        ("◆", "bold $foreground"),
        ("━" * (last - middle), "$primary"),
        ("·" * (cells - 1 - last), "$border"),
    )


def scale(cells: int, highest: int = 10) -> str:
    """The numbers under a ``range_bar`` of as many cells: 0, the middle, the end."""
    middle, end = str(highest // 2), str(highest)
    if cells < 8:
        return " " * cells
    place = round((cells - 1) / 2)
    line = f"0{' ' * (place - 1)}{middle}"
    return line + " " * (cells - len(line) - len(end)) + end


def sparkline(counts: Sequence[int], style: str) -> Content:
    """A cell for each count, as high as it is of the highest; nothing is a dot."""
    most = max(counts, default=0)
    text = (
        "".join(_HEIGHTS[max(0, -(-count * len(_HEIGHTS) // most) - 1)] if count else "·" for count in counts)
        if most
        else ""
    )
    return Content("").join([Content.styled(mark, "$border" if mark == "·" else style) for mark in text])
