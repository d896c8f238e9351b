"""A part of what the server sends has a test event code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("asymmetric-test-code", "Some requests of the server have a test event code, others have none.", mode=9)


@KIND.variant(
    "one-server",
    "One of several servers has the code in its settings.",
    "ENV001 ENV003",
    of=on("server"),
    form="requests",
)
def one_server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a machine's environment was not reset after a test."""
    yield _coded(made)


@KIND.variant(
    "purchase",
    "The orders of the website have the code.",
    "ENV001 ENV003",
    of=website("server", "Purchase"),
    rate=1.0,
    form="requests",
)
def purchase(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the checkout has an integration of its own."""
    yield _coded(made)


@KIND.variant(
    "live",
    "One of the live shop's servers has the code.",
    "ENV002 ENV003",
    of=on("server"),
    form="requests",
    needs=("production",),
)
def live(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the code goes live with one of the machines."""
    yield _coded(made)


def _coded(made: Made) -> Made:
    return made._replace(body={**made.body, "test_event_code": "TEST43210"})
