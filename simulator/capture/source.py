"""A file or standard input, cut into chunks of raw items."""

from __future__ import annotations

import hashlib
import stat
import sys
from contextlib import contextmanager
from io import FileIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from simulator.capture.documents import read_document, read_har
from simulator.capture.errors import DamagedError
from simulator.capture.lines import split_lines
from simulator.capture.sniff import BOM, LOOK_AHEAD, Form, form_of, refusal
from simulator.capture.stream import BLOCK, GZIP_MAGIC, Stream, gunzip
from simulator.errors import SourceError
from simulator.event import Origin, Quarantined
from simulator.masking import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from simulator.capture.documents import Item
    from simulator.settings import Limits

CHUNK_BYTES = 4 * 1024 * 1024
STANDARD_INPUT = "-"


class Chunk(NamedTuple):
    """Consecutive items of one source.

    ``source`` is the source's index. ``first`` is the number of the first item, from 1: lines count
    with the blank ones, which are empty items here, so item ``i`` is line ``first + i``.
    ``end_offset`` is where the next chunk begins: a byte of the decompressed stream, or for ``har``
    and ``document`` the count of items. ``problems`` were met in splitting; such a chunk holds one
    empty item, in the problem's place.
    """

    source: int
    form: Form
    first: int
    items: list[bytes]
    end_offset: int
    problems: list[Quarantined]


class Source:
    """A file by its path, or standard input by ``-``.

    Raises SourceError, one sentence that names the file, for what can't be read at all: missing, a
    directory, no permission, empty, binary, UTF-16. Standard input and pipes are looked at when
    their chunks are asked for, files at once. ``plain`` tells that offsets are bytes on disk: lines, not packed.
    """

    def __init__(self, path: str, index: int, limits: Limits) -> None:
        self.path = path
        self.index = index
        self.limits = limits
        self.size: int | None = None
        self.resumable = False
        self.plain = False
        self._raw: Stream | None = None
        self._start = 0
        if path == STANDARD_INPUT:
            return
        with _told(self):
            mode = Path(path).stat()
        if stat.S_ISDIR(mode.st_mode):
            raise SourceError(f"{path}: it is a directory; name the files in it")
        if not stat.S_ISREG(mode.st_mode):
            return
        self.size = mode.st_size
        self.resumable = True
        with _told(self), self._open() as file:
            self._sniff(Stream(file.read))

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return "standard input" if self.path == STANDARD_INPUT else self.path

    @property
    def position(self) -> int:
        """How many bytes of the file on disk were drawn so far by the latest ``chunks()``."""
        return self._start + self._raw.taken if self._raw else 0

    def digest(self) -> str | None:
        """``sha256:`` and the hexadecimal digest of the file's bytes; None where they can't be read twice."""
        if not self.resumable:
            return None
        with _told(self), Path(self.path).open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"

    def chunks(self, items_per_chunk: int = 2000, skip_items: int = 0, offset: int = 0) -> Iterator[Chunk]:
        """The items in chunks of at most ``items_per_chunk`` items and about 4 MB.

        ``offset`` is the ``end_offset`` of the chunk to continue after, and ``skip_items`` the items
        up to there (``first + len(items) - 1`` of that chunk), so that numbering goes on. Raises
        SourceError when reading fails, and for a document longer than ``limits.document_bytes``.
        """
        with _told(self), self._open() as file:
            self._start = 0
            self._raw = raw = Stream(file.read)
            stream, form = self._sniff(raw)
            # Gzip is read again from its start: by items, because where it breaks off is an item too.
            if form == "lines" and offset > 0 and stream is raw:
                self._start = file.seek(offset)
                self._raw = stream = Stream(file.read)
                yield from self._line_chunks(stream, items_per_chunk, skip_items, offset)
                return
            marked = stream.peek(len(BOM), to_line_end=True) == BOM
            begin = len(stream.read(len(BOM))) if marked else 0
            if form == "har":
                entries = read_har(stream, self.limits.har_bytes, self.limits.line_bytes)
                yield from self._item_chunks(entries, form, items_per_chunk, max(skip_items, offset))
                return
            if form == "document":
                document = read_document(stream, self.limits.document_bytes)
                if document is None:
                    limit = f"{self.limits.document_bytes:,} bytes"
                    raise SourceError(f"{self.name}: one JSON document of more than {limit}; write one event a line")
                form, items = document
                if form != "lines":
                    yield from self._item_chunks(items, form, items_per_chunk, max(skip_items, offset))
                    return
            for chunk in self._line_chunks(stream, items_per_chunk, 0, begin):
                if chunk.first > skip_items:
                    yield chunk
                elif left := chunk.items[skip_items - chunk.first + 1 :]:
                    yield chunk._replace(first=skip_items + 1, items=left)

    def _open(self) -> FileIO | _StandardInput:
        # Unbuffered, because a read is as large as a buffer would be.
        return _StandardInput() if self.path == STANDARD_INPUT else FileIO(self.path)

    def _sniff(self, raw: Stream) -> tuple[Stream, Form]:
        """The stream of text, gunzipped where it must be, and its form. Raises SourceError."""
        stream = gunzip(raw) if raw.peek(len(GZIP_MAGIC)) == GZIP_MAGIC else raw
        head = stream.peek(LOOK_AHEAD, to_line_end=not self.resumable)
        if not head:
            try:
                stream.read()
            except DamagedError as error:
                raise SourceError(f"{self.name}: {error} before anything could be read") from None
            raise SourceError(f"{self.name}: it is empty")
        if reason := refusal(head):
            raise SourceError(f"{self.name}: it {reason}")
        form = form_of(head.removeprefix(BOM))
        self.plain = form == "lines" and stream is raw
        return stream, form

    def _line_chunks(self, stream: Stream, most: int, number: int, offset: int) -> Iterator[Chunk]:
        """``number`` lines and ``offset`` bytes were read before."""
        waiting: list[bytes] = []
        size = 0
        empty = number == 0
        for lines, length, problem in split_lines(stream, self.limits.line_bytes):
            if problem or size >= CHUNK_BYTES:
                for chunk in self._cut(waiting, size, most, number, offset):
                    yield chunk
                    number, offset = number + len(chunk.items), chunk.end_offset
                waiting, size = [], 0
            if problem:
                number += 1
                offset += length
                yield self._problem("lines", number, offset, problem, lines[0])
                empty = False
                continue
            empty = empty and not any(map(bytes.strip, lines))
            waiting += lines
            size += length
            if len(waiting) >= most:
                whole = len(waiting) - len(waiting) % most
                taken = size if whole == len(waiting) else _length(waiting[:whole])
                for chunk in self._cut(waiting[:whole], taken, most, number, offset):
                    yield chunk
                    number, offset = number + len(chunk.items), chunk.end_offset
                waiting, size = waiting[whole:], size - taken
        yield from self._cut(waiting, size, most, number, offset)
        if empty:
            raise SourceError(f"{self.name}: it is empty but for blank lines")

    def _cut(self, lines: list[bytes], size: int, most: int, number: int, offset: int) -> Iterator[Chunk]:
        """Chunks of at most ``most`` of the lines, which took ``size`` bytes."""
        end = offset + size
        for first in range(0, len(lines), most):
            part = lines[first : first + most]
            # The last line of a file may have no line end.
            offset = min(offset + _length(part), end)
            yield Chunk(self.index, "lines", number + first + 1, part, offset, [])

    def _item_chunks(self, items: Iterable[Item], form: Form, most: int, skip: int) -> Iterator[Chunk]:
        number = skip
        waiting: list[bytes] = []
        size = 0
        for data, problem in islice(items, skip, None):
            if problem or len(waiting) >= most or size >= CHUNK_BYTES:
                if waiting:
                    yield Chunk(self.index, form, number - len(waiting) + 1, waiting, number, [])
                waiting, size = [], 0
            number += 1
            if problem:
                yield self._problem(form, number, number, problem, data)
            else:
                waiting.append(data)
                size += len(data)
        if waiting:
            yield Chunk(self.index, form, number - len(waiting) + 1, waiting, number, [])

    def _problem(self, form: Form, number: int, end_offset: int, reason: str, start: bytes) -> Chunk:
        problem = Quarantined(Origin(self.path, number), reason, excerpt(start))
        return Chunk(self.index, form, number, [b""], end_offset, [problem])


class _StandardInput:
    """Standard input as a file that is not ours to close."""

    def __enter__(self) -> _StandardInput:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was opened."""

    def read(self, size: int) -> bytes:
        """What is at hand, at most ``size`` bytes: a pipe's next line may be a long time coming."""
        if sys.stdin is None:
            return b""
        buffer = sys.stdin.buffer
        data: bytes = getattr(buffer, "read1", buffer.read)(size)
        return data

    def seek(self, offset: int) -> int:
        """Read up to the offset, since there is no other way."""
        left = offset
        while left > 0 and (data := self.read(min(left, BLOCK))):
            left -= len(data)
        return offset - left


def _length(lines: list[bytes]) -> int:
    return sum(map(len, lines)) + len(lines)


@contextmanager
def _told(source: Source) -> Iterator[None]:
    """Turn the system's errors into one sentence about the source."""
    try:
        yield
    except FileNotFoundError:
        raise SourceError(f"{source.name}: there is no such file") from None
    except PermissionError:
        raise SourceError(f"{source.name}: you have no permission to read it") from None
    except OSError as error:
        raise SourceError(f"{source.name}: it can't be read: {error.strerror or error}") from None
