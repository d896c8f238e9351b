"""The second copy comes when deduplication has forgotten the first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import later, unblocked
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("late-copy", "A copy comes after the window of deduplication.")
_HOUR = 3_600


@KIND.variant(
    "queue",
    "The server's queue stands still for two days.",
    "DUP007 EVT016",
    of=unblocked("server", "PageView"),
    rate=0.1,
)
def queue(made: Made, chance: Chance) -> Iterable[Made]:
    """As over a weekend on which a worker is down."""
    yield later(made, chance.between(49 * _HOUR, 70 * _HOUR))


@KIND.variant(
    "retry",
    "The server sends what had arrived once more, days later.",
    "DUP007 EVT016",
    of=unblocked("server", "PageView"),
    rate=0.1,
)
def retry(made: Made, chance: Chance) -> Iterable[Made]:
    """As when failed jobs are run again, and among them those of which only the answer got lost."""
    yield made
    yield later(made, chance.between(60 * _HOUR, 100 * _HOUR))
