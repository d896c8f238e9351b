"""Pairs as they are handed over: the browser's copy on the left, every member of both, and what decided."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from simulator.clock import format_span, format_time
from simulator.reports.pairs import choose
from simulator.reports.side_by_side import Row, lost, sides_of
from simulator.reports.suspected import suspected
from simulator.reports.terminal import safe, safe_name
from simulator.views.why import why_pair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.reports.pairs import Shown
    from simulator.reports.suspected import Suspected
    from simulator.store import Store
    from simulator.views.copies import Copy

Mark: TypeAlias = Literal["same", "differs", "only", "lost"]
_TURNED = {"first-only": "second-only", "second-only": "first-only"}


class Side(NamedTuple):
    """One of the two copies; its texts are safe to show. ``time`` is ISO 8601 in UTC."""

    n: int
    channel: str
    event_id: str
    place: str
    time: str
    counts: bool


class Member(NamedTuple):
    """One member of the two payloads, masked; ``""`` where a copy has none. ``lost`` goes with the copy it is in."""

    section: str
    name: str
    mark: Mark
    left: str
    right: str


class PairTold(NamedTuple):
    """Two copies side by side.

    ``why`` says what decided, or why nothing was recognised, ``lost`` what is lost with the copy that does not
    count. ``rules`` are the codes of what was found about the two, the most severe first; ``confidence`` is ``""``
    where nothing is supposed.
    """

    event_name: str
    gap: str
    why: str
    lost: str
    confidence: str
    sides: tuple[Side, Side]
    members: tuple[Member, ...]
    rules: tuple[str, ...]

    @property
    def apart(self) -> int:
        """How many members are not the same in both."""
        return sum(member.mark != "same" for member in self.members)

    @property
    def sections(self) -> list[tuple[str, list[Member]]]:
        """The members by the object they are in, in Meta's order; ``""`` is the event itself."""
        return [(name, list(members)) for name, members in groupby(self.members, lambda member: member.section)]


def recognised(store: Store, run: int, limit: int) -> list[PairTold]:
    """Pairs that were told to be one event, those most worth seeing first."""
    return [_recognised(store, run, shown) for shown in choose(store, run, limit)] if limit else []


def supposed(store: Store, run: int, limit: int) -> list[PairTold]:
    """Pairs of events that both count and look like one action, severe and sure ones first."""
    return [_supposed(store, run, each) for each in suspected(store, run, limit)]


def _recognised(store: Store, run: int, shown: Shown) -> PairTold:
    pair = shown.pair
    sides = sides_of(store, run, pair.counts.n, pair.duplicate.n, everything=True)
    copies = (_side(pair.counts, counts=True), _side(pair.duplicate, counts=False))
    rows = list(sides.rows)
    if pair.counts.channel == "server" and pair.duplicate.channel == "browser":
        copies = (copies[1], copies[0])
        rows = [_turned(row) for row in rows]
    return PairTold(
        safe_name(pair.event_name),
        format_span(pair.after_seconds),
        why_pair(pair),
        lost(pair, shown.sides),
        "",
        copies,
        tuple(_members(rows, copies)),
        shown.findings,
    )


def _supposed(store: Store, run: int, each: Suspected) -> PairTold:
    sides = sides_of(store, run, each.first.n, each.second.n, everything=True)
    copies = (_side(each.first, counts=True), _side(each.second, counts=True))
    names = [safe_name(name) if name is not None else "no event name" for name in each.names]
    parting = safe(each.parting, 400)
    return PairTold(
        names[0] if names[0] == names[1] else f"{names[0]} and {names[1]}",
        "" if each.after_seconds is None else format_span(each.after_seconds),
        f"Both count, and they look like one action: {parting}.",
        "",
        each.confidence,
        copies,
        tuple(_members(list(sides.rows), copies)),
        (each.rule,),
    )


def _side(copy: Copy, *, counts: bool) -> Side:
    event_id = "none" if copy.event_id is None else safe_name(copy.event_id, 120)
    time = "" if copy.received_at is None else format_time(copy.received_at)
    return Side(copy.n, copy.channel, event_id, safe(copy.place, 300), time, counts)


def _members(rows: list[Row], copies: tuple[Side, Side]) -> Iterator[Member]:
    for row in rows:
        yield Member(row.section, safe(row.name, 80), _mark(row, copies), safe(row.first, 400), safe(row.second, 400))


def _mark(row: Row, copies: tuple[Side, Side]) -> Mark:
    match row.kind:
        case "same":
            return "same"
        case "differs":
            return "differs"
    alone = copies[0 if row.kind == "first-only" else 1]
    return "only" if alone.counts else "lost"


def _turned(row: Row) -> Row:
    return row._replace(first=row.second, second=row.first, kind=_TURNED.get(row.kind, row.kind))
