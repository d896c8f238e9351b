"""Events that share an event id although deduplication kept them apart."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from typing import TypeAlias

from simulator.checks.rules.pairing import AFTER_WINDOW, NAME_DIFFERS, PIXEL_DIFFERS, Late, Renamed
from simulator.checks.seen import Seen, Twins
from simulator.finding import Confidence
from simulator.suspicion.agreement import agree, people, values
from simulator.suspicion.observer import Told
from simulator.suspicion.telling import Memory, in_order, tell
from simulator.suspicion.traits import Traits, is_browsing, traits_of

MOST_IDS = 50_000
"""How many ids are remembered, those that came last; a busier shop's late copies go unnoticed."""
MOST_OF_ONE = 6
_SAME_TIME = 600.0
_RENAMED_ANYWAY = {
    "page_view": "pageview",
    "view_item": "viewcontent",
    "view_item_list": "viewcategory",
    "begin_checkout": "initiatecheckout",
    "generate_lead": "lead",
    "sign_up": "completeregistration",
}
"""Names of Google Analytics events that a tag should have turned into Meta's
(https://support.google.com/analytics/answer/9267735, read 2026-11-24, and Meta's reference of standard events,
read 2026-09-12)."""
_LETTERS = re.compile(r"[^a-z]+")

_Key: TypeAlias = tuple[str, str]


class SameIds:
    """Remembers kept events by event id and by order id, and compares each new one with them."""

    def __init__(self, within: float, window: float) -> None:
        self._within = within
        self._window = window
        self._known: OrderedDict[_Key, list[Memory]] = OrderedDict()

    def add(self, seen: Seen) -> list[Told]:
        """Compare an event that counts with those before it, in order of receipt."""
        traits = traits_of(seen)
        told: list[Told] = []
        memory = Memory(seen, traits)
        if seen.event_id is not None:
            self._meet(memory, ("id", seen.event_id), told)
        if traits.order is not None and not seen.paired and not is_browsing(seen.event_name):
            self._meet(memory, ("order", traits.order), told)
        return told

    def _meet(self, memory: Memory, key: _Key, told: list[Told]) -> None:
        known = self._known.get(key)
        if known is None:
            self._known[key] = [memory]
            if len(self._known) > MOST_IDS:
                self._known.popitem(last=False)
            return
        self._known.move_to_end(key)
        if not memory.taken:
            told += self._compare(memory, known, by_order=key[0] == "order")
        if len(known) >= MOST_OF_ONE:
            del known[0]
        known.append(memory)

    def _compare(self, memory: Memory, known: list[Memory], *, by_order: bool) -> Iterator[Told]:
        seen = memory.seen
        late: Memory | None = None
        renamed: list[tuple[int, float, int, Memory, str]] = []
        for other in reversed(known):
            if other.seen.pixel_id == seen.pixel_id and other.seen.event_name == seen.event_name:
                if late is None and not by_order:
                    late = other
                continue
            if other.taken or other.seen.channel == seen.channel or other.seen.paired or seen.paired:
                continue
            gap = seen.received_at - other.seen.received_at
            if other.seen.event_name == seen.event_name:
                if not by_order and gap < self._window:
                    yield from self._other_pixel(memory, other)
            elif other.seen.pixel_id == seen.pixel_id and gap < self._window:
                how = self._renaming(memory, other, gap, by_order=by_order)
                if how:
                    renamed.append((0 if how != "others" else 1, gap, other.seen.n, other, how))
        if renamed:
            _, _, _, other, how = min(renamed, key=lambda each: each[:3])
            memory.taken = other.taken = True
            sure = Confidence.MEDIUM if how == "others" else Confidence.HIGH
            twins = self._twins(memory, other, "order_id" if by_order else "event_id", sure)
            yield from tell(NAME_DIFFERS, Renamed(twins, how), twins)
        elif late is not None and seen.received_at - late.seen.received_at >= self._window and _is_retry(memory, late):
            twins = self._twins(memory, late, "event_id", Confidence.HIGH)
            yield from tell(AFTER_WINDOW, Late(twins, self._window / 3600), twins, on=seen)

    def _other_pixel(self, memory: Memory, other: Memory) -> Iterator[Told]:
        who = people(memory.traits, other.traits)
        ordered = memory.traits.order is not None and memory.traits.order == other.traits.order
        if (who.other and not ordered) or not (who.same or ordered):
            return
        memory.taken = other.taken = True
        twins = self._twins(memory, other, "event_id", Confidence.HIGH)
        yield from tell(PIXEL_DIFFERS, twins, twins)

    def _renaming(self, memory: Memory, other: Memory, gap: float, *, by_order: bool) -> str:
        """How the names part in words, ``others`` for two that have nothing in common; empty: two actions."""
        one, theirs = memory.traits, other.traits
        if _contradict(one, theirs):
            return ""
        how = spelling(memory.seen.event_name or "", other.seen.event_name or "")
        if how:
            return how
        if by_order or gap > self._within or "PageView" in (memory.seen.event_name, other.seen.event_name):
            return ""
        same = (agree(one.items, theirs.items) or values(one, theirs) == "same") and bool(people(one, theirs).same)
        return "others" if same else ""

    @staticmethod
    def _twins(memory: Memory, other: Memory, key: str, confidence: Confidence) -> Twins:
        first, second = in_order(memory.seen, other.seen)
        return Twins(first, second, "same-action", key, confidence)


def spelling(one: str, other: str) -> str:
    """How two names of one event part, in words; empty when they are names of two events."""
    plain, other_plain = one.casefold(), other.casefold()
    if plain == other_plain:
        return "upper and lower case"
    if "".join(plain.split()) == "".join(other_plain.split()):
        return "white space"
    mine, theirs = _letters(one), _letters(other)
    if mine == theirs and mine:
        if (plain.strip() in _RENAMED_ANYWAY) != (other_plain.strip() in _RENAMED_ANYWAY):
            return "vocabulary, as one is Google Analytics' name for it"
        if plain.startswith(other_plain) or other_plain.startswith(plain):
            return "an addition behind the name"
        return "an addition before the name" if _ends(plain, other_plain) else "spelling"
    if min(len(mine), len(theirs)) > 3 and (mine.startswith(theirs) or theirs.startswith(mine)):
        return "an addition behind the name"
    if min(len(mine), len(theirs)) > 3 and (mine.endswith(theirs) or theirs.endswith(mine)):
        return "an addition before the name"
    return ""


def _ends(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _letters(name: str) -> str:
    name = name.casefold().strip()
    return _RENAMED_ANYWAY.get(name) or _LETTERS.sub("", name)


def _contradict(one: Traits, other: Traits) -> bool:
    if one.order is not None and other.order is not None:
        return one.order != other.order
    who = people(one, other)
    return bool(who.other and not who.same) or values(one, other) == "other"


def _is_retry(memory: Memory, other: Memory) -> bool:
    """Whether a copy after the window is the same action again, not an id that was used again."""
    one, theirs = memory.traits, other.traits
    if one.order is not None and theirs.order is not None:
        return one.order == theirs.order
    who = people(one, theirs)
    if _contradict(one, theirs):
        return False
    times = (memory.seen.event_time, other.seen.event_time)
    if times[0] is not None and times[1] is not None and abs(times[0] - times[1]) <= _SAME_TIME:
        return True
    return bool(who.same) and agree(one.items, theirs.items) and values(one, theirs) == "same"
