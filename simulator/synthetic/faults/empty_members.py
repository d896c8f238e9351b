"""Members are empty."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put_custom, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("empty-members", "What isn't known is sent as empty text instead of being left out.")
_PAGE = on("server", "PageView")


@KIND.variant("server", "The server's page views have the members of products.", "CUS010", of=_PAGE)
def server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when one template with all members is filled for every event."""
    yield put_custom(made, content_type="", currency="", num_items="", order_id="")


@KIND.variant(
    "browser", "The browser's page views have the members of products.", "CUS010", of=website("browser", "PageView")
)
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a tag has one field for every parameter, and the variables behind are empty."""
    yield put_custom(made, content_type="", currency="", order_id="")
