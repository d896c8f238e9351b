"""The app's events don't tell the device as they must."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from simulator.synthetic.faults.changing import drop, on, put
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-app-event", "Events of the app lack app_data, or have it in another form.")
_APP = on("server", source="app")
_OS_VERSION = 4


def _put_app(made: Made, **members: Any) -> Made:
    return put(made, app_data={**made.payload["app_data"], **members})


def _drop_app(made: Made, name: str) -> Made:
    return put(made, app_data={key: value for key, value in made.payload["app_data"].items() if key != name})


def _slots(made: Made) -> list[Any]:
    return list(made.payload["app_data"]["extinfo"])


@KIND.variant("no-app-data", "There is no app_data.", "EVT050", of=_APP, rate=1)
def no_app_data(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the server only knows that the order came from the app."""
    yield drop(made, "app_data")


@KIND.variant("no-permission", "It doesn't tell whether tracking is allowed.", "EVT051", of=_APP, rate=1)
def no_permission(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when only the iPhone's app asks, and the server treats both alike."""
    yield _drop_app(made, "advertiser_tracking_enabled")


@KIND.variant("no-extinfo", "There is no extinfo.", "EVT052", of=_APP, rate=1)
def no_extinfo(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the app doesn't pass the device on to the server."""
    yield _drop_app(made, "extinfo")


@KIND.variant("short", "extinfo ends after what is known.", "EVT053", of=_APP, rate=1)
def short(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when unknown slots are left out, not blank."""
    yield _put_app(made, extinfo=_slots(made)[:7])


@KIND.variant("no-version", "extinfo lacks the system's version.", "EVT054", of=_APP, rate=1)
def no_version(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the server fills the slots from the user agent and can't find it."""
    slots = _slots(made)
    slots[_OS_VERSION] = ""
    yield _put_app(made, extinfo=slots)


@KIND.variant("platform", "extinfo starts with the name of the system.", "EVT055", of=_APP, rate=1)
def platform(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a2 and i2 are taken for versions of the list."""
    slots = _slots(made)
    yield _put_app(made, extinfo=["ios" if slots[0] == "i2" else "android", *slots[1:]])


@KIND.variant("numbers", "extinfo has numbers for the screen.", "EVT056", of=_APP, rate=1)
def numbers(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when width and height are sent as the system gives them."""
    yield _put_app(made, extinfo=[int(slot) if at in (9, 10) else slot for at, slot in enumerate(_slots(made))])
