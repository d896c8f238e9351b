"""The event's name is not the standard spelling."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("rename-event", "An event has another name than Meta's list has for it.", mode=15)
_BOTH = website(None, "AddToCart", "InitiateCheckout", "AddPaymentInfo", "Purchase")


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


@KIND.variant("case", "Both channels write it in small letters.", "EVT021", of=_BOTH, rate=1)
def case(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a tracking plan says that all names are in small letters."""
    yield put(made, event_name=str(made.payload["event_name"]).lower())


@KIND.variant(
    "near-miss",
    "Both channels write it with underlines.",
    "EVT022",
    of=website(None, "AddToCart", "InitiateCheckout"),
    rate=1,
)
def near_miss(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when names come from another analytics tool's plan: add_to_cart."""
    yield put(made, event_name=_snake(str(made.payload["event_name"])))


@KIND.variant("slip", "Both channels have a slip of the pen.", "EVT022", of=website(None, "InitiateCheckout"), rate=1)
def slip(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the name is typed and nobody reads it again."""
    yield put(made, event_name="InitateCheckout")


@KIND.variant("suffix", "Both channels add the pixel's id.", "EVT023", of=_BOTH, rate=1)
def suffix(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a shop with several pixels wants to tell them apart."""
    yield put(made, event_name=f"{made.payload['event_name']} ({made.pixel_id})")


@KIND.variant(
    "server",
    "Only the server writes it with underlines.",
    "COV002 COV003 DUP006 EVT022",
    of=website("server", "AddToCart"),
    rate=1,
)
def server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the name of the backend's own event is passed on."""
    yield put(made, event_name=_snake(str(made.payload["event_name"])))


@KIND.variant(
    "browser",
    "Only the browser writes it in small letters.",
    "COV002 COV003 DUP006",
    of=website("browser", "AddToCart"),
    rate=1,
)
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the tag manager takes the name from the data layer."""
    yield put(made, event_name=str(made.payload["event_name"]).lower())


@KIND.variant("app", "The app's events have the names of the app SDK.", "EVT024", of=on("server", source="app"), rate=1)
def app(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the app's own events are passed on by the server."""
    names = {"ViewContent": "content_view", "AddToCart": "add_to_cart", "Purchase": "purchase"}
    yield put(made, event_name=f"fb_mobile_{names[str(made.payload['event_name'])]}")


@KIND.variant("too-long", "Both channels write a whole sentence.", "EVT006", of=website(None, "Search"), rate=1)
def too_long(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a tag manager's trigger gives the name of an event of the shop's own."""
    yield put(made, event_name="Visitor used the search field in the header of the page")
