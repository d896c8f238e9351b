"""Cutting a stream into lines, in bounded memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.capture.errors import DamagedError
from simulator.capture.sniff import is_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.capture.stream import Stream

_EXCERPT_BYTES = 1024


class Lines(NamedTuple):
    """Consecutive lines without their line ends, and how many bytes of the stream they took.

    ``problem`` is a reason why the only line here, of which ``lines`` holds the start, is no item.
    """

    lines: list[bytes]
    size: int
    problem: str | None = None


def split_lines(stream: Stream, limit: int) -> Iterator[Lines]:
    """The lines of a stream, some at a time; blank ones are kept, so that counting them gives line numbers.

    A line longer than ``limit`` bytes is passed over without being held. Where the stream breaks, its
    last line is kept if it is complete JSON; the break itself is the last problem.
    """
    held: list[bytes] = []
    size = 0
    skipping = False
    try:
        for block in stream.blocks():
            lines = block.split(b"\n")
            rest = lines.pop()
            if not lines:
                size += len(block)
                if not skipping:
                    held.append(block)
                    if size > limit:
                        held = [b"".join(held[:4])[:_EXCERPT_BYTES]]
                        skipping = True
                continue
            if skipping:
                size += len(lines[0])
                yield Lines([held[0]], size + 1, _too_long(size, limit))
                skipping = False
                size = -len(lines.pop(0)) - 1
            elif held:
                lines[0] = b"".join([*held, lines[0]])
            if lines:
                yield from _short_enough(lines, size + len(block) - len(rest), limit)
            held = [rest] if rest else []
            size = len(rest)
    except DamagedError as error:
        start = b"".join(held)
        if not skipping and size <= limit and is_json(start):
            yield Lines([start], size)
            start, size = b"", 0
        yield Lines([start[:_EXCERPT_BYTES]], size, f"{str(error).capitalize()}; what stands before it was read")
        return
    if skipping:
        yield Lines([held[0]], size, _too_long(size, limit))
    elif held:
        yield from _short_enough([b"".join(held)], size, limit)


def _short_enough(lines: list[bytes], size: int, limit: int) -> Iterator[Lines]:
    """The lines, cut at those that are too long. ``size`` is what all of them took, line ends included."""
    if max(map(len, lines)) <= limit:
        yield Lines(lines, size)
        return
    first = 0
    for index, line in enumerate(lines):
        if len(line) > limit:
            if index > first:
                before = lines[first:index]
                yield Lines(before, taken := sum(map(len, before)) + len(before))
                size -= taken
            # The last line may have no line end.
            taken = min(size, len(line) + 1)
            yield Lines([line[:_EXCERPT_BYTES]], taken, _too_long(len(line), limit))
            size -= taken
            first = index + 1
    if first < len(lines):
        yield Lines(lines[first:], size)


def _too_long(size: int, limit: int) -> str:
    return f"The line is {size:,} bytes long, and no more than {limit:,} are read"
