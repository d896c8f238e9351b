"""What every text report shares: the console, the marks it can draw, and text made safe to show."""

from __future__ import annotations

import codecs
import sys
from typing import IO, TYPE_CHECKING, Final

from simulator.masking import printable, shorten, show_name

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

NARROWEST: Final = 80
WIDEST: Final = 140
STYLES: Final = {
    "rejected": "bold red",
    "error": "red",
    "warning": "yellow",
    "note": "cyan",
    "kept": "green",
    "duplicate": "blue",
    "quarantined": "magenta",
}


_NEAREST: Final = str.maketrans("█━┃·×–…’“”•≠", '#-|.x-.\'""*!')


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end].translate(_NEAREST)
    return missing.encode("ascii", "replace").decode("ascii"), error.end


def make_console(file: IO[str] | None = None) -> Console:
    """A console that never interprets what it prints.

    80 to 140 columns wide; colours only on a terminal and never with NO_COLOR. Where the encoding
    lacks a character, the nearest ASCII one of the same width stands in for it.
    """
    from rich.console import Console

    stream = file or sys.stdout
    if hasattr(stream, "reconfigure"):
        codecs.register_error("nearest", _nearest)
        stream.reconfigure(errors="nearest")
    console = Console(file=stream, markup=False, highlight=False, emoji=False)
    console.width = max(NARROWEST, min(console.width, WIDEST))
    return console


def safe(text: object, limit: int = 200) -> str:
    """Text from outside, cut to ``limit`` characters, its control characters made visible."""
    return shorten(printable(str(text)), limit)


def safe_name(text: object, limit: int = 200) -> str:
    """The same for an event name or an event ID, which is masked where it may be somebody's address or number."""
    return show_name(str(text), limit)


def heading(console: Console, title: str, aside: str = "") -> None:
    """A section's title, after an empty line, with an aside in a quieter voice, below it if it is long."""
    from rich.text import Text

    between = "  " if len(title) + len(aside) + 2 <= console.width else "\n"
    console.print()
    console.print(Text.assemble((title, "bold"), (f"{between}{aside}" if aside else "", "dim")))


def indented(console: Console, text: Text, cells: int) -> None:
    """Print text that wraps within its indentation, without spaces at the end of lines."""
    from rich.text import Text

    for line in text.wrap(console, console.width - cells):
        line.rstrip()
        console.print(Text.assemble(" " * cells, line), soft_wrap=True)


def table(*columns: str, numbers: tuple[str, ...] = (), wide: str | None = None) -> Table:
    """A table without lines, as wide as its content; ``numbers`` are columns set flush right.

    The ``wide`` column takes the space that is left and wraps; the others never do.
    """
    from rich.table import Table

    made = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", expand=wide is not None)
    for column in columns:
        made.add_column(
            column,
            justify="right" if column in numbers else "left",
            no_wrap=column != wide,
            overflow="fold" if column == wide else "ellipsis",
            ratio=1 if column == wide else None,
        )
    return made


def severity_text(severity: str) -> Text:
    """A severity or verdict in its colour."""
    from rich.text import Text

    return Text(severity, STYLES.get(severity, ""))


def bar(share: float, cells: int = 20) -> str:
    """A bar for a share between 0 and 1; anything above nothing shows at least one cell."""
    return "█" * min(cells, max(round(share * cells), 1 if share > 0 else 0))


def range_bar(low: float, likely: float, high: float, cells: int = 20) -> str:
    """A scale from 0 to 10 with the range drawn on it and the likeliest value marked."""
    first, middle, last = (min(cells - 1, max(0, int(value / 10 * cells))) for value in (low, likely, high))
    scale = ["━" if first <= cell <= last else "·" for cell in range(cells)]
    scale[middle] = "┃"
    return "".join(scale)
