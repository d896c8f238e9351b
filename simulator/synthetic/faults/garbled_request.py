"""The server sends what holds no event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import orjson

from simulator.synthetic.faults.changing import website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("garbled-request", "A request of the server can't be read.")


@KIND.variant(
    "object-text",
    "The events are the text [object Object].",
    "REQ001",
    of=website("server", "PageView"),
    rate=0.05,
    form="requests",
)
def object_text(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a form is made of an object without turning it into JSON."""
    yield made._replace(body={**made.body, "data": "[object Object]"})


@KIND.variant(
    "cut-off",
    "The JSON text of the event breaks off.",
    "REQ001",
    of=website("server", "PageView"),
    rate=0.05,
    form="requests",
)
def cut_off(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the queue keeps it in a column that is too short."""
    yield made._replace(body={**made.body, "data": [orjson.dumps(made.payload).decode()[:255]]})


@KIND.variant("empty", "A request holds no event at all.", "REQ001", of=website("server"), rate=0.05, form="requests")
def empty(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the sender's timer goes off with nothing to send."""
    yield made
    yield made._replace(body={**made.body, "data": []})


@KIND.variant(
    "null", "Beside the event a null is sent.", "REQ001", of=website("server", "PageView"), rate=0.05, form="requests"
)
def null(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a plug-in's filter takes an event out and leaves its place."""
    yield made._replace(body={**made.body, "data": [made.payload, None]})
