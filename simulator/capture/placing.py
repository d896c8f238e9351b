"""Where the items of a JSON document stand in its file: HAR entries, elements of an array, events of a request body.

A line of a text source is its own place; the items of a document are only counted while they are read.
"""

from __future__ import annotations

import gzip
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import orjson

from simulator.capture.har import slim
from simulator.capture.json_text import keep_long_ids
from simulator.capture.sniff import BOM, LOOK_AHEAD, form_of
from simulator.capture.stream import GZIP_MAGIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.settings import Limits

_TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:\n]|[^\s{}\[\],:"]+', re.DOTALL)
_ENTRIES: Final = (b'"log"', b'"entries"')
_EVENTS: Final = (b'"data"',)
# An array that is looked for, and everything that is not on the way to it.
_FOUND, _ELSEWHERE = -2, -1


class Place(NamedTuple):
    """The line that something begins on, from 1, and the JSON Pointer of it in the document."""

    line: int
    pointer: str


class Places(NamedTuple):
    """Of a document: ``items[i]`` is the place of item ``i + 1``; ``events[i]`` that of ``data[i]`` of its one item."""

    items: list[Place]
    events: list[Place]


class _Element(NamedTuple):
    line: int
    start: int
    end: int


def places(path: str, limits: Limits) -> Places | None:
    """The places of the items of a document; None for lines, and for what can't be read again.

    Takes about as long as reading the document did. The file is read whole, so one that is longer than the limits
    has no places.
    """
    try:
        text = _text(Path(path), limits)
    except (OSError, EOFError, zlib.error):
        return None
    if not text:
        return None
    form = form_of(text[:LOOK_AHEAD])
    if form == "document":
        try:
            value = orjson.loads(keep_long_ids(text))
        except orjson.JSONDecodeError:
            return None
        if isinstance(value, list):
            return Places([Place(each.line, f"/{i}") for i, each in enumerate(elements(text, ()))], [])
        form = "har" if isinstance(value, dict) and isinstance(value.get("log"), dict) else form
    if form == "har":
        return Places(list(_entries(text)), [])
    events = [Place(each.line, f"/data/{i}") for i, each in enumerate(elements(text, _EVENTS))]
    return Places([Place(1 + text[: len(text) - len(text.lstrip())].count(b"\n"), "")], events)


def _text(path: Path, limits: Limits) -> bytes:
    """The text of a document within the limits; empty for lines. Raises OSError, EOFError, zlib.error."""
    if not path.is_file() or path.stat().st_size > limits.har_bytes:
        return b""
    with path.open("rb") as file:
        packed = file.peek(len(GZIP_MAGIC))[: len(GZIP_MAGIC)] == GZIP_MAGIC
        with gzip.open(file) if packed else file as plain:
            head: bytes = plain.read(LOOK_AHEAD)
            if form_of(head.removeprefix(BOM)) == "lines":
                return b""
            text = head + plain.read(limits.har_bytes + 1 - len(head))
    return text.removeprefix(BOM) if len(text) <= limits.har_bytes else b""


def _entries(text: bytes) -> Iterator[Place]:
    """The places of the HAR entries that reading kept."""
    for index, each in enumerate(elements(text, _ENTRIES)):
        try:
            entry = orjson.loads(text[each.start : each.end])
        except orjson.JSONDecodeError:
            return
        if slim(entry):
            yield Place(each.line, f"/log/entries/{index}")


def elements(text: bytes, keys: tuple[bytes, ...]) -> Iterator[_Element]:
    """The elements of the array behind these keys (with their quotes); what is broken ends them."""
    line, begin, key = 1, (0, 0), b""
    # For each open container how many of the keys lead to it, and the same for the value that comes next.
    open_: list[int] = []
    coming = 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word == b"\n":
            line += 1
            continue
        inside = bool(open_) and open_[-1] == _FOUND
        if inside and word in (b",", b"]"):
            if begin[0]:
                yield _Element(*begin, token.start())
            if word == b"]":
                return
            begin = (0, 0)
            continue
        if inside and not begin[0]:
            begin = (line, token.start())
        if word == b"{":
            open_.append(coming if coming < len(keys) else _ELSEWHERE)
            coming = _ELSEWHERE
        elif word == b"[":
            open_.append(_FOUND if coming == len(keys) else _ELSEWHERE)
            coming = _ELSEWHERE
        elif word in (b"}", b"]"):
            if not open_:
                return
            open_.pop()
            coming = _ELSEWHERE
        elif word == b":":
            at = open_[-1] if open_ else _ELSEWHERE
            coming = at + 1 if at >= 0 and keys[at] == key else _ELSEWHERE
        elif word == b",":
            coming = _ELSEWHERE
        else:
            key = word
