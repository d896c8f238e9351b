"""The request names its sender in another form than the documented one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-partner-agent", "The partner_agent of a request has not the documented form.")


@KIND.variant(
    "long", "The name is that of the program, with versions.", "REQ004", of=website("server"), form="requests"
)
def long(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when everything that is known is written into it."""
    yield _named(made, "made-up-shop-connector/4.12.3 (php 8.3)")


@KIND.variant("version-only", "The name is a version.", "REQ004", of=website("server"), form="requests")
def version_only(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the name of the plug-in is empty."""
    yield _named(made, "4.12.3")


def _named(made: Made, agent: str) -> Made:
    return made._replace(body={**made.body, "partner_agent": agent})
