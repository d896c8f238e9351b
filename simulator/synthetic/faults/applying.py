"""A fault at work on the stream of a shop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from simulator.synthetic.chance import Chance
from simulator.synthetic.made import Made, Place, place

if TYPE_CHECKING:
    from simulator.synthetic.faults.kind import Act, Kind, Per, Variant

_NOT_THERE = (KeyError, IndexError, TypeError, ValueError, AttributeError)
_PARTS: dict[Per, int] = {"shop": 0, "shopper": 1, "visit": 2, "action": 3, "copy": 3}


class Applied:
    """One variant at one rate, as a ``Fault``: takes a stream and gives the one that has the fault.

    Which events are hit depends on the seed, the fault, and on who did what; it is the same in every wire form.
    ``hits`` counts the events hit so far, ``missed`` those that another fault had changed too much to be hit.
    Memory: what is received later than it was.
    """

    def __init__(self, kind: Kind, variant: Variant, rate: float, seed: int) -> None:
        self.kind = kind
        self.variant = variant
        self.rate = rate
        self.hits = 0
        self.missed = 0
        self._seed = seed

    @property
    def name(self) -> str:
        """As it is written: ``split-event-id:prefix=5%``."""
        return f"{self.kind.name}:{self.variant.name}={100 * self.rate:g}%"

    def __call__(self, stream: Iterator[Made]) -> Iterable[Made]:
        """The stream with the fault in it, in order of receipt."""
        act = self.variant.start(self._seed)
        waiting: list[tuple[Place, int, Made]] = []
        count = 0
        for made in stream:
            here = place(made)
            while waiting and waiting[0][0] <= here:
                yield heappop(waiting)[2]
            instead = self._instead(act, made)
            if instead is not None:
                for each in instead:
                    count += 1
                    heappush(waiting, (place(each), count, each))
                continue
            yield made
        while waiting:
            yield heappop(waiting)[2]

    def _instead(self, act: Act, made: Made) -> list[Made] | None:
        """What stands in the place of an event that is hit; None when it isn't."""
        try:
            if not self.variant.eligible(made):
                return None
            chance = self._chance(made)
            if not chance.happens(self.rate):
                return None
            found = list(act(made, chance))
        except _NOT_THERE:
            # A fault before this one took away, or made something else of, what this one changes.
            self.missed += 1
            return None
        self.hits += 1
        return found

    def _chance(self, made: Made) -> Chance:
        group = made.action[: _PARTS[self.variant.per]]
        copy = (made.channel,) if self.variant.per == "copy" else ()
        return Chance(self._seed, "fault", self.kind.name, self.variant.name, *group, *copy)
