"""What two faults of consent share: the first page of a visitor's first visit, and a banner that is answered late."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import later, website

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance
    from simulator.synthetic.made import Made

_WEBSITE = website()
_STEPS = 3
"""The word of consent, the page view, and the look at a product; nobody leaves a page within nine seconds."""
_SOONEST, _LATEST = 3_000, 8_000
_MOST = 1_000
_BEHIND = 0.1


def grants(made: Made) -> bool:
    """The visitor's consent."""
    return made.word == "grant"


def of_first_page(made: Made) -> bool:
    """The consent of a first visit, and what happens on its first page; of browsers that have a pixel to hold back."""
    if made.action.visit or made.action.step >= _STEPS or not (grants(made) or _WEBSITE(made)):
        return False
    return "fbp" in made.payload["user_data"]


class FirstGrants:
    """When visitors agree, told late: 3 to 8 seconds after they came. Memory: the last thousand."""

    def __init__(self) -> None:
        self._at: OrderedDict[int, float] = OrderedDict()

    def put_off(self, word: Made, chance: Chance) -> Made:
        """The consent when the banner is answered."""
        late = later(word, chance.between(_SOONEST, _LATEST) / 1000)
        self._at[word.action.shopper] = late.received_at
        if len(self._at) > _MOST:
            self._at.popitem(last=False)
        return late

    def is_early(self, made: Made) -> bool:
        """Whether it happened before the visitor agreed."""
        at = self._at.get(made.action.shopper)
        return at is not None and made.payload["event_time"] < at

    def held_back(self, made: Made) -> Made:
        """An event as it is received when it was kept until the visitor agreed."""
        at = self._at.get(made.action.shopper)
        return made if at is None else later(made, max(0.0, at + _BEHIND - made.received_at))
