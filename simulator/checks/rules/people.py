"""Rules about a whole run: one address or one e-mail on many people."""

from __future__ import annotations

from typing import NamedTuple

from simulator.checks.catalog import SERVER, rule
from simulator.checks.examples import AT, EMAIL_HASH, event, received, user
from simulator.checks.sources import CUSTOMER_INFORMATION, READ
from simulator.checks.spot import ABSENT, Hit
from simulator.finding import Evidence, Severity

SHARED_ADDRESS = "USR025"
SHARED_EMAIL = "USR026"


class Shared(NamedTuple):
    """The value that most people share, masked; how many they are (``at_least``, if counting stopped there);
    how many other values are shared too.
    """

    value: str
    people: int
    more: int
    at_least: bool = False

    @property
    def number(self) -> str:
        """The number of people as a message tells it."""
        return f"{'at least ' if self.at_least else ''}{self.people:,}"


def _orders(count: int, **same: object) -> list[dict[str, object]]:
    return [
        received(
            event(
                event_id=f"order-{2000 + number}",
                event_time=AT - 60 + number,
                user_data=user(**({"em": ABSENT, "external_id": f"customer-{number}"} | same)),
            ),
            AT + number,
        )
        for number in range(count)
    ]


def _and_more(shared: Shared) -> str:
    return f" {shared.more:,} more like it." if shared.more else ""


@rule(
    SHARED_ADDRESS,
    "address-on-many-people",
    severity=Severity.NOTE,
    evidence=Evidence.THIRD_PARTY,
    source="https://github.com/facebook/facebook-for-woocommerce/issues/2049",
    read=READ,
    why="client_ip_address has to be the shopper's own. One address on ten people or more is mostly that of a proxy, "
    "a load balancer or the server itself; behind a company or a phone network it may be right.",
    fix="Take the address from the first public entry of X-Forwarded-For that your proxy sets, not from the "
    "connection, and send none when it isn't known.",
    channels=SERVER,
    scope="run",
    failing=_orders(10, client_ip_address="198.51.100.7"),
    passing=_orders(9, client_ip_address="198.51.100.7"),
)
def address_on_many_people(shared: Shared) -> Hit | None:
    """One client_ip_address on ten people or more."""
    return Hit(
        f"The server sent client_ip_address {shared.value} for {shared.number} different people.{_and_more(shared)}",
        "the address of each shopper",
        shared.value,
    )


@rule(
    SHARED_EMAIL,
    "email-on-many-people",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=CUSTOMER_INFORMATION,
    read=READ,
    why="A hashed e-mail address should tell one person. The same one under three external ids or more is mostly that "
    "of the shop, of a guest account or of a test; such events are matched to somebody else or to nobody.",
    fix="Leave em out where the shopper gave none, and don't fill it with an address of your own.",
    channels=SERVER,
    scope="run",
    failing=_orders(3, em=[EMAIL_HASH]),
    passing=_orders(2, em=[EMAIL_HASH]),
)
def email_on_many_people(shared: Shared) -> Hit | None:
    """One hashed e-mail address under three external ids or more."""
    return Hit(
        f"The server sent em {shared.value} for {shared.number} different external ids.{_and_more(shared)}",
        "one person for one e-mail address",
        shared.value,
    )
