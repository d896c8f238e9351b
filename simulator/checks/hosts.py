"""The host of a page, and what it tells of where the page was served."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress

from simulator.customer.builder_marker import unmarked_url

_DEVELOPMENT = frozenset({"staging", "stage", "dev", "test", "preprod"})
_RESERVED = frozenset({"localhost", "local", "test"})
# Under these a shop registers its name one label further left: test.co.uk is somebody's own.
_SECOND_LEVEL = frozenset({"co", "com", "net", "org", "gov", "edu", "ac", "or", "ne"})
_ADDRESS = re.compile(r"[0-9.]+|\[.*\]")
# Loopback, private, link-local and shared ranges.
_PRIVATE = re.compile(
    r"(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|0\.0\.0\.0$"
    r"|\[(?:::1?\]|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:))"
)


def host_of(url: object) -> str | None:
    """The host of a whole address, in lower case, without user, port and final dot; None without one.

    Names in other scripts are given as ``xn--...``, so that both spellings are one host.
    """
    if not isinstance(url, str):
        return None
    scheme, found, rest = url.partition("://")
    if not found or scheme.lower() not in ("http", "https"):
        return None
    # Meta's parameter builder marks addresses too, and of a bare host that is its last label.
    authority = re.split(r"[/?#\\]", unmarked_url(rest), maxsplit=1)[0].rpartition("@")[2]
    host = authority.partition("]")[0] + "]" if authority.startswith("[") else authority.partition(":")[0]
    return plain_host(host) or None


def plain_host(host: str) -> str:
    """A host as it is compared: lower case, no final dot, other scripts as ``xn--...``."""
    if not host.isascii():
        # Some signs turn into plain ones here, a dot among them.
        with suppress(UnicodeError):
            host = host.encode("idna").decode()
    return host.rstrip(".").lower()


def is_listed(host: str, listed: Iterable[str]) -> bool:
    """Whether the host is on the list; ``*.shop.example`` stands for any subdomain, not for shop.example."""
    for each in listed:
        if each.startswith("*."):
            above = "." + plain_host(each[2:])
            if host.endswith(above) and host != above:
                return True
        elif host == plain_host(each):
            return True
    return False


def is_development(host: str) -> bool:
    """Whether a host is this machine, a private network, or named as a place for testing."""
    if _ADDRESS.fullmatch(host):
        return _PRIVATE.match(host) is not None
    labels = host.split(".")
    if labels[-1] in _RESERVED:
        return True
    # What is registered is a name like any other: dev.to and test.de are public sites.
    own = 3 if len(labels[-1]) == 2 and labels[-2:-1] and labels[-2] in _SECOND_LEVEL else 2
    return not _DEVELOPMENT.isdisjoint(labels[:-own])
