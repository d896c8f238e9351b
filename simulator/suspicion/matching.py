"""Finding, for each event of one channel, the nearest of the other that seems to be the same action."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from simulator.checks.seen import Seen, Twins
from simulator.finding import Confidence
from simulator.suspicion.agreement import Agreement, agreement
from simulator.suspicion.queued import Queued
from simulator.suspicion.telling import in_order, is_slim, slim
from simulator.suspicion.traits import PERSON, Traits, is_browsing, traits_of

MOST_COMPARED = 16
"""How many earlier events are compared by one key; only a value that everybody shares has more."""
MOST_EDGES = 24
"""How many earlier ones an event may seem to be one action with; of still more the nearest are as good."""
MOST_ORDERS = 50_000
"""How many events with an order id are remembered for longer than the tolerance, the latest."""

MOST_OPEN = 50_000
"""How many events wait for a nearer one; a busier moment, such as one batch of all, settles the oldest early."""

_Key: TypeAlias = tuple[Any, ...]
_Weight: TypeAlias = tuple[int, float, str, int, str, int]
_RANKS = {Confidence.MEDIUM: 1, Confidence.LOW: 2}


class Match(NamedTuple):
    """Two events that seem to be one action, and the traits of the first and of the second."""

    twins: Twins
    first: Traits
    second: Traits


class Matcher:
    """Pairs events of two channels one to one: each goes with its nearest, by order id before anything else.

    ``within`` is how far apart in seconds two may be received; ``order_within`` how far when both name one
    order. A decision falls ``2 * within`` seconds later, when whatever could be nearer has come. Where more
    than ``MOST_OPEN`` events come in that time, the oldest is decided before its time: of what came until then
    it still gets its nearest, and what would have come later goes without it. What nobody took may still
    go with a copy that is as far apart at most by the events' own times.
    """

    def __init__(self, within: float, order_within: float) -> None:
        self.within = within
        self.order_within = order_within
        self._live: dict[_Key, list[_Node]] = {}
        self._orders: dict[_Key, list[_Node]] = {}
        self._open: deque[_Node] = deque()
        self._ordered: deque[_Node] = deque()
        self._alone: str | None = None
        self._indexed = False
        self._queued = Queued(within)

    def __len__(self) -> int:
        """How many events are held."""
        return len(self._open) + len(self._ordered)

    def add(self, seen: Seen) -> list[Match]:
        """Take one more event, in order of receipt; the pairs that are certain by now."""
        settled = self._settle_before(seen.received_at)
        node = _Node(seen, traits_of(seen))
        if not self._indexed:
            # Nothing can be paired before both channels were seen, and many runs have but one.
            self._alone = self._alone or seen.channel
            if seen.channel != self._alone:
                self._indexed = True
                for earlier in (*self._ordered, *self._open):
                    self._index(earlier)
        if self._indexed:
            self._compare(node)
            self._index(node)
        self._open.append(node)
        if len(self._open) > MOST_OPEN:
            settled += self._close(self._open.popleft())
        return settled

    def end(self) -> Iterator[Match]:
        """The pairs among what is left."""
        while self._open:
            yield from self._close(self._open.popleft())

    def _settle_before(self, now: float) -> list[Match]:
        settled: list[Match] = []
        opened, ordered = self._open, self._ordered
        while opened and opened[0].at + 2 * self.within < now:
            settled += self._close(opened.popleft())
        while ordered and (ordered[0].at + self.order_within <= now or len(ordered) > MOST_ORDERS):
            node = ordered.popleft()
            if self._indexed and node.order is not None:
                _drop(self._orders, node.order, node)
        return settled

    def _close(self, node: _Node) -> list[Match]:
        """Decide about a node that is open no longer, and remember it for its order id alone."""
        settled = list(self._settle(node)) if node.edges else []
        if not node.taken:
            settled += self._by_time(node)
        if self._indexed:
            for key in node.short_keys():
                _drop(self._live, key, node)
        node.forget_keys()
        if node.order is not None and node.taken:
            if self._indexed:
                _drop(self._orders, node.order, node)
        elif node.order is not None:
            node.seen = slim(node.seen)
            self._ordered.append(node)
        return settled

    def _by_time(self, node: _Node) -> list[Match]:
        """Pair what nobody took with a copy of its own moment that came late, or remember it for one."""
        late = self._queued.partner(node) if self._indexed else None
        if late is None:
            node.seen = slim(node.seen)
            self._queued.add(node)
            return []
        partner, found = late
        node.taken = partner.taken = True
        return [_Edge(partner, node, found).match()]

    def _compare(self, node: _Node) -> None:
        other = "server" if node.seen.channel == "browser" else "browser"
        met: set[int] = set()
        if node.order is not None:
            known = self._orders.get((other, *node.order[1:]))
            if known is not None:
                self._meet(node, known, self.order_within, False, met)
        live = self._live
        for key in node.short_keys():
            known = live.get((other, *key[1:]))
            if known is not None:
                self._meet(node, known, self.within, True, met)

    def _index(self, node: _Node) -> None:
        if node.order is not None:
            self._orders.setdefault(node.order, []).append(node)
        if not is_slim(node.seen):
            live = self._live
            for key in node.short_keys():
                known = live.get(key)
                if known is None:
                    live[key] = [node]
                else:
                    known.append(node)

    def _meet(self, node: _Node, known: list[_Node], most: float, inclusive: bool, met: set[int]) -> None:
        """Link it with those that came at most that many seconds before."""
        compared = 0
        for other in reversed(known):
            gap = node.at - other.at
            if (
                compared >= MOST_COMPARED
                or len(node.edges) >= MOST_EDGES
                or gap > most
                or (gap == most and not inclusive)
            ):
                break
            if other.taken or other.seen.n in met:
                continue
            compared += 1
            met.add(other.seen.n)
            if node.seen.event_id is not None and node.seen.event_id == other.seen.event_id:
                continue
            found = agreement(node.seen.event_name, node.traits, other.traits)
            if found is None:
                continue
            edge = _Edge(node, other, found)
            node.edges.append(edge)
            other.edges.append(edge)

    def _settle(self, node: _Node) -> Iterator[Match]:
        """Give the node its partner, after giving theirs to all that stand in between."""
        while not node.taken and (best := node.best()) is not None:
            at = node
            while True:
                partner = best.beyond(at)
                theirs = partner.best()
                if theirs is None or theirs is best:
                    break
                at, best = partner, theirs
            best.one.taken = best.other.taken = True
            yield best.match()
        # Nothing may stay linked in circles: replays run with the garbage collector off.
        for edge in node.edges:
            edge.beyond(node).edges.remove(edge)
        node.edges = []


class _Node:
    __slots__ = ("_keys", "at", "edges", "order", "seen", "taken", "traits")

    def __init__(self, seen: Seen, traits: Traits) -> None:
        self.seen = seen
        self.at = seen.received_at
        self.traits = traits
        self.edges: list[_Edge] = []
        self.taken = False
        self.order: _Key | None = None
        if traits.order is not None and not is_browsing(seen.event_name):
            self.order = (seen.channel, seen.pixel_id, seen.event_name, traits.order)
        self._keys: list[_Key] | None = None

    def short_keys(self) -> list[_Key]:
        """Under what it is found within the short time; always the same for one event."""
        if self._keys is None:
            self._keys = self._found_by()
        return self._keys

    def forget_keys(self) -> None:
        """Free their memory: it is remembered for its order id alone."""
        self._keys = None

    def _found_by(self) -> list[_Key]:
        seen, traits = self.seen, self.traits
        channel, pixel_id, name = seen.channel, seen.pixel_id, seen.event_name
        keys: list[_Key] = [
            (channel, pixel_id, name, key, each)
            for key, hashes in zip(PERSON, traits.person, strict=True)
            for each in hashes
        ]
        if traits.order is not None:
            keys.append((channel, pixel_id, name, "order_id", traits.order))
        if traits.items is not None and traits.value is not None:
            keys.append((channel, pixel_id, name, "contents", traits.items, round(traits.value, 2)))
        return keys

    def best(self) -> _Edge | None:
        """The link to the nearest that is still free."""
        if not self.edges:
            return None
        free = [edge for edge in self.edges if not edge.beyond(self).taken]
        return min(free, key=lambda edge: edge.weight, default=None)


class _Edge:
    # There may be many: nothing is copied into one.
    __slots__ = ("found", "one", "other")

    def __init__(self, one: _Node, other: _Node, found: Agreement) -> None:
        self.one = one
        self.other = other
        self.found = found

    @property
    def weight(self) -> _Weight:
        """Less for what is surer, then for what is nearer.

        Of those equally near the ids decide, so that the order in which one moment came doesn't matter.
        """
        one, other = self.one, self.other
        rank = 0 if self.found.key == "order_id" else _RANKS.get(self.found.confidence, 2)
        browser, server = (one.seen, other.seen) if one.seen.channel == "browser" else (other.seen, one.seen)
        apart = abs(one.at - other.at)
        return rank, apart, browser.event_id or "", browser.n, server.event_id or "", server.n

    def beyond(self, node: _Node) -> _Node:
        return self.other if node is self.one else self.one

    def match(self) -> Match:
        first, second = in_order(self.one.seen, self.other.seen)
        one, other = (self.one, self.other) if first is self.one.seen else (self.other, self.one)
        found = self.found
        twins = Twins(first, second, "same-action", found.key, found.confidence, None, found.words)
        return Match(twins, one.traits, other.traits)


def _drop(index: dict[_Key, list[_Node]], key: _Key, node: _Node) -> None:
    """Forget one under that key; mostly it is the oldest."""
    known = index[key]
    known.remove(node)
    if not known:
        del index[key]
