"""Members are null."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put, put_custom, put_user
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("null-members", "What isn't known is sent as null instead of being left out.")
_SERVER = on("server")


@KIND.variant("custom-data", "In custom_data.", "EVT018", of=on("server", "ViewContent"))
def custom_data(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a class with all members is written as JSON."""
    yield put_custom(made, content_category=None, num_items=None, order_id=None)


@KIND.variant("event", "In the event.", "EVT018", of=on("server"))
def event(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the members of a Node SDK's event are all written."""
    yield put(made, opt_out=None, data_processing_options=None)


@KIND.variant("user-data", "In user_data.", "USR009", of=on("server"))
def user_data(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the columns of the customer database are written as they are."""
    yield put_user(made, lead_id=None, fb_login_id=None)
