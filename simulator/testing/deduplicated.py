"""That both channels reported every event of a name, and that each counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.clock import format_span
from simulator.errors import UsageError
from simulator.reports.beside import shown
from simulator.testing.nearest import nearest
from simulator.testing.telling import MOST_PAIRS, listing, message, pair_text, pairs_of, refused, section
from simulator.testing.where import asked_for, fulfils
from simulator.views.why import why_pair

if TYPE_CHECKING:
    from simulator.testing.judged import JudgedEvent
    from simulator.testing.result import Result
    from simulator.testing.where import Where
    from simulator.views.copies import Pair

_MOST = 12
_OFFLINE = ("order_id", "user_data")
_KEYS = ("event_id", "external_id", "fbp", *_OFFLINE)


class Demand(NamedTuple):
    """What a pair must be: by which key, which channel's copy counts, at most how many seconds apart."""

    key: str | None
    counted: str | None
    within: float | None

    def faults(self, pair: Pair) -> list[str]:
        """What of the demand a pair does not meet, in words."""
        told = []
        if self.key is not None and pair.key != self.key:
            told.append(f"recognised by {pair.key}, expected {self.key}")
        if self.counted is not None and pair.counts.channel != self.counted:
            told.append(f"the {pair.counts.channel}'s copy counts, expected the {self.counted}'s")
        if self.within is not None and pair.after_seconds > self.within:
            told.append(f"{format_span(pair.after_seconds)} apart, expected at most {format_span(self.within)}")
        return told


def expect(result: Result, name: str, demand: Demand, where: Where) -> list[Pair]:
    """The pairs of a name; AssertionError unless every event of it is in one and every pair is as demanded."""
    __tracebackhide__ = True
    _check(demand)
    events = [event for event in result.events if event.event_name == name]
    families = _families(result, events)
    families = {n: copies for n, copies in families.items() if any(fulfils(copy, where) for copy in copies)}
    pairs = [pair for pair in result.pairs if pair.counts.n in families]
    faults = [fault for copies in families.values() for fault in _alone(copies, demand)]
    refusals = [event for event in events if not event.taken and fulfils(event, where)]
    faults += [f"#{event.n} {event.channel or '–'} was {event.verdict}{refused(event)}" for event in refusals]
    wrong = []
    for pair in pairs:
        told = demand.faults(pair)
        if told:
            wrong.append(pair)
            faults.append(f"#{pair.duplicate.n} and #{pair.counts.n}: {'; '.join(told)} ({why_pair(pair).rstrip('.')})")
    if families and not faults:
        return pairs
    asked = f"{shown('event_name', name)}{asked_for(None, where)}"
    lonely = [copies[0].n for copies in families.values() if _alone(copies, demand)]
    raise AssertionError(
        message(
            f"expected {asked} to be reported on both channels and to count once, but "
            + ("it is not so" if faults else "it is not there"),
            section(
                "reasons", [*faults[:_MOST], *([f"and {len(faults) - _MOST} more"] if len(faults) > _MOST else [])]
            ),
            section("nearest", () if families else nearest(result.events, name, None, where)),
            "\n\n".join(pair_text(result, pair) for pair in wrong[:MOST_PAIRS]),
            pairs_of(result, lonely),
            listing(result.events),
        )
    )


def _families(result: Result, events: list[JudgedEvent]) -> dict[int, list[JudgedEvent]]:
    """The copies of each event that counts, by its number, itself first."""
    families: dict[int, list[JudgedEvent]] = {}
    for event in events:
        if event.taken:
            counts = event.n if event.duplicate_of is None else event.duplicate_of
            families.setdefault(counts, [result.event(counts)])
            if event.n != counts:
                families[counts].append(event)
    return families


def _alone(copies: list[JudgedEvent], demand: Demand) -> list[str]:
    """That an event has no copy where it must have one; offline events come on one channel alone."""
    one = copies[0]
    if len({copy.channel for copy in copies}) > 1 or (len(copies) > 1 and demand.key in _OFFLINE):
        return []
    if demand.key in _OFFLINE:
        return [f"#{one.n} {one.cells()[3]} has no copy"]
    missing = "server" if one.channel == "browser" else "browser"
    _, channel, _, event_id, _ = one.cells()
    return [f"#{one.n} {channel} {event_id} has no copy on the {missing} channel"]


def _check(demand: Demand) -> None:
    if demand.key is not None and demand.key not in _KEYS:
        raise UsageError(f"key must be one of {', '.join(_KEYS)}, or None for any, not {demand.key!r}")
    if demand.counted not in (None, "browser", "server"):
        raise UsageError(f"counted must be browser, server, or None for either, not {demand.counted!r}")
    if demand.within is not None and not demand.within >= 0:
        raise UsageError("within must be a number of seconds, 0 or more")
