"""The server's copy has another event id than the browser's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("split-event-id", "The two channels give one action different event ids.", mode=1)
_SERVER = website("server")


@KIND.variant("random", "The server makes an id of its own.", "DUP001", of=_SERVER)
def random(made: Made, chance: Chance) -> Iterable[Made]:
    """As when both sides call a random generator."""
    yield put(made, event_id=chance.uuid())


@KIND.variant("prefix", "The server puts a prefix before the browser's id.", "DUP001", of=_SERVER)
def prefix(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a plugin marks its own ids."""
    yield put(made, event_id=f"server.{made.payload['event_id']}")


@KIND.variant("case", "The server writes the id in capitals.", "DUP001", of=_SERVER)
def case(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a database keeps ids in capitals."""
    yield put(made, event_id=str(made.payload["event_id"]).upper())


@KIND.variant("timestamp", "The server adds the moment of sending to the id.", "DUP001", of=_SERVER)
def timestamp(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when each attempt gets an id of its own."""
    yield put(made, event_id=f"{made.payload['event_id']}-{round(made.received_at * 1000)}")


@KIND.variant(
    "leading-zeros", "The server fills the number in the id with zeros.", "DUP001", of=website("server", "Purchase")
)
def leading_zeros(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when one side treats an order number as a text of fixed width."""
    yield put(made, event_id=f"0000{made.payload['event_id']}")
