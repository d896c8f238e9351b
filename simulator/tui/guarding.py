"""The last look at what goes to the terminal: whatever still is no text by then is none to the terminal either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size, set_cell_size
from rich.segment import Segment
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

_SPACES = frozenset("\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")


class Guard(LineFilter):
    """Takes control characters, and what no encoding has bytes for, out of lines; their width stays.

    Screens show such characters as text already (``simulator.tui.text``). Fields in which something is typed hold
    them as they are, since a path may have them in its name.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - as it is called
        """The segments, themselves as long as nothing is wrong with any of them."""
        if all(segment.text.isprintable() or segment.control for segment in segments):
            return segments
        return [
            segment if segment.control or segment.text.isprintable() else segment._replace(text=_shown(segment.text))
            for segment in segments
        ]


def _shown(text: str) -> str:
    shown = "".join(each if each.isprintable() else _stand_in(each) for each in text)
    # What a joiner has joined is wider without it.
    return set_cell_size(shown, cell_len(text))


def _stand_in(character: str) -> str:
    return (" " if character in _SPACES else "\ufffd") * get_character_cell_size(character)


GUARD = Guard()
