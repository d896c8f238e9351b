"""The browser sends events before the visitor agreed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import later
from simulator.synthetic.faults.first_page import FirstGrants, grants, of_first_page
from simulator.synthetic.faults.kind import Act, Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("leak-before-consent", "Events are sent before the visitor has answered the banner.", mode=7)


@KIND.remembering(
    "pixel", "The pixel doesn't wait for the banner, the server does.", "CNS007", of=of_first_page, per="visit"
)
def pixel(_seed: int) -> Act:
    """As when consent is revoked behind init instead of before it. What the server held back it never sends."""
    grants = FirstGrants()

    def act(made: Made, chance: Chance) -> Iterable[Made]:
        if made.word is not None:
            yield grants.put_off(made, chance)
        elif made.channel == "browser" or not grants.is_early(made):
            yield made

    return act


@KIND.variant("both", "Neither the pixel nor the server waits for the banner.", "CNS007 CNS008", of=grants)
def both(made: Made, chance: Chance) -> Iterable[Made]:
    """As when the banner only hides itself when it is answered; visitors take their time to do so."""
    yield later(made, chance.between(20, 60))
