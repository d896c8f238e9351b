"""The rule for a client IP address that is not the client's but a proxy's."""

from __future__ import annotations

from simulator.checks import sources
from simulator.checks.catalog import rule
from simulator.checks.examples import event, user
from simulator.checks.proxies import proxy_of
from simulator.checks.sources import READ
from simulator.checks.spot import Hit, Spot
from simulator.finding import Evidence, Severity
from simulator.masking import mask


@rule(
    "USR019",
    "client-ip-of-a-proxy",
    severity=Severity.WARNING,
    evidence=Evidence.DOCUMENTED,
    source=sources.CUSTOMER_INFORMATION,
    read=READ,
    why="The address must be the customer's own. This one is in a range that a content delivery network publishes as "
    "that of its proxies (Cloudflare and Fastly, lists of 2026-10-14), so many visitors share it.",
    fix="Send the visitor's address: CF-Connecting-IP behind Cloudflare, Fastly-Client-IP behind Fastly, else the "
    "first public address of X-Forwarded-For.",
    examines=True,
    failing=[
        event(user_data=user(client_ip_address="104.16.0.1")),
        event(user_data=user(client_ip_address="2a04:4e42::1")),
    ],
    passing=event(user_data=user(client_ip_address="8.8.4.4")),
)
def client_ip_of_a_proxy(spot: Spot) -> Hit | None:
    """An address of a content delivery network."""
    address = spot.member("user_data").get("client_ip_address")
    name = proxy_of(address) if isinstance(address, str) else None
    if name is None:
        return None
    return Hit(
        f"client_ip_address belongs to {name}, not to the customer.",
        "the customer's public address",
        mask(address),
        ("user_data", "client_ip_address"),
    )
