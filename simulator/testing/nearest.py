"""What comes nearest to an event that was expected and is not there."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from simulator.reports.beside import shown
from simulator.suspicion.same_ids import spelling
from simulator.testing.telling import refused
from simulator.testing.where import fulfils, parting
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from simulator.testing.judged import JudgedEvent
    from simulator.testing.where import Where

_MOST = 6


def nearest(events: Sequence[JudgedEvent], name: str, channel: str | None, where: Where) -> list[str]:
    """One line for each event that misses by little, nearest first; at most six."""
    lines = [
        *(_by_condition(event, channel, where) for event in events if event.event_name == name),
        *_by_name(events, name),
        *(
            f"#{event.n} could not be read as an event{refused(event)}"
            for event in events
            if event.verdict is Outcome.QUARANTINED
        ),
    ]
    found = [line for line in lines if line]
    return [*found[:_MOST], *([f"and {len(found) - _MOST} more"] if len(found) > _MOST else [])]


def _by_condition(event: JudgedEvent, channel: str | None, where: Where) -> str:
    """How an event of the right name misses; empty when it does not."""
    who = f"#{event.n} {event.channel or '–'} {shown('event_name', event.event_name)}"
    if not event.taken:
        return f"{who} was {event.verdict}{refused(event)}"
    told = []
    if channel is not None and event.channel != channel:
        told.append(f"it is on the {event.channel} channel")
    if differs := parting(event, where):
        told.append(differs)
    if told:
        return f"{who}: {'; '.join(told)}"
    if channel is None and event.duplicate_of is not None and fulfils(event, where):
        more = f" (channel='{event.channel}' asks for the copy)" if where is not None else ""
        return f"{who} is a duplicate of #{event.duplicate_of}, which counts{more}"
    return ""


def _by_name(events: Sequence[JudgedEvent], name: str) -> Iterator[str]:
    others = dict.fromkeys(event.event_name for event in events if event.event_name not in (None, name))
    close = get_close_matches(name, [other for other in others if other], n=3, cutoff=0.75)
    for other in others:
        if other is None:
            continue
        how = _case(name, other) or spelling(name, other)
        if how or other in close:
            numbers = [f"#{event.n}" for event in events if event.event_name == other]
            more = "" if len(numbers) <= 3 else f" and {len(numbers) - 3} more"
            way = f"{how} differs" if how else "a similar name"
            yield f"there is a {shown('event_name', other)} ({way}): {', '.join(numbers[:3])}{more}"


def _case(one: str, other: str) -> str:
    return "case" if one.casefold() == other.casefold() else ""
