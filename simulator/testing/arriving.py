"""Whether an event arrived, whatever became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.reports.beside import shown
from simulator.testing.counting import check_channel
from simulator.testing.nearest import nearest
from simulator.testing.telling import listing, message, section, times
from simulator.testing.where import asked_for, fulfils

if TYPE_CHECKING:
    from simulator.testing.judged import JudgedEvent
    from simulator.testing.result import Result
    from simulator.testing.where import Where


def arrived(result: Result, name: str, channel: str | None, where: Where) -> list[JudgedEvent]:
    """The events of a name, and of a channel if one is given."""
    check_channel(channel)
    return [
        event
        for event in result.events
        if event.event_name == name and (channel is None or event.channel == channel) and fulfils(event, where)
    ]


def missing(result: Result, name: str, count: int, channel: str | None, where: Where, seconds: float) -> str:
    """What to say when it did not."""
    found = arrived(result, name, channel, where)
    asked = f"{shown('event_name', name)}{asked_for(channel, where)}"
    got = f"it did {times(len(found))}" if found else "it did not"
    return message(
        f"waited {seconds:g} seconds for {asked} to arrive {times(count)}, but {got}",
        section("nearest", nearest(result.events, name, channel, where)),
        listing(result.events),
    )
