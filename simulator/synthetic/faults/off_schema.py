"""A member has a type Meta's documentation doesn't give it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put, put_custom, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("off-schema", "A member has another type than Meta documents.")


@KIND.variant("opt-out", "The server's opt_out is text.", "EVT099", of=on("server"))
def opt_out(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a switch is read from an environment variable."""
    yield put(made, opt_out="false")


@KIND.variant(
    "category", "The server's content_category is a list.", "EVT099 DUP011", of=website("server", "ViewContent")
)
def category(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the trail of categories above a product is sent."""
    yield put_custom(made, content_category=["shop", made.payload["custom_data"]["content_category"]])
