"""What fits a comment: blocks in order of their weight, cut at the end of a row, with a line that says what was cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMIT: Final = 65_536
"""How many characters a comment on GitHub may hold. Bytes are counted here, of which there are never fewer."""

_ROOM_FOR_CUTS: Final = 2_000


class Block(NamedTuple):
    """A part of the document: what it is called when it is cut, its head, and rows of which any number may go."""

    name: str
    head: tuple[str, ...]
    rows: tuple[str, ...] = ()


def fitted(blocks: Iterable[Block], limit: int = LIMIT) -> Iterator[str]:
    """Lines that take at most ``limit`` bytes with their ends, the first blocks before the last ones."""
    left = limit - _ROOM_FOR_CUTS
    cut: list[str] = []
    for block in blocks:
        head = sum(map(_size, block.head))
        first = _size(block.rows[0]) if block.rows else 0
        if cut or head + first > left:
            cut.append(f"{len(block.rows):,} of {block.name}" if block.rows else block.name)
            continue
        left -= head
        yield from block.head
        for place, row in enumerate(block.rows):
            if _size(row) > left:
                cut.append(f"{len(block.rows) - place:,} of {block.name}")
                break
            left -= _size(row)
            yield row
    if cut:
        yield ""
        yield f"*Cut to fit a comment of {limit:,} characters; left out: {'; '.join(cut)}. The HTML report holds them.*"


def _size(line: str) -> int:
    return len(line.encode()) + 1
