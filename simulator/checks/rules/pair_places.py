"""Rules about the client IP addresses of the two copies of a pair. They are given PairParts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.checks.addresses import same_place, visitor_address
from simulator.checks.catalog import SERVER, rule
from simulator.checks.difference import PairParts
from simulator.checks.examples import pair
from simulator.checks.pair_examples import shopper
from simulator.checks.sources import READ
from simulator.checks.spot import Hit
from simulator.finding import Evidence, Severity
from simulator.masking import mask

if TYPE_CHECKING:
    from simulator.checks.addresses import Address

FAMILY_DIFFERS = "DUP017"
ADDRESS_DIFFERS = "DUP018"

_DATASET_QUALITY = "https://developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api"
_HERE = ("user_data", "client_ip_address")


def _addresses(parts: PairParts) -> tuple[Address, Address] | None:
    """Of the server's copy and of the browser's, where both are the address of somebody."""
    server, browser = parts.twins.server, parts.twins.browser
    if server is None or browser is None or parts.at(*_HERE) is None:
        return None
    own = visitor_address(server.member("user_data").get(_HERE[1]))
    other = visitor_address(browser.member("user_data").get(_HERE[1]))
    return None if own is None or other is None else (own, other)


@rule(
    FAMILY_DIFFERS,
    "ip-family-differs",
    severity=Severity.NOTE,
    evidence=Evidence.DOCUMENTED,
    source=_DATASET_QUALITY,
    read=READ,
    why="The browser reaches Meta by one version of IP and the server reports the other. Meta's Dataset Quality API "
    "names it in its examples, with the advice to send IPv6. A device may have both addresses, so it may be right.",
    fix="Let your server be reached by IPv6 too, and send the address the visitor's browser came from.",
    channels=SERVER,
    scope="pair",
    failing=pair(shopper(client_ip_address="2001:db8::7")),
    passing=pair(shopper(client_ip_address="2001:db8::7"), shopper(client_ip_address="2001:db8::7")),
)
def ip_family_differs(parts: PairParts) -> Hit | None:
    """An IPv4 address in one copy and an IPv6 address in the other."""
    both = _addresses(parts)
    if both is None or both[0].version == both[1].version:
        return None
    return Hit(
        f"The server sent an IPv{both[0].version} address, and the browser came by IPv{both[1].version} "
        f"(#{parts.twins.other.n}, the other copy of this event).",
        f"the IPv{both[1].version} address of the browser",
        mask(str(both[0]), _HERE[1]),
        _HERE,
    )


@rule(
    ADDRESS_DIFFERS,
    "ip-address-differs",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=_DATASET_QUALITY,
    read=READ,
    why="client_ip_address has to be the visitor's. The server's differs from the one the browser came from, which "
    "Meta's Dataset Quality API lists as a fault. A visitor may change networks in between; on most events it is the "
    "address of a proxy or of the server. Addresses of version 6 in one network (/64) count as the same.",
    fix="Take the first public address of the X-Forwarded-For that your own proxy sets.",
    channels=SERVER,
    scope="pair",
    failing=pair(server=shopper(client_ip_address="198.51.100.9")),
    passing=pair(server=shopper(client_ip_address="203.0.113.7.AQQAAQMC")),
)
def ip_address_differs(parts: PairParts) -> Hit | None:
    """Two addresses of one version."""
    both = _addresses(parts)
    if both is None or both[0].version != both[1].version or same_place(*both):
        return None
    return Hit(
        f"client_ip_address of the server is not the one of the browser (#{parts.twins.other.n}, the other copy of "
        "this event).",
        mask(str(both[1]), _HERE[1]),
        mask(str(both[0]), _HERE[1]),
        _HERE,
    )
