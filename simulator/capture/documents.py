"""Cutting one JSON document into items: pretty-printed events, arrays of them, HAR files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from simulator.capture.errors import DamagedError
from simulator.capture.har import slim
from simulator.capture.json_text import keep_long_ids, why
from simulator.capture.sniff import Form, opens_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.capture.stream import Stream

_EXCERPT_BYTES = 1024


class Item(NamedTuple):
    """An item of a document, or with a ``problem`` the start of what is none."""

    data: bytes
    problem: str | None = None


class Document(NamedTuple):
    """A document in items; ``form`` is ``lines`` when it turned out to be none, with nothing taken from the stream."""

    form: Form
    items: list[Item]


def read_document(stream: Stream, limit: int) -> Document | None:
    """The items of a JSON document: the elements of an array, the entries of a HAR, or the value itself.

    None when the stream is longer than ``limit`` bytes.
    """
    try:
        data = stream.read_all(limit + 1)
    except DamagedError as error:
        return Document("document", [Item(b"", f"{str(error).capitalize()}, so the JSON document can't be read")])
    if len(data) > limit:
        return None
    try:
        value = orjson.loads(keep_long_ids(data))
    except orjson.JSONDecodeError as error:
        if not opens_document(data):
            stream.put_back(data)
            return Document("lines", [])
        reason = why(error, data)
        if error.msg.startswith("unexpected content after"):
            reason = "there is more than one JSON document over several lines: write each on one line"
        return Document("document", [Item(data[:_EXCERPT_BYTES], reason[0].upper() + reason[1:])])
    if isinstance(value, list):
        return Document("document", [_dump(element) for element in value])
    if isinstance(value, dict) and isinstance(log := value.get("log"), dict) and isinstance(log.get("entries"), list):
        return Document("har", [_har_item(kept, limit) for entry in log["entries"] if (kept := slim(entry))])
    return Document("document", [Item(data)])


def _dump(element: Any) -> Item:
    try:
        return Item(orjson.dumps(element))
    except orjson.JSONEncodeError:
        return Item(b"", "The JSON nests deeper than any event")


def read_har(stream: Stream, har_limit: int, item_limit: int) -> Iterator[Item]:
    """The entries of a HAR that went to Meta's endpoints, one after the other, without response bodies.

    Where the file breaks off, or is longer than ``har_limit`` bytes, the entries before stand and
    the last item is a problem. An entry longer than ``item_limit`` bytes is a problem of its own.
    """
    # Only HAR files need it, and importing it takes a while.
    import ijson

    bounded = _Bounded(stream, har_limit)
    try:
        for entry in ijson.items(bounded, "log.entries.item", use_float=True):
            if kept := slim(entry):
                yield _har_item(kept, item_limit)
    except DamagedError as error:
        yield Item(b"", f"{str(error).capitalize()}; the entries before that were read")
    except (ijson.JSONError, UnicodeDecodeError, OverflowError, ValueError):
        # Which of the two it is, ijson's parsers tell in words of their own each.
        yield Item(b"", "The HAR file breaks off or stops being JSON; the entries before that were read")


def _har_item(kept: dict[str, Any], limit: int) -> Item:
    try:
        data = orjson.dumps(kept)
    except orjson.JSONEncodeError:
        return Item(b"", "The HAR entry can't be written as JSON")
    if len(data) > limit:
        return Item(
            data[:_EXCERPT_BYTES], f"The HAR entry is {len(data):,} bytes long, and no more than {limit:,} are read"
        )
    return Item(data)


class _Bounded:
    """A stream that breaks after so many bytes."""

    def __init__(self, stream: Stream, limit: int) -> None:
        self._stream = stream
        self._left = limit
        self._limit = limit

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self._left -= len(block)
        if self._left < 0:
            raise DamagedError(f"the HAR file is longer than {self._limit:,} bytes")
        return block
