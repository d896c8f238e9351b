"""The shop: all visits of all shoppers, told by both channels in order of receipt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from simulator.synthetic.chance import Chance
from simulator.synthetic.made import Fault, Made, Place, place
from simulator.synthetic.network import Backend
from simulator.synthetic.reporting import of_visit
from simulator.synthetic.rhythm import Visit, habits, visits
from simulator.synthetic.shoppers import Shopper

if TYPE_CHECKING:
    from simulator.synthetic.settings import ShopSettings


class Shop:
    """A made-up shop. Memory: its shoppers between their visits, and what is on its way.

    ``planned`` is the number of visits and ``done`` how many of them were told so far.
    """

    def __init__(self, settings: ShopSettings, faults: Sequence[Fault] = ()) -> None:
        self.settings = settings
        self._faults = faults
        self._visits = visits(settings)
        self.planned = len(self._visits)
        self.done = 0

    def traffic(self) -> Iterator[Made]:
        """Everything that is received of the shop, in order of receipt, with the faults in it."""
        stream: Iterator[Made] = self._clean()
        for fault in self._faults:
            stream = iter(fault(stream))
        return stream

    def _clean(self) -> Iterator[Made]:
        backend = Backend(self.settings)
        shoppers: dict[int, Shopper] = {}
        waiting: list[tuple[Place, Made]] = []
        self.done = 0
        for visit in self._visits:
            # Nothing of this visit or a later one is received before it begins.
            while waiting and waiting[0][0][0] < visit.start:
                yield heappop(waiting)[1]
            shopper = self._take(shoppers, visit)
            chance = Chance(self.settings.seed, "visit", visit.shopper, visit.number)
            for made in of_visit(self.settings, chance, backend, shopper, visit):
                heappush(waiting, (place(made), made))
            self.done += 1
        while waiting:
            yield heappop(waiting)[1]

    def _take(self, shoppers: dict[int, Shopper], visit: Visit) -> Shopper:
        """The shopper of a visit, who is forgotten after their last one."""
        known = shoppers.pop(visit.shopper, None)
        if known is None:
            known = Shopper(self.settings, habits(self.settings, visit.shopper))
        if not visit.last:
            shoppers[visit.shopper] = known
        return known


def traffic(settings: ShopSettings, faults: Iterable[Fault] = ()) -> Iterator[Made]:
    """Everything that is received of a shop, in order of receipt; see ``Shop``."""
    return Shop(settings, tuple(faults)).traffic()
