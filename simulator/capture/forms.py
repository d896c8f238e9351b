"""Bodies of HTTP requests as pairs of name and text: url-encoded forms and multipart forms."""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from simulator.capture.errors import UnreadableError

if TYPE_CHECKING:
    from typing import TypeAlias

    from python_multipart.multipart import MultipartCallbacks

Fields: TypeAlias = "list[tuple[str, str]]"

_URLENCODED = re.compile(r"^[^\s={}<>\"]{1,200}=")
_BOUNDARY_LINE = re.compile(r"--([^\r\n]{1,70})\r?\n")


def query_fields(query: str) -> Fields:
    """The pairs of a query string, decoded; blank values are kept. Bytes that are no UTF-8 become U+FFFD.

    What urllib's parse_qsl gives, at half the time: the names of a pixel request are always the same.
    """
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    return [
        (_decoded_name(name), unquote_plus(value) if "%" in value or "+" in value else value)
        for name, _, value in pairs
    ]


_decoded_name = lru_cache(maxsize=1024)(unquote_plus)


def is_multipart(body: str, content_type: str) -> bool:
    """Whether a body is a multipart form, by its content type or by its first line."""
    return "multipart/" in content_type.lower() or bool(_BOUNDARY_LINE.match(body))


def body_fields(body: str, content_type: str = "") -> Fields:
    """The pairs of a form body, url-encoded or multipart. Raises UnreadableError when it is neither."""
    if is_multipart(body, content_type):
        return multipart_fields(body, content_type)
    body = body.strip("\r\n")
    if body and not _URLENCODED.match(body):
        raise UnreadableError("the request's body is no form")
    return query_fields(body)


def multipart_fields(body: str, content_type: str = "") -> Fields:
    """The pairs of a multipart form; a part that breaks off is left out, the parts before it stand.

    Exported files often hold a body only in part, and some hold plain line feeds. Parts may carry
    headers of their own, as Meta's PHP SDK writes them (read in its source, 2026-11). Raises
    UnreadableError when nothing of it can be read.
    """
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser, parse_options_header

    # Without a handler of its own the library's warnings would land on standard error, values and all.
    logging.getLogger("python_multipart").addHandler(logging.NullHandler())
    if "\r\n" not in body:
        body = body.replace("\n", "\r\n")
    parts = _Parts()
    boundary = _boundary(body, parse_options_header(content_type.encode("utf-8", "replace"))[1])
    try:
        parser = MultipartParser(boundary, parts.callbacks(), max_header_count=32, max_header_size=16_384)
        parser.write(body.encode("utf-8", "surrogatepass"))
    except FormParserError:
        if not parts.fields:
            raise UnreadableError("the request's multipart body can't be read") from None
    fields: Fields = []
    for disposition, data in parts.fields:
        name = parse_options_header(disposition)[1].get(b"name")
        if name is not None:
            fields.append((name.decode("utf-8", "replace"), data.decode("utf-8", "replace")))
    return fields


def _boundary(body: str, options: dict[bytes, bytes]) -> bytes:
    # The first line wins: recorders sometimes rewrite the header, never the body.
    if found := _BOUNDARY_LINE.match(body):
        return found[1].rstrip().encode("utf-8", "replace")
    if boundary := options.get(b"boundary"):
        return boundary
    raise UnreadableError("the request's multipart body names no boundary")


class _Parts:
    """Collects the finished parts of a multipart body: content disposition and data."""

    def __init__(self) -> None:
        self.fields: list[tuple[str, bytes]] = []
        self._name = self._value = self._data = b""
        self._disposition = ""

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_name,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header_end,
            "on_part_data": self._on_data,
            "on_part_end": self._end,
        }

    def _begin(self) -> None:
        self._name = self._value = self._data = b""
        self._disposition = ""

    def _on_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._name.strip().lower() == b"content-disposition":
            self._disposition = self._value.decode("latin-1")
        self._name = self._value = b""

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]

    def _end(self) -> None:
        self.fields.append((self._disposition, self._data))
