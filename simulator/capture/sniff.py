"""What a file is, told by how it begins: refuse what holds no text, and tell lines from documents."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

import orjson

Form: TypeAlias = Literal["lines", "har", "document"]

# Enough to hold the first two lines of any pretty-printed document and most single events.
LOOK_AHEAD = 64 * 1024
BOM = b"\xef\xbb\xbf"

_MAGIC = (
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "gzip data inside gzip data"),
    (b"\x1f\x9d", "compress data"),
    (b"\x04\x22\x4d\x18", "lz4 data"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"Obj\x01", "an Avro file"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
)
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_HAR = re.compile(rb'\s*\{\s*"log"\s*:\s*\{')


def refusal(head: bytes) -> str | None:
    """Why a file that begins so can't be read as text, as the rest of a sentence ("is a zip archive..."), or None."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            unpack = " (only gzip is unpacked)" if "data" in kind or "archive" in kind else ""
            return f"is {kind}, not text{unpack}"
    if head.startswith(_UTF16_BOMS) or _looks_utf16(head):
        return "is UTF-16 text: save it as UTF-8"
    if b"\0" in head:
        return "is binary: NUL bytes stand near its start"
    return None


def _looks_utf16(head: bytes) -> bool:
    start = head[:512]
    pairs = len(start) // 2
    # Text of mostly ASCII letters has a NUL in one half of nearly every pair.
    return pairs >= 2 and max(start[::2].count(0), start[1::2].count(0)) > pairs * 0.8


def form_of(head: bytes) -> Form:
    """How a text that begins so (no byte order mark) is cut into items.

    ``document`` is a guess until the whole of it was parsed: a pretty-printed object or an array.
    """
    if _HAR.match(head):
        return "har"
    start = head.lstrip()
    first, line_end, others = start.partition(b"\n")
    if start[:1] == b"[":
        return "lines" if line_end and others.strip() and is_json(first) else "document"
    if start[:1] != b"{" or not line_end or is_json(first):
        return "lines"
    # A broken first line is no reason to take a million lines for one document.
    second = others.lstrip().partition(b"\n")[0]
    return "lines" if second[:1] == b"{" and is_json(second) else "document"


def is_json(line: bytes) -> bool:
    """Whether a line is a complete JSON value."""
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def opens_document(head: bytes) -> bool:
    """Whether the first line only opens something, as pretty-printed JSON does."""
    first = head.lstrip().partition(b"\n")[0].rstrip()
    return first[-1:] in (b"{", b"[", b",", b":")
