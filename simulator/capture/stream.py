"""Bytes of a source with look-ahead, gunzipped where they are gzip."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, Protocol

from simulator.capture.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BLOCK = 256 * 1024
GZIP_MAGIC = b"\x1f\x8b"


class Readable(Protocol):
    """Anything with ``read(size) -> bytes`` that gives ``b""`` at its end."""

    def read(self, size: int = -1, /) -> bytes: ...


class Stream:
    """A stream that can be looked into before it is read. ``taken`` counts the bytes drawn from below.

    What breaks the stream (DamagedError) is raised by ``read`` after everything before it was given.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._below = read
        self._ahead = b""
        self._broken: DamagedError | None = None
        self.taken = 0

    def peek(self, size: int, *, to_line_end: bool = False) -> bytes:
        """The next bytes, up to ``size`` or the end; with ``to_line_end`` a line end is enough.

        A pipe may be waiting for its next line: asking for more than one would wait with it.
        """
        while len(self._ahead) < size and not (to_line_end and b"\n" in self._ahead) and not self._broken:
            try:
                block = self._draw(size - len(self._ahead))
            except DamagedError as error:
                self._broken = error
                break
            if not block:
                break
            self._ahead += block
        return self._ahead[:size]

    def read(self, size: int = BLOCK) -> bytes:
        """Up to ``size`` bytes, fewer when fewer are at hand; ``b""`` at the end. Raises DamagedError."""
        if self._ahead:
            block, self._ahead = self._ahead[:size], self._ahead[size:]
            return block
        if self._broken:
            raise self._broken
        # ijson asks for nothing to learn whether it gets bytes or text.
        return self._draw(size) if size else b""

    def read_all(self, limit: int) -> bytes:
        """Everything up to the end, or the first ``limit`` bytes. Raises DamagedError."""
        blocks: list[bytes] = []
        left = limit
        while left > 0 and (block := self.read(min(left, BLOCK))):
            blocks.append(block)
            left -= len(block)
        return b"".join(blocks)

    def put_back(self, data: bytes) -> None:
        """Give bytes back, to be read again."""
        self._ahead = data + self._ahead

    def blocks(self) -> Iterator[bytes]:
        """The rest of the stream, block by block. Raises DamagedError."""
        while block := self.read(BLOCK):
            yield block

    def _draw(self, size: int) -> bytes:
        block = self._below(size)
        self.taken += len(block)
        return block


def gunzip(stream: Stream) -> Stream:
    """The stream decompressed. It breaks with DamagedError where the gzip data do."""
    unpacked = gzip.GzipFile(fileobj=_Below(stream), mode="rb")  # type: ignore[call-overload]

    def read(size: int) -> bytes:
        try:
            # read1 hands out what it has; read would lose it with the error that follows.
            block: bytes = unpacked.read1(size)
        except EOFError:
            raise DamagedError("the gzip data ends early") from None
        except (gzip.BadGzipFile, zlib.error):
            raise DamagedError("the gzip data is damaged") from None
        return block

    return Stream(read)


class _Below:
    """What GzipFile reads from: it wants exactly as many bytes as it asks for, or the end."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        got = self._stream.read(size)
        while len(got) < size and (more := self._stream.read(size - len(got))):
            got += more
        return got
