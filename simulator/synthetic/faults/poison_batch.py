"""One bad event takes the others of its request down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.customer.hashing import sha256
from simulator.synthetic.faults.changing import on, put, put_user, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("poison-batch", "One event of a request makes the API refuse all of it.", mode=17)
_DAY = 86_400
_TOO_MANY = 1_001


def _without_click(made: Made) -> bool:
    """A click after the event would be another fault."""
    return website("server", "PageView")(made) and "fbc" not in made.payload["user_data"]


@KIND.variant(
    "stale",
    "One event of a request is older than a week.",
    "EVT003 REQ003",
    of=_without_click,
    rate=0.05,
    form="requests",
)
def stale(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a queue holds what could not be delivered for a week, and hands it over with the rest."""
    yield put(made, event_time=made.payload["event_time"] - chance.between(8, 20) * _DAY)


def _landing(made: Made) -> bool:
    """With the first page of a visit nothing rare is sent, so that the shares of other events stay as they are."""
    return website("server", "PageView", known=True)(made) and made.action.step < 2


@KIND.variant(
    "plain-phone",
    "One event of a request has a phone number in clear.",
    "REQ003 USR003",
    of=_landing,
    form="requests",
)
def plain_phone(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a number that the normaliser can't read is sent as it is."""
    yield put_user(made, ph=[made.shopper.person.phone])


@KIND.variant(
    "too-many",
    "Past purchases are uploaded in one request of more than 1,000 events.",
    "REQ002",
    of=on("server", "Purchase", source="physical_store"),
    rate=1.0,
    form="requests",
)
def too_many(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when an export of the tills is sent without being cut."""
    sold = made.payload
    order, user = sold["custom_data"]["order_id"], sold["user_data"]
    data = [
        {
            **sold,
            "event_id": f"{sold['event_id']}-{number}",
            "event_time": sold["event_time"] - 60 * number,
            "user_data": {
                **user,
                "em": [sha256(f"card-{number}@example.org")],
                "external_id": [sha256(f"card-{number}")],
            },
            "custom_data": {**sold["custom_data"], "order_id": f"{order}-{number}"},
        }
        for number in range(_TOO_MANY)
    ]
    yield made._replace(body={**made.body, "data": data})
