"""A fault at work on the stream of a shop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from simulator.synthetic.chance import Chance
from simulator.synthetic.made import Made, Place, place

if TYPE_CHECKING:
    from simulator.synthetic.faults.kind import Kind, Per, Variant

_PARTS: dict[Per, int] = {"shop": 0, "shopper": 1, "visit": 2, "action": 3, "copy": 3}


class Applied:
    """One variant at one rate, as a ``Fault``: takes a stream and gives the one that has the fault.

    Which events are hit depends on the seed, the fault, and on who did what; it is the same in every wire form.
    ``hits`` counts the events hit so far. Memory: what is received later than it was.
    """

    def __init__(self, kind: Kind, variant: Variant, rate: float, seed: int) -> None:
        self.kind = kind
        self.variant = variant
        self.rate = rate
        self.hits = 0
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
            if self.variant.eligible(made):
                chance = self._chance(made)
                if chance.happens(self.rate):
                    self.hits += 1
                    for each in act(made, chance):
                        count += 1
                        heappush(waiting, (place(each), count, each))
                    continue
            yield made
        while waiting:
            yield heappop(waiting)[2]

    def _chance(self, made: Made) -> Chance:
        group = made.action[: _PARTS[self.variant.per]]
        copy = (made.channel,) if self.variant.per == "copy" else ()
        return Chance(self._seed, "fault", self.kind.name, self.variant.name, *group, *copy)
