"""Only one channel uses Meta's parameter builder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put_user, unblocked
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("builder-on-one-side", "One channel's fbp has the parameter builder's appendix, the other's has not.")
_APPENDIX = ".AQQAAQMC"


@KIND.variant("server", "The server's fbp has the appendix.", "CLK012", of=unblocked("server"), rate=1.0)
def server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the backend was moved to the builder before the page."""
    yield _marked(made)


@KIND.variant("browser", "The browser's fbp has the appendix.", "CLK012", of=unblocked("browser"), rate=1.0)
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the backend cuts the cookie to the four parts it knows."""
    yield _marked(made)


def _marked(made: Made) -> Made:
    return put_user(made, fbp=f"{made.payload['user_data']['fbp']}{_APPENDIX}")
