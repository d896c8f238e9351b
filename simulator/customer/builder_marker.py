"""The marker that Meta's parameter builder puts behind what it prepared.

Eight characters of URL-safe base64 stand for six bytes: format, language, kind, and the three numbers of the
version. Older builders wrote two characters for the language. Source: capi-param-builder-nodejs 1.3.2
(2026-09-19, read and run 2026-11-24).
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import IntEnum

from simulator.customer.javascript import units

VERSION = (1, 3, 2)
_FORMAT = 1
_NODE = 4
_LANGUAGES = ("AQ", "Ag", "Aw", "BA", "BQ", "Bg")
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


# Two characters, or eight that begin otherwise, may be a name of their own behind a host or a path.
_BEHIND_URL = re.compile(r"\.AQ[A-Za-z0-9_-]{6}$")
_BEHIND_COOKIE = re.compile(r"\.(?:[A-Za-z0-9_-]{8}|A[Qgw]|B[AQg])\Z")
_PARTS_OF_COOKIE = 4
# Nothing else belongs behind a hash or an address, so any marker is taken off, also that of a later version.
_BEHIND_HASH = re.compile(r"([0-9a-fA-F]{32,})\.[A-Za-z0-9_-]{2,8}")
_IPV4 = r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}"
_BEHIND_ADDRESS = re.compile(rf"({_IPV4}|[0-9a-fA-F:]*:(?:[0-9a-fA-F]*|{_IPV4}))\.[A-Za-z0-9_-]{{2,8}}")


class Kind(IntEnum):
    """What the builder did."""

    UNCHANGED = 0
    GENERAL = 1
    NEW = 2
    MODIFIED = 3


def marker(kind: Kind) -> str:
    """The eight characters that the Node builder of this version writes."""
    return urlsafe_b64encode(bytes([_FORMAT, _NODE, kind, *VERSION])).decode()


def is_marker(text: str) -> bool:
    """Whether the builder takes the last part of a cookie or of an address for a marker."""
    if text in _LANGUAGES:
        return True
    if len(text) != 8 or not _BASE64.issuperset(text):
        return False
    raw = urlsafe_b64decode(text)
    return raw[0] == _FORMAT and 1 <= raw[1] <= len(_LANGUAGES)


def unmarked_url(url: str) -> str:
    """A URL, or a value at its end, without the marker of eight characters."""
    return _BEHIND_URL.sub("", url)


def unmarked_cookie(cookie: str) -> str:
    """An fbp or fbc as the pixel writes it, without a fifth part that is a marker."""
    return _BEHIND_COOKIE.sub("", cookie) if cookie.count(".") >= _PARTS_OF_COOKIE else cookie


def unmarked_hash(text: str) -> str:
    """Hex digits, 32 or more, without the marker; any other text as it is."""
    match = _BEHIND_HASH.fullmatch(text) if "." in text else None
    return text if match is None else match[1]


def unmarked_address(text: str) -> str:
    """An IP address of version 4 or 6 without the marker; any other text as it is."""
    match = _BEHIND_ADDRESS.fullmatch(text)
    return text if match is None else match[1]


def follows_hash(text: str) -> bool:
    """The same for the part behind a hash, where any eight characters will do."""
    return text in _LANGUAGES or units(text) == 8
