"""Which content delivery network an address belongs to; the lists are in ``data/proxies.json``."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from simulator.customer.builder_marker import unmarked_address

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

_MAPPED = "::ffff:"


@cache
def networks() -> tuple[tuple[str, tuple[IPv4Network | IPv6Network, ...]], ...]:
    """The networks by name, each with its published ranges."""
    from ipaddress import ip_network

    return tuple((each["name"], tuple(ip_network(text) for text in each["ranges"])) for each in _listed())


def may_be_proxy(address: str) -> bool:
    """Whether the beginning of the address is that of a listed range: the quick answer for most addresses."""
    return _beginning(address) in _beginnings()


def proxy_of(address: str) -> str | None:
    """The name of the network an IPv4 or IPv6 address belongs to, with or without the builder's suffix.

    None for any other address, and for what is no address.
    """
    if address[: len(_MAPPED)].lower() == _MAPPED:
        address = address[len(_MAPPED) :]
    if not may_be_proxy(address):
        return None
    from ipaddress import ip_address

    try:
        read = ip_address(unmarked_address(address))
    except ValueError:
        return None
    for name, ranges in networks():
        if any(read in each for each in ranges):
            return name
    return None


def first_letters(count: int) -> frozenset[str]:
    """How the text of a listed address may begin: its first letters, so many, in both cases."""
    return frozenset(each[:count] for low in _beginnings() for each in (low, low.upper()))


@cache
def _beginnings() -> frozenset[str]:
    """The first two numbers of each address, as text: ``104.16.``, ``2606:4700``."""
    found: set[str] = set()
    for _, ranges in networks():
        for each in ranges:
            # A range wider than two numbers has several beginnings.
            narrow = 16 if each.version == 4 else 32
            parts = each.subnets(new_prefix=narrow) if each.prefixlen < narrow else (each,)
            found.update(_beginning(str(part.network_address)) for part in parts)
    return frozenset(found)


def _beginning(address: str) -> str:
    if ":" in address:
        return address[:9].lower()
    return address[: address.find(".", address.find(".") + 1) + 1]


def _listed() -> list[dict[str, Any]]:
    document = json.loads((files("simulator.checks") / "data" / "proxies.json").read_bytes())
    listed: list[dict[str, Any]] = document["networks"]
    return listed
