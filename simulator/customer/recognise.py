"""What a hash is the hash of, when the value behind it is known, or the hash the other channel sent."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from simulator.customer.builder_marker import unmarked_hash
from simulator.customer.hashing import sha256
from simulator.customer.keys import KEYS, Hashing
from simulator.customer.variants import Meaning, variants

_HEX = re.compile(r"[0-9a-fA-F]{32,128}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{43}=?")
_AGAIN = "the hash of the other hash: hashed again"
_ONCE = "hashed once; the other is its hash, hashed again"


class Known(NamedTuple):
    """What a hash, or a text in clear, was recognised as.

    ``key`` is the customer information parameter the value belongs to; ``what`` completes "this is the hash
    of ...". ``right``: it is the documented form, or that of a Meta library, and ``profile`` tells which;
    another profile may make a form that is not right. ``twice``: ``what`` is a hash itself. ``person``
    counts the people of the file from 0.
    """

    key: str
    what: str
    right: bool
    profile: str | None
    person: int
    twice: bool = False


def hash_variants(text: str, meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    """The hashes that may be sent for a text, each with what it is; SHA-256 in lower-case hex comes first.

    The unusual ones, such as MD5 and base64, are given for right forms only.
    """
    try:
        once = sha256(text)
    except UnicodeEncodeError:
        return
    what = meaning.what
    yield once, meaning
    again = Meaning(f"the hash of {what}", twice=True)
    yield sha256(once), again
    if not text.isascii():
        for encoding, name in (("latin-1", "Latin-1"), ("cp1252", "Latin-1"), ("utf-16-le", "UTF-16")):
            try:
                raw = text.encode(encoding)
            except UnicodeEncodeError:
                continue
            yield hashlib.sha256(raw).hexdigest(), Meaning(f"{what} in {name} instead of UTF-8")
    if not meaning.right:
        return
    data = text.encode()
    digest = hashlib.sha256(data).digest()
    yield sha256(once.upper()), again
    yield hashlib.sha256(digest).hexdigest(), again
    yield sha256(sha256(once)), Meaning(f"the hash of the hash of {what}", twice=True)
    md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
    sha1 = hashlib.sha1(data, usedforsecurity=False).hexdigest()
    for name, other in (("MD5", md5), ("SHA-1", sha1)):
        yield other, Meaning(f"{what}, made with {name}")
        yield sha256(other), Meaning(f"the {name} hash of {what}", twice=True)
    yield hashlib.sha384(data).hexdigest(), Meaning(f"{what}, made with SHA-384")
    yield hashlib.sha512(data).hexdigest(), Meaning(f"{what}, made with SHA-512")
    for encoded in (base64.b64encode(digest).decode(), base64.urlsafe_b64encode(digest).decode()):
        yield encoded, Meaning(f"{what}, in base64 instead of hex")
        yield encoded.rstrip("="), Meaning(f"{what}, in base64 instead of hex")
        yield sha256(encoded), Meaning(f"the hash of {what} in base64", twice=True)


def all_hashes(key: str, raw: str, country: str | None) -> Iterator[tuple[str, Meaning]]:
    """Every hash that may be sent for a value; of several with one text the first is what it is."""
    for text, meaning in variants(key, raw, country):
        yield from hash_variants(text, meaning)


def plain_hash(sent: str) -> str | None:
    """What is looked up for a value of user_data: a hash without the parameter builder's marker.

    Hex digits come in lower case. None for what is no hash.
    """
    text = sent.strip()
    bare = unmarked_hash(text)
    if _HEX.fullmatch(bare):
        return bare.lower()
    return text if _BASE64.fullmatch(text) else None


def explain(key: str, right: str, wrong: str, raw: str | None = None) -> str | None:
    """What ``wrong`` is, seen from ``right``: two values that two channels sent for one person under ``key``.

    Each is a hash, with or without the parameter builder's marker, or a value in clear; ``raw`` is the value
    itself when somebody knows it. The answer completes "it is ..."; None when nothing can be told.
    """
    if key not in KEYS or KEYS[key].hashing is Hashing.NEVER or right == wrong:
        return None
    one, other = plain_hash(right), plain_hash(wrong)
    if one is not None and other is not None:
        return _of_hashes(key, right.strip(), wrong.strip(), raw)
    if one is None and other is not None:
        return _hash_of(key, right, other)
    if one is not None:
        told = _hash_of(key, wrong, one)
        return None if told is None else f"in clear; the other is {told}"
    texts = dict(variants(key, right, None))
    meaning = texts.get(wrong)
    return None if meaning is None else f"in clear, and so is the other: {meaning.what}"


def _of_hashes(key: str, right: str, wrong: str, raw: str | None) -> str | None:
    one, other = plain_hash(right) or "", plain_hash(wrong) or ""
    if one == other:
        return _of_one_hash(right, wrong, len(one))
    for first, plain, then, told in ((right, one, other, _AGAIN), (wrong, other, one, _ONCE)):
        if then in {sha256(text) for text in (first, plain, plain.upper())} or _of_digest(plain, then):
            return told
    if raw is not None:
        return _hash_of(key, raw, other)
    return _by_guessing(key, one, other)


def _of_one_hash(right: str, wrong: str, length: int) -> str:
    if right == wrong:
        return "the same hash with white space around one of them"
    if right[:length] == wrong[:length]:
        return "the same hash but for the marker of Meta's parameter builder"
    return f"the same hash in {'lower' if wrong[:length].islower() else 'upper'} case"


def _of_digest(plain: str, then: str) -> bool:
    try:
        return hashlib.sha256(bytes.fromhex(plain)).hexdigest() == then
    except ValueError:
        return False


def _hash_of(key: str, raw: str, digest: str) -> str | None:
    for text, meaning in all_hashes(key, raw, None):
        if text == digest:
            return f"the hash of {meaning.what}"
    return None


def _by_guessing(key: str, right: str, wrong: str) -> str | None:
    """Of keys with few values all can be tried."""
    guesses = _guesses(key)
    for value, _ in guesses.get(right, ()):
        for same, what in guesses.get(wrong, ()):
            if same == value:
                return f"the hash of {what}"
    return None


@cache
def _guesses(key: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for value in _few(key):
        for text, meaning in variants(key, value, "us" if key == "st" else None):
            for digest in (sha256(text), sha256(sha256(text))):
                found.setdefault(digest, []).append(
                    (value, meaning.what if digest == sha256(text) else f"the hash of {meaning.what}")
                )
    return found


def _few(key: str) -> tuple[str, ...]:
    from simulator.customer.spellings import table

    if key == "ge":
        return ("f", "m")
    if key == "country":
        return tuple(table("countries.json"))
    return tuple(table("us_states.json")) if key == "st" else ()
