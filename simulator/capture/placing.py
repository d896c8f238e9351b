"""Where the items of a JSON document stand in its file: HAR entries, elements of an array, events of a request body.

A line of a text source is its own place; the items of a document are only counted while they are read.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import orjson

from simulator.capture.har import slim
from simulator.capture.json_text import keep_long_ids
from simulator.capture.sniff import BOM, LOOK_AHEAD, form_of
from simulator.capture.stream import GZIP_MAGIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.settings import Limits

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_ENTRIES: Final = ("log", "entries")
_EVENTS: Final = ("data",)
# Slower than orjson, but it tells where a value ends.
_decode: Final = json.JSONDecoder().raw_decode


class Place(NamedTuple):
    """The line that something begins on, from 1, and the JSON Pointer of it in the document."""

    line: int
    pointer: str


class Places(NamedTuple):
    """Of a document: ``items[i]`` is the place of item ``i + 1``; ``events[i]`` that of ``data[i]`` of its one item."""

    items: list[Place]
    events: list[Place]


class Element(NamedTuple):
    """An element of an array, and the line that it begins on."""

    line: int
    value: Any


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
            return Places([Place(each.line, f"/{i}") for i, each in enumerate(elements(_words(text), ()))], [])
        form = "har" if isinstance(value, dict) and isinstance(value.get("log"), dict) else form
    if form == "har":
        entries = enumerate(elements(_words(text), _ENTRIES))
        return Places([Place(each.line, f"/log/entries/{i}") for i, each in entries if slim(each.value)], [])
    events = [Place(each.line, f"/data/{i}") for i, each in enumerate(elements(_words(text), _EVENTS))]
    return Places([Place(1 + text[: len(text) - len(text.lstrip())].count(b"\n"), "")], events)


def _words(text: bytes) -> str:
    return text.decode("utf-8", "replace")


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


def elements(text: str, keys: tuple[str, ...]) -> Iterator[Element]:
    """The elements of the array behind these keys, one object inside the other; what is broken ends them."""
    try:
        at = _space(text, 0)
        for key in keys:
            at = _member(text, at, key)
        if text[at : at + 1] != "[":
            return
        line, counted = 1, 0
        at = _space(text, at + 1)
        while text[at] != "]":
            line += text.count("\n", counted, at)
            counted = at
            value, at = _decode(text, at)
            yield Element(line, value)
            at = _next(text, at, "]")
    except (ValueError, IndexError, RecursionError):
        return


def _member(text: str, at: int, key: str) -> int:
    """Where the value of a member begins. Raises ValueError or IndexError when there is none."""
    if text[at] != "{":
        raise ValueError("no object")
    at = _space(text, at + 1)
    while text[at] == '"':
        name, at = _decode(text, at)
        at = _space(text, at)
        if text[at] != ":":
            raise ValueError("no value")
        at = _space(text, at + 1)
        if name == key:
            return at
        at = _next(text, _decode(text, at)[1], "}")
    raise ValueError("no such member")


def _next(text: str, at: int, end: str) -> int:
    """Where the next value, or the end of them, stands behind one. Raises ValueError when it is neither."""
    at = _space(text, at)
    if text[at] == ",":
        return _space(text, at + 1)
    if text[at] != end:
        raise ValueError("no end")
    return at


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
