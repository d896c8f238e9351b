"""A test event code is still there after the tests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put, put_custom
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("left-test-code", "The code of the Test Events view is still in what the server sends.", mode=9)
_SERVER = on("server")
_CODE = "TEST48213"


def _with_code(made: Made) -> Made:
    return made._replace(body={**made.body, "test_event_code": _CODE})


@KIND.variant("everywhere", "Every request of the server has it.", "ENV001", of=_SERVER, rate=1)
def everywhere(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the setting of the test weeks stays in the configuration."""
    yield _with_code(made)


@KIND.variant(
    "production", "Every request of the live shop has it.", "ENV002", of=_SERVER, rate=1, needs=["production"]
)
def production(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the configuration of the test shop was copied to the live one."""
    yield _with_code(made)


@KIND.variant("part", "Some requests have it and some haven't.", "ENV001 ENV003", of=_SERVER)
def part(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when one of several workers wasn't started anew after the code was taken out."""
    yield _with_code(made)


@KIND.variant("inside", "It stands inside the events.", "ENV007", of=_SERVER)
def inside(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the code is treated like any parameter of an event."""
    yield put(made, test_event_code=_CODE)


@KIND.variant("custom-data", "It stands in custom_data.", "ENV007", of=_SERVER)
def custom_data(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a tag manager's field for own parameters is used for it."""
    yield put_custom(made, test_event_code=_CODE)
