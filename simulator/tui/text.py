"""Text that came from outside, as a terminal may show it: no control characters, no markup, cut by cells."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells
from textual.content import Content

from simulator.masking import printable, show_name

# Terminals disagree how wide a character becomes behind one of these.
_SELECTORS = {0xFE0E: None, 0xFE0F: None}
_CELLS_PER_CHARACTER = 2


def safe(text: str, limit: int = 1000) -> str:
    """Text without control characters, at most ``limit`` characters of it; nothing in it is markup to anybody."""
    return printable(text[:limit].translate(_SELECTORS)) + ("…" if len(text) > limit else "")


def safe_lines(text: str, limit: int = 1000) -> str:
    """As ``safe``; the text may have several lines."""
    return "\n".join(safe(line, limit) for line in text[:limit].split("\n")) + ("…" if len(text) > limit else "")


def plain(text: str, style: str = "", limit: int = 1000) -> Content:
    """Text from outside as content: what looks like markup or an escape sequence in it stays text."""
    return Content.styled(safe(text, limit), style) if style else Content(safe(text, limit))


def named(text: str | None, style: str = "", limit: int = 80, absent: str = "–") -> Content:
    """A name or an id, masked when it may be personal; ``absent`` for none."""
    return plain(absent if text is None else show_name(text, limit), style)


def cut(text: str, cells: int) -> str:
    """At most so many cells of a text, the cut marked; the text may hold wide characters."""
    if cells <= 0:
        return ""
    if len(text) * _CELLS_PER_CHARACTER <= cells or cell_len(text) <= cells:
        return text
    # Names have been ten thousand characters long, and most of them are not needed.
    head = chop_cells(text[: cells + 1], cells - 1)[0] if cells > 1 else ""
    return f"{head}…"


def fit(text: str, cells: int, right: bool = False) -> str:
    """The text in exactly so many cells: cut, or filled with spaces (on the left if ``right``)."""
    shown = cut(text, cells)
    space = " " * (cells - cell_len(shown))
    return space + shown if right else shown + space


def count_of(count: int, noun: str) -> str:
    """``1 event``, ``2,841 events``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
