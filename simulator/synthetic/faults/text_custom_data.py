"""custom_data is no object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from orjson import dumps

from simulator.synthetic.faults.changing import put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("text-custom-data", "custom_data is something else than an object.")
_SERVER = website("server", "ViewContent", "AddToCart")


@KIND.variant("json-text", "It is JSON text.", "CUS019", of=_SERVER)
def json_text(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when it is encoded once by itself and once with the event."""
    yield put(made, custom_data=dumps(made.payload["custom_data"]).decode())


@KIND.variant("list", "It is a list with an object inside.", "CUS019", of=_SERVER)
def list_(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when an event is taken to have several."""
    yield put(made, custom_data=[made.payload["custom_data"]])
