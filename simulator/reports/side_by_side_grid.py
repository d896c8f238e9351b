"""The table of a pair: a column of names and one for each copy, nothing wrapped inside a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from simulator.reports.side_by_side import Row

GAP: Final = 2
INDENT: Final = 2
MARK: Final = 2
_BELOW = 6
# At 80 columns two masked hashes fit beside names of this length, which all but a few of Meta's have.
_NAMES, _WIDE_NAMES, _WIDE = 20, 34, 100


class Side(NamedTuple):
    """One copy as a column: a short name (``browser #1``), its head, and whether what it alone has is lost."""

    name: str
    head: str
    place: str
    loses: bool


class Grid:
    """Prints the rows of a pair. Columns are as wide as they need; what doesn't fit goes below its name."""

    def __init__(self, console: Console, sides: tuple[Side, Side], rows: Sequence[Row]) -> None:
        from rich.cells import cell_len

        self._console = console
        self._sides = sides
        self._cell_len = cell_len
        most = _WIDE_NAMES if console.width >= _WIDE else _NAMES
        self._names = max((size for row in rows if (size := cell_len(_label(row))) <= most), default=0)
        self._left = INDENT + MARK + self._names + 2 * GAP
        self._half = (console.width - self._left - GAP) // 2
        first, second = [row.first for row in rows], [row.second for row in rows]
        self._widths = (self._width(sides[0], first), self._width(sides[1], second))

    def heads(self) -> None:
        """Print who is who, and where each copy was read."""
        for style, texts in (("bold", [side.head for side in self._sides]), ("dim", [s.place for s in self._sides])):
            cut = [self._cut(text, width) for text, width in zip(texts, self._widths, strict=True)]
            self._line("", "", "", [(text, style) for text in cut])

    def row(self, row: Row) -> None:
        """Print one member: on one line if it fits, else one line a copy."""
        mark, mark_style = self._mark(row)
        label = _label(row)
        values = [(value, _value_style(row, value)) for value in (row.first or "–", row.second or "–")]
        if self._cell_len(label) > self._names:
            self._line(mark, mark_style, label, ())
            mark = label = ""
        if all(self._cell_len(value) <= width for (value, _), width in zip(values, self._widths, strict=True)):
            self._line(mark, mark_style, label, values)
        else:
            self._stacked((mark, mark_style, label), values)

    def _stacked(self, start: tuple[str, str, str], values: Sequence[tuple[str, str]]) -> None:
        """One line a copy: behind the name if there is room, else below it."""
        from rich.text import Text

        name = max(len(side.name) for side in self._sides) + GAP
        at = self._left
        if at + name + max(self._cell_len(value) for value, _ in values) > self._console.width:
            at = INDENT + MARK + _BELOW
            if start[2]:
                self._line(*start, ())
            start = ("", "", "")
        for side, (value, style) in zip(self._sides, values, strict=True):
            line = self._start(*start, at)
            line.append(f"{side.name:<{name}}", "dim")
            line.append_text(Text(self._cut(value, self._console.width - at - name), style))
            self._console.print(line, soft_wrap=True)
            start = ("", "", "")

    def _line(self, mark: str, style: str, label: str, cells: Sequence[tuple[str, str]]) -> None:
        text = self._start(mark, style, label, self._left)
        for index, (value, value_style) in enumerate(cells):
            text.append(value, value_style)
            if not index:
                text.append(" " * (self._widths[0] + GAP - self._cell_len(value)))
        text.rstrip()
        self._console.print(text, soft_wrap=True)

    def _start(self, mark: str, style: str, label: str, cells: int) -> Text:
        from rich.text import Text

        shown = self._cut(label, self._console.width - INDENT - MARK)
        padding = " " * (cells - INDENT - MARK - self._cell_len(shown))
        return Text.assemble(" " * INDENT, (f"{mark:<{MARK}}", style), shown, padding)

    def _mark(self, row: Row) -> tuple[str, str]:
        match row.kind:
            case "differs":
                return "≠", "bold yellow"
            case "first-only":
                lost_with = self._sides[0].loses
            case "second-only":
                lost_with = self._sides[1].loses
            case _:
                return "", ""
        return ("×", "bold red") if lost_with else ("+", "green")

    def _width(self, side: Side, values: Sequence[str]) -> int:
        """As wide as its widest value that can have a column, and its head."""
        heads = max(len(side.head), self._cell_len(side.place))
        fitting = [size for size in map(self._cell_len, values) if size <= self._half]
        return max([min(heads, self._half), *fitting])

    def _cut(self, text: str, room: int) -> str:
        while self._cell_len(text) > room:
            text = f"{text[:-2]}…"
        return text


def _label(row: Row) -> str:
    return f"  {row.name}" if row.section else row.name


def _value_style(row: Row, value: str) -> str:
    return "dim" if row.kind == "same" or value == "–" else ""
