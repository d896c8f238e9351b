"""Copies that a slow queue brings late: received far apart, but of one moment by their own event_time."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeAlias

from simulator.checks.rules.pairing import duration
from simulator.checks.seen import Seen
from simulator.finding import Confidence
from simulator.suspicion.agreement import Agreement, agreement

if TYPE_CHECKING:
    from simulator.suspicion.matching import _Node

LONGEST = 3600.0
"""Seconds between two receipts; what a queue holds for longer is told only for an order id."""
MOST_QUEUED = 20_000
"""How many events are remembered for that long, those that came last."""
MOST_COMPARED = 8
_OLDEST = 48 * 3600.0
_AHEAD = 60.0
_HIGH_TO_MEDIUM = (Confidence.HIGH, Confidence.MEDIUM)

_Moment: TypeAlias = tuple[str, str | None, str | None, int]
_Rank: TypeAlias = tuple[float, float, str, int]


class Queued:
    """Events that went without a copy near their receipt, findable by person and event_time.

    ``within`` is how far apart in seconds two event_time may be. Memory: an hour, and a fixed number of events.
    """

    def __init__(self, within: float) -> None:
        self._within = within
        self._grain = max(within, 1.0)
        self._held: deque[_Node] = deque()
        self._fresh: deque[_Node] = deque()
        self._known: dict[_Moment, dict[int, list[_Node]]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def add(self, node: _Node) -> None:
        """Remember one that nobody has taken, in order of receipt; without a plausible event_time it is passed over."""
        if event_time(node.seen) is None:
            return
        self._held.append(node)
        self._fresh.append(node)
        while self._held[0].at + LONGEST < node.at or len(self._held) > MOST_QUEUED:
            old = self._held.popleft()
            if self._fresh and self._fresh[0] is old:
                # Nothing was asked yet: one channel alone.
                self._fresh.popleft()
            else:
                self._forget(old)

    def partner(self, node: _Node) -> tuple[_Node, Agreement] | None:
        """The nearest by event_time of the other channel that seems to be the same action, and why."""
        time = event_time(node.seen)
        if time is None:
            return None
        self._index()
        seen = node.seen
        other = "server" if seen.channel == "browser" else "browser"
        moment = int(time // self._grain)
        best: tuple[_Rank, _Node, Agreement] | None = None
        for at in (moment - 1, moment, moment + 1):
            people = self._known.get((other, seen.pixel_id, seen.event_name, at))
            if people is None:
                continue
            for hashes in node.traits.person:
                for each in hashes:
                    for candidate in people.get(each, ())[-MOST_COMPARED:]:
                        found = self._compare(node, candidate, time)
                        if found is not None and (best is None or found[0] < best[0]):
                            best = found[0], candidate, found[1]
        return None if best is None else best[1:]

    def _compare(self, node: _Node, other: _Node, time: float) -> tuple[_Rank, Agreement] | None:
        theirs = other.seen.event_time
        if other.taken or theirs is None or node.at - other.at > LONGEST:
            return None
        gap = abs(time - theirs)
        if gap > self._within or (node.seen.event_id is not None and node.seen.event_id == other.seen.event_id):
            return None
        found = agreement(node.seen.event_name, node.traits, other.traits)
        if found is None or found.confidence not in _HIGH_TO_MEDIUM:
            return None
        word = f"event_time but for {duration(gap)}" if gap else "event_time"
        rank = gap, node.at - other.at, other.seen.event_id or "", other.seen.n
        return rank, Agreement(found.key, Confidence.MEDIUM, (*found.words, word))

    def _index(self) -> None:
        for node in self._fresh:
            people = self._known.setdefault(self._moment(node), {})
            for hashes in node.traits.person:
                for each in hashes:
                    people.setdefault(each, []).append(node)
        self._fresh.clear()

    def _forget(self, node: _Node) -> None:
        moment = self._moment(node)
        people = self._known.get(moment)
        # Whoever names nobody was never to be found here, and the last of a moment takes it along.
        if people is None:
            return
        for hashes in node.traits.person:
            for each in hashes:
                known = people.get(each)
                if known is not None and node in known:
                    known.remove(node)
                    if not known:
                        del people[each]
        if not people:
            del self._known[moment]

    def _moment(self, node: _Node) -> _Moment:
        seen = node.seen
        time = seen.event_time or 0.0
        return seen.channel, seen.pixel_id, seen.event_name, int(time // self._grain)


def event_time(seen: Seen) -> float | None:
    """When the event says it was; None where that cannot be, after its receipt or long before."""
    time = seen.event_time
    return time if time is not None and -_AHEAD <= seen.received_at - time <= _OLDEST else None
