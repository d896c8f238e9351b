"""Where an event happened is told wrongly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import on, put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-action-source", "action_source is not what Meta's list has, or not what it was.", mode=13)


@KIND.variant("word", "The server writes web.", "EVT010", of=website("server"))
def word(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the word is written from memory."""
    yield put(made, action_source="web")


@KIND.variant("case", "The server writes it in capitals.", "EVT010", of=on("server"))
def case(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the name of an enumeration is sent in place of its value."""
    yield put(made, action_source=str(made.payload["action_source"]).upper())


@KIND.variant("browser", "The browser's events claim to be of the app.", "PIX008", of=website("browser"))
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when pages shown inside the app are recorded as the app's."""
    yield put(made, action_source="app")
