"""SHA-256, and values that have been hashed before."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

# The parameter builder appends a marker to what it has hashed: eight characters, or two in its
# older form (facebook/capi-param-builder, snapshot 2026-05-17).
_SHA256 = re.compile(r"([0-9a-fA-F]{64})((?:\.[A-Za-z0-9_-]{8}|\.[A-Za-z0-9_-]{2})?)")
_HEX = re.compile(r"[0-9a-fA-F]+")
_OTHER_HASHES = {32: "an MD5 hash", 40: "a SHA-1 hash", 96: "a SHA-384 hash", 128: "a SHA-512 hash"}
_HASH_OF_NOTHING = hashlib.sha256(b"").hexdigest()


class Hashed(NamedTuple):
    """A value that was hashed before: the text to send, the hash in it, and what there is to say."""

    text: str
    sha256: str
    notes: tuple[str, ...]


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def recognise(value: str) -> Hashed | None:
    """A SHA-256 with or without the parameter builder's marker, in lower case; None for anything else."""
    match = _SHA256.fullmatch(value.strip())
    if match is None:
        return None
    digest, marker = match[1].lower(), match[2]
    notes = ["already hashed: passed through"]
    if digest != match[1]:
        notes.append("the hash was in upper case; Meta documents lower case")
    if marker:
        notes.append("it carries the marker of Meta's parameter builder")
    if digest == _HASH_OF_NOTHING:
        notes.append("this is the SHA-256 of nothing: an empty value was hashed, which matches nobody")
    return Hashed(digest + marker, digest, tuple(notes))


def other_hash(text: str) -> str | None:
    """``an MD5 hash`` and the like when a text has the shape of one; None for anything else."""
    return _OTHER_HASHES.get(len(text)) if _HEX.fullmatch(text) else None
