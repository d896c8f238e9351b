"""One event id stands for many actions."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.synthetic.chance import Chance
from simulator.synthetic.faults.changing import put, website
from simulator.synthetic.faults.kind import Act, Kind
from simulator.synthetic.made import Made

KIND = Kind("cache-event-id", "One event id stands for different actions.", mode=4)
_VIEWS = ("PageView", "ViewContent")
_PRODUCTS = website(None, "ViewContent")


def _new_visitors(made: Made) -> bool:
    """Who comes back has cookies, for which caches are mostly passed by."""
    return made.action.visit == 0 and _PRODUCTS(made)


@KIND.remembering(
    "page-cache",
    "The id is part of a page that is cached.",
    "DUP005",
    of=_new_visitors,
    rate=1.0,
)
def page_cache(seed: int) -> Act:
    """As when all visitors of a page get the same copy of it."""

    def act(made: Made, _chance: Chance) -> Iterable[Made]:
        page = str(made.payload["event_source_url"]).partition("?")[0]
        yield put(made, event_id=Chance(seed, "page", page, made.payload["event_name"]).uuid())

    return act


@KIND.variant("constant", "The id is always the same.", "DUP005", of=website(None, "Purchase"), rate=1.0)
def constant(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when an example was copied as it was."""
    yield put(made, event_id="event.id.123")


@KIND.variant("session", "The id is that of the visit.", "DUP005", of=website(None, *_VIEWS), per="visit")
def session(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the session's id is taken for the event's."""
    yield put(made, event_id=f"session-{made.action.shopper}-{made.action.visit}")


@KIND.variant("template", "The id is a template that nothing filled in.", "DUP021", of=website())
def template(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a variable of the tag manager doesn't exist; the page hands the text to the server too."""
    yield put(made, event_id="{{event_id}}")
