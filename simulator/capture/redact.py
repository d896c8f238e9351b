"""Taking credentials out of what was captured, before anything else sees it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

REMOVED = "[removed]"
CREDENTIALS = frozenset(
    {"access_token", "accesstoken", "appsecret_proof", "client_secret", "fb_exchange_token", "input_token"}
)

_NAMES = (
    r"(?:access(?:_|%5[Ff])?token|appsecret(?:_|%5[Ff])proof|client(?:_|%5[Ff])secret|fb_exchange_token|input_token)"
)
# name=value in a query or form, name%3Dvalue where a URL stands inside another, "name":"value" in JSON text
# (its quotes possibly escaped or percent-encoded).
_PAIR = re.compile(
    rf"({_NAMES}(?:\\*[\"']|%22)?\s*(?:[=:]|%(?:25)*3[ADad])(?:\s|\+|%20)*(?:\\*[\"']|%22)?)"
    r"((?:(?!%(?:25)*2[26]|%(?:25)*23)[^&\s\"'\\#<>,;{}\]])+)",
    re.IGNORECASE,
)
# What Meta's tokens look like wherever they stand, and a password inside a URL.
_TOKEN = re.compile(r"(?<![\w.-])EAA[A-Za-z0-9]{24,}")
_USER = re.compile(r"(?<=://)[^/@\s?#]+@")
_PART = re.compile(rf"(name=\"?{_NAMES}\"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)([^\r\n]*)")

_SECRET_HEADERS = (
    "authorization",
    "cookie",
    "token",
    "secret",
    "password",
    "api-key",
    "apikey",
    "session",
    "signature",
)


def may_mention_credentials(item: bytes) -> bool:
    """Whether a credential's name, or a token of Meta's, can be in the bytes.

    Names count in small letters, capitalised or with escaped letters; in capitals alone they only
    count beside a token that looks like Meta's.
    """
    # Every event passes here; from the end the search is several times as fast as "in".
    return (
        item.rfind(b"oken") >= 0
        or item.rfind(b"ecret") >= 0
        or item.rfind(b"EAA") >= 0
        or (item.rfind(b"\\") >= 0 and item.rfind(b"\\u00") >= 0)
    )


def holds_none(item: bytes) -> bool:
    """Whether JSON as orjson writes it holds nothing that ``redact`` would take out; False is no answer."""
    low = item.lower()
    return not (
        low.rfind(b"token") >= 0
        or low.rfind(b"secret") >= 0
        or item.rfind(b"EAA") >= 0
        or (item.find(b"\\") >= 0 and item.rfind(b"\\u00") >= 0)
        or (item.find(b"@") >= 0 and item.rfind(b"://") >= 0)
    )


def _is_bare(text: str) -> bool:
    low = text.lower()
    return not ("token" in low or "secret" in low or "EAA" in text or ("@" in text and "://" in text))


def redact_text(text: str) -> str:
    """The text with the value behind every credential's name replaced."""
    if text.isascii() and _is_bare(text):
        return text
    text = _PART.sub(rf"\1{REMOVED}", text)
    return _USER.sub(f"{REMOVED}@", _TOKEN.sub(REMOVED, _PAIR.sub(rf"\1{REMOVED}", text)))


def redact(value: Any) -> Any:
    """A JSON value without members that hold credentials, at any depth, and with its texts redacted."""
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, dict):
        # HAR files write a form's fields as {"name": ..., "value": ...}.
        name = value.get("name")
        if isinstance(name, str) and "value" in value and unquote(name).strip().lower() in CREDENTIALS:
            return {**value, "value": REMOVED}
        return {key: redact(inner) for key, inner in value.items() if key.lower() not in CREDENTIALS}
    if isinstance(value, list):
        return [redact(inner) for inner in value]
    return value


def redact_headers(headers: dict[str, str]) -> dict[str, str]:
    """HTTP headers (names in lower case) with the values of credentials and cookies replaced."""
    return {
        name: REMOVED if any(word in name for word in _SECRET_HEADERS) else redact_text(value)
        for name, value in headers.items()
    }
