"""Actions that are lost because their event id was used before: each told once, and not hundreds of one id."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from simulator.checks.rules.repeats import ID_REUSED, Reused
from simulator.checks.seen import Seen
from simulator.suspicion.agreement import differ, people
from simulator.suspicion.observer import Told
from simulator.suspicion.reuse import NEAR, apart_in_time
from simulator.suspicion.telling import slim, tell
from simulator.suspicion.traits import Traits, traits_of

MOST_TOLD = 3
"""Losses told one by one; the next one of the id speaks for the rest."""
MOST_COUNTED = 20_000
MOST_RECENT = 4


class _Taken:
    """What one counted event took away."""

    __slots__ = ("count", "next", "recent")

    def __init__(self) -> None:
        self.count = 0
        self.next: Reused | None = None
        self.recent: list[tuple[Seen, Traits]] = []


class Losses:
    """Remembers, for a fixed number of events that count, what was lost to them."""

    def __init__(self) -> None:
        self._known: OrderedDict[int | None, _Taken] = OrderedDict()

    def add(self, reused: Reused) -> list[Told]:
        """Take account of a loss; what there is to tell by now."""
        told: list[Told] = []
        counted, lost = reused.twins.counted, reused.lost
        known = self._known.pop(counted, None)
        if known is None:
            known = _Taken()
            if len(self._known) >= MOST_COUNTED:
                told += _rest(self._known.popitem(last=False)[1])
        self._known[counted] = known
        traits = traits_of(lost)
        if any(_same(lost, traits, *each) for each in known.recent):
            # Its other copy was told.
            return told
        known.recent = [*known.recent[1 - MOST_RECENT :], (slim(lost), traits)]
        known.count += 1
        if known.count <= MOST_TOLD:
            told += tell(ID_REUSED, reused, reused.twins, on=lost)
        elif known.next is None:
            known.next = _slim(reused)
        return told

    def end(self) -> Iterable[Told]:
        """What speaks for all the losses that were not told."""
        for known in self._known.values():
            yield from _rest(known)


def _rest(known: _Taken) -> list[Told]:
    reused = known.next
    if reused is None:
        return []
    reused = reused._replace(more=known.count - MOST_TOLD - 1)
    return tell(ID_REUSED, reused, reused.twins, on=reused.lost)


def _slim(reused: Reused) -> Reused:
    twins = reused.twins
    first, second = slim(twins.first), slim(twins.second)
    lost = first if reused.lost is twins.first else second
    return reused._replace(twins=twins._replace(first=first, second=second), lost=lost)


def _same(seen: Seen, traits: Traits, other: Seen, theirs: Traits) -> bool:
    """Whether two lost events are the two channels' copies of one action."""
    if seen.channel == other.channel or apart_in_time(seen, other) > NEAR:
        return False
    if traits.order is not None and theirs.order is not None:
        return traits.order == theirs.order
    who = people(traits, theirs)
    if differ(traits.page, theirs.page) and seen.event_name in ("PageView", "ViewContent"):
        return False
    return not (who.other and not who.same)
