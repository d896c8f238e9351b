"""Which address of somebody on the internet a client_ip_address is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from simulator.checks.proxies import proxy_of
from simulator.customer.builder_marker import unmarked_address

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

    Address: TypeAlias = IPv4Address | IPv6Address

_INSIDE = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16
::/127 fc00::/7 fe80::/10
"""
_OF_ONE_NETWORK = 64


@cache
def _inside() -> tuple[IPv4Network | IPv6Network, ...]:
    from ipaddress import ip_network

    return tuple(ip_network(text) for text in _INSIDE.split())


def visitor_address(sent: Any) -> Address | None:
    """The address, with or without the parameter builder's suffix; one of version 4 inside version 6 is taken out.

    None for what is no single address, and for addresses inside of networks and of known proxies, which
    have rules of their own.
    """
    from ipaddress import ip_address

    single = sent[0] if isinstance(sent, list) and len(sent) == 1 else sent
    if not isinstance(single, str):
        return None
    try:
        found: Address = ip_address(unmarked_address(single.strip()))
    except ValueError:
        return None
    found = getattr(found, "ipv4_mapped", None) or found
    return None if any(found in network for network in _inside()) or proxy_of(str(found)) else found


def same_place(one: Address, other: Address) -> bool:
    """Whether two addresses of one version are the same, or in one network (/64) of version 6."""
    if one.version == 4:
        return one == other
    return int(one) >> _OF_ONE_NETWORK == int(other) >> _OF_ONE_NETWORK
