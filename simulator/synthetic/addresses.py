"""IP addresses from the ranges set aside for documentation (RFC 5737 and RFC 3849)."""

from __future__ import annotations

_NETWORKS = ("192.0.2", "198.51.100", "203.0.113")
_HOSTS = 254
_TOGETHER = 4
"""How many shoppers share an address of version 4 at most, as households do: there are only 762."""


def address(shopper: int, shoppers: int, device: int) -> str:
    """The address of a shopper's device: version 4 for some at home, version 6 for all others."""
    if device == 0:
        slots = min(shoppers * 2 // 5, len(_NETWORKS) * _HOSTS * _TOGETHER)
        slot = shopper * slots // shoppers
        # Spread evenly over the shoppers, so that each slot is taken once.
        if (shopper + 1) * slots // shoppers > slot:
            network, host = divmod(slot % (len(_NETWORKS) * _HOSTS), _HOSTS)
            return f"{_NETWORKS[network]}.{host + 1}"
    high, low = divmod(shopper, 0x10000)
    return f"2001:db8:{high + 0xA00:x}:{low:x}::{device + 0x1F:x}"
