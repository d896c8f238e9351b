"""Events are delivered long after they happened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import later, on, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("late-delivery", "The server's events are right, but come late.", mode=11)
_HOUR = 3600
_PROMPT = website("server")
_PAGES = website("server", "PageView", "ViewContent")


@KIND.variant("hours", "They come hours later.", "EVT016", of=_PROMPT)
def hours(made: Made, chance: Chance) -> Iterable[Made]:
    """As when events are sent by a job that runs a few times a day."""
    yield later(made, 2 * _HOUR + chance.below(20 * _HOUR))


@KIND.variant(
    "nightly", "The app's events come with the next night's job.", "EVT016", of=on("server", source="app"), rate=1
)
def nightly(made: Made, chance: Chance) -> Iterable[Made]:
    """As when an export from the data warehouse does the sending."""
    yield later(made, 24 * _HOUR + chance.below(_HOUR))


@KIND.variant(
    "days", "They come days later, when the browser's copy is forgotten.", "EVT016 DUP007", of=_PAGES, rate=0.1
)
def days(made: Made, chance: Chance) -> Iterable[Made]:
    """As when a queue that stood still over a long weekend is emptied."""
    yield later(made, 50 * _HOUR + chance.below(60 * _HOUR))
