"""What Meta's parameter builder takes from a request: browser id, click id, and the visitor's address.

Source: capi-param-builder-nodejs 1.3.2 (2026-09-19, read and run 2026-11-24).
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, ip_address

from simulator.customer.builder_marker import Kind, is_marker, marker
from simulator.customer.javascript import trim

_NUMBER = re.compile(r"[0-9]+")
_SCOPE = re.compile(r"[0-9A-Za-z.:-]+")


def cookie(value: str) -> str | None:
    """``_fbc`` or ``_fbp`` as the builder sends it, with a marker; None when it takes it for broken."""
    parts = value.split(".")
    if len(parts) not in (4, 5) or (len(parts) == 5 and not is_marker(parts[4])):
        return None
    if parts[0] != "fb" or not _NUMBER.fullmatch(parts[1]) or not _NUMBER.fullmatch(parts[2]) or not parts[3]:
        return None
    return value if len(parts) == 5 else f"{value}.{marker(Kind.UNCHANGED)}"


def address(value: str) -> str | None:
    """The first public address of X-Forwarded-For, or of the cookie ``_fbi`` with its marker; None without one."""
    whole, _, last = value.rpartition(".")
    if is_marker(last):
        while whole.endswith(f".{last}"):
            whole = whole.removesuffix(f".{last}")
        return f"{whole}.{last}" if _is_public(whole) else None
    first = trim(value.partition(",")[0])
    return f"{first}.{marker(Kind.UNCHANGED)}" if _is_public(first) else None


def _is_public(text: str) -> bool:
    plain, percent, scope = text.partition("%")
    try:
        found = ip_address(plain)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return not percent and not _is_private(found)
    if percent and not _SCOPE.fullmatch(scope):
        return False
    return _is_public_spelling(text.lower())


def _is_private(found: IPv4Address) -> bool:
    one, two = found.packed[:2]
    return one in (10, 127) or (one, two) in ((192, 168), (169, 254)) or (one == 172 and 16 <= two <= 31)


def _is_public_spelling(text: str) -> bool:
    # The builder looks at the spelling, so other spellings of the same addresses pass.
    return text != "::1" and not text.startswith(("fe80:", "fc", "fd"))
