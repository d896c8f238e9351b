"""One action that one channel reported twice, and one event id that stands for two actions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.checks.rules.repeats import (
    DELIVERED_AGAIN,
    DOUBLE_FIRE,
    Again,
    Redelivered,
    Reused,
)
from simulator.checks.seen import Seen, Twins
from simulator.finding import Confidence
from simulator.suspicion.agreement import People, agree, differ, people, values
from simulator.suspicion.details import contradict
from simulator.suspicion.losses import Losses
from simulator.suspicion.observer import Observer, Told, ask
from simulator.suspicion.reuse import apart_in_time, has_placeholder, reuse, two_actions
from simulator.suspicion.spares import Spares, has_order
from simulator.suspicion.telling import Memory, in_order, tell
from simulator.suspicion.traits import PERSON, Traits, digest, is_action, is_browsing, is_standard, traits_of

if TYPE_CHECKING:
    from simulator.settings import Settings

AT_ONCE = 3.0
"""Seconds within which what people do again and again (a page view, a click, whatever a name of the shop's own
stands for) counts as one action.
"""
HOOKS = 2.0
"""Seconds within which one page or one request runs several pieces of code."""
MOST_PEOPLE = 20_000
MOST_ORDERS = 50_000
MOST_DELIVERIES = 20_000

_Key: TypeAlias = tuple[Any, ...]
_K = TypeVar("_K")
_V = TypeVar("_V")


class Repeats(Observer):
    """Compares each event with the one before it of the same channel, whether the two count or a copy of
    theirs does, and looks at repeats in one channel that deduplication took out. Memory: a fixed number of events.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._within = settings.suspicion.within_seconds
        self._window = settings.deduplication.window_hours * 3600.0
        self._people: OrderedDict[_Key, Memory] = OrderedDict()
        self._orders: OrderedDict[_Key, Memory] = OrderedDict()
        self._deliveries: OrderedDict[int | None, Memory] = OrderedDict()
        self._losses = Losses()
        self._spares = Spares(self._within)

    def see(self, seen: Seen) -> Iterable[Told]:
        """Look for the same action a moment ago, or for the same order."""
        if not is_action(seen):
            return ()
        if seen.verdict == "duplicate" and not has_order(seen) and self._spares.put(seen):
            return ()
        traits = traits_of(seen)
        memory = Memory(seen, traits, with_digest=seen.channel == "server", with_details=True)
        place = (seen.channel, seen.pixel_id, seen.event_name)
        if traits.order is not None and not is_browsing(seen.event_name):
            before = _swap(self._orders, (*place, traits.order), memory, MOST_ORDERS)
            if before is not None and (found := self._again(before, memory)) is not None:
                return self._tell(before, memory, found)
        earlier: dict[int, Memory] = {}
        if seen.verdict == "kept" and not seen.paired:
            for spare in self._spares.near(seen):
                earlier[spare.n] = Memory(
                    spare, traits_of(spare), with_digest=seen.channel == "server", with_details=True
                )
        for key, hashes in zip(PERSON, traits.person, strict=True):
            for each in hashes:
                before = _swap(self._people, (*place, key, each), memory, MOST_PEOPLE)
                if before is not None and before is not memory:
                    earlier[before.seen.n] = before
        if not earlier:
            return ()
        for n in sorted(earlier, reverse=True):
            found = self._again(earlier[n], memory)
            if found is not None:
                return self._tell(earlier[n], memory, found)
        return ()

    def pair(self, twins: Twins) -> Iterable[Told]:
        """Look at the copy that does not count: is it lost, or delivered again?"""
        first, second = twins.first, twins.second
        if twins.key != "event_id" or first.event_name in AUTOMATIC_EVENTS or has_placeholder(twins):
            return ()
        lost = second if twins.counted == first.n else first
        found = reuse(twins)
        if found is not None:
            return self._losses.add(
                Reused(twins._replace(confidence=found.confidence), lost, found.evidence, found.path)
            )
        if first.channel == second.channel:
            return _delivered(first, second, None, on=lost)
        # Only beside a copy that is still to come, or came before, is there anything to compare.
        return () if twins.copies == 1 else self._third(twins, lost)

    def end(self) -> Iterable[Told]:
        """The losses that were not told one by one."""
        return self._losses.end()

    def _third(self, twins: Twins, lost: Seen) -> Iterable[Told]:
        """A copy of a channel that has lost one to the same counted event before: that one again, or another."""
        delivery = Memory(lost, traits_of(lost), with_digest=True)
        before = _swap(self._deliveries, twins.counted, delivery, MOST_DELIVERIES)
        if before is None or before.seen.channel != lost.channel or before.seen.n == lost.n:
            return ()
        one, other = (
            (before, delivery) if in_order(before.seen, delivery.seen)[0] is before.seen else (delivery, before)
        )
        both = Twins(one.seen, other.seen, "same-event", "event_id", Confidence.HIGH)
        found = two_actions(both, one.traits, other.traits)
        if found is not None:
            return self._losses.add(
                Reused(twins._replace(confidence=found.confidence), lost, found.evidence, found.path)
            )
        return _delivered(one.seen, other.seen, before.digest == delivery.digest, on=other.seen)

    def _again(self, before: Memory, memory: Memory) -> tuple[str, Confidence, tuple[str, ...]] | None:
        """By which key, how surely and in what a repeat is one; None when it is an action of its own."""
        first, second = before.seen, memory.seen
        one, other = before.traits, memory.traits
        gap = second.received_at - first.received_at
        if first.event_id is not None and first.event_id == second.event_id:
            return None
        if _too_much(before, memory) is None:
            return None
        orphan = first.event_id is not None and second.event_id is None
        if orphan and second.channel == "browser" and second.event_name == "PageView":
            # The pixel script's own view of a changed address, which has a rule of its own.
            return None
        browsing = is_browsing(second.event_name)
        ordered = one.order is not None and other.order is not None
        # What is cheap to see comes first: most that were remembered are too old.
        if ordered and one.order != other.order:
            return None
        if browsing or not ordered:
            # A server that sends in batches has several actions received at once; whole seconds are cut off.
            if first.event_time is not None and second.event_time is not None:
                gap = max(gap, abs(second.event_time - first.event_time) - 1.0)
            if gap > self._within or (gap > AT_ONCE and (browsing or not is_standard(second.event_name))):
                return None
            # Two events that both sides know apart are two actions, unless one order says otherwise.
            if first.paired and second.paired and not ordered:
                return None
        who, amount = people(one, other), values(one, other)
        words = (*who.same, *(("contents",) if agree(one.items, other.items) else ()))
        words += ("value",) if amount == "same" else ()
        if ordered:
            if not _one_person(who):
                return None
            if not browsing:
                # Parts of one order may be reported one by one.
                parts = amount == "other" or differ(one.items, other.items)
                # What a name of the shop's own stands for is in its members.
                parts = parts or (not is_standard(second.event_name) and contradict(before.details, memory.details))
                return None if parts or gap >= self._window else ("order_id", Confidence.HIGH, ("order_id", *words))
        if not who.same or who.other:
            return None
        if amount == "other" or differ(one.items, other.items) or not _same_thing(second, one, other):
            return None
        if contradict(before.details, memory.details):
            return None
        key = who.same[0] if who.same[0] in PERSON[:2] else "customer"
        return key, Confidence.MEDIUM, words

    def _tell(self, before: Memory, memory: Memory, found: tuple[str, Confidence, tuple[str, ...]]) -> Iterator[Told]:
        key, confidence, words = found
        twins = Twins(before.seen, memory.seen, "repeat", key, confidence, None, words)
        again = _too_much(before, memory) or memory
        again.taken = True
        yield from tell(DOUBLE_FIRE, Again(twins, _how(before, memory), again.seen), twins, on=again.seen)
        if again is memory:
            yield from ask(twins)


def _too_much(before: Memory, memory: Memory) -> Memory | None:
    """Which of two copies that are one action makes it count twice, None if neither does or it was told.

    Where the later one is but a copy of an event that counts, it is the earlier one that stands alone.
    """
    if memory.seen.verdict == "kept":
        return memory
    first = before.seen
    return before if first.verdict == "kept" and not first.paired and not before.taken else None


def _delivered(one: Seen, other: Seen, identical: bool | None, *, on: Seen) -> Iterable[Told]:
    """``identical`` tells whether the payloads are; None when that is still to be seen."""
    agents = one.agent, other.agent
    if None not in agents and agents[0] != agents[1]:
        # Two installations, which have a rule of their own.
        return ()
    if identical is None:
        identical = digest(one.payload) == digest(other.payload)
    twins = Twins(one, other, "same-event", "event_id", Confidence.HIGH)
    retimed = apart_in_time(one, other) if one.event_time is not None and other.event_time is not None else 0.0
    return tell(DELIVERED_AGAIN, Redelivered(twins, identical, retimed), twins, on=on)


def _one_person(who: People) -> bool:
    """Whether nothing says that two people share an order id, which then is none.

    One key that differs may be one person's, written in two ways.
    """
    return bool(who.same) or len(who.other) < 2


def _same_thing(seen: Seen, one: Traits, other: Traits) -> bool:
    """Whether more than the person is the same: the page for what has no contents, else contents or value."""
    if seen.event_name == "PageView" or seen.event_name == "ViewContent":
        return agree(one.url, other.url)
    return agree(one.items, other.items) or values(one, other) == "same" or agree(one.url, other.url)


def _how(before: Memory, memory: Memory) -> str:
    """What a repeat looks like."""
    first, second = before.seen, memory.seen
    apart = second.received_at - first.received_at
    one, other = before.traits, memory.traits
    several = differ(one.url, other.url) or differ(one.agent, other.agent) or first.agent != second.agent
    if apart <= HOOKS and several:
        return "several pieces of code that each send the event"
    if second.channel == "server":
        return "a retry that was given a new id" if before.digest == memory.digest else "a second sender"
    if apart > HOOKS and agree(one.url, other.url):
        return "the page loaded once more (refreshed, or opened again)"
    return "the same code run twice, or a double click" if apart <= HOOKS else "the event sent from another page too"


def _swap(known: OrderedDict[_K, _V], key: _K, latest: _V, most: int) -> _V | None:
    """Remember under that key what was seen last, and give what was there before."""
    before = known.pop(key, None)
    known[key] = latest
    if len(known) > most:
        known.popitem(last=False)
    return before
