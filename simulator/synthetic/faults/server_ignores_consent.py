"""The server reports what the visitor hasn't agreed to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import website
from simulator.synthetic.faults.first_page import FirstGrants, grants, of_first_page
from simulator.synthetic.faults.kind import Act, Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("server-ignores-consent", "Consent holds the pixel back, and not the server.", mode=7)
_BROWSER = website("browser")


def _said_in_the_browser(made: Made) -> bool:
    return grants(made) or _BROWSER(made)


@KIND.variant(
    "refused", "The server reports visitors who refused.", "CNS008", of=_said_in_the_browser, per="shopper", rate=0.1
)
def refused(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when only the pixel is wired to the banner: it sends nothing, and the server everything."""
    if made.word is not None:
        yield made._replace(word="revoke")


@KIND.remembering(
    "undecided", "The server doesn't wait for the banner, the pixel does.", "CNS008", of=of_first_page, per="visit"
)
def undecided(_seed: int) -> Act:
    """As when only the pixel is wired to the banner: it sends what it held back once the visitor agrees."""
    grants = FirstGrants()

    def act(made: Made, chance: Chance) -> Iterable[Made]:
        if made.word is not None:
            yield grants.put_off(made, chance)
        else:
            yield grants.held_back(made) if made.channel == "browser" else made

    return act
