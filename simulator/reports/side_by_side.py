"""The two payloads of a pair, member by member: what differs, and what one copy alone has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from simulator.checks.spot import Path, json_path, member_name
from simulator.reports.beside import beside, shown
from simulator.suspicion.differences import compared

if TYPE_CHECKING:
    from simulator.event import Payload
    from simulator.store import Store
    from simulator.suspicion.differences import Difference
    from simulator.views.copies import Pair

# What a server's event has to spell out and a browser's request tells by itself: that it comes from a website,
# from which address, and its User-Agent header. A copy of the browser without them lacks nothing.
_OF_THE_REQUEST: Final = frozenset({"action_source", "client_ip_address", "client_user_agent"})
_MOST_NAMES: Final = 8


class Row(NamedTuple):
    """One member of two payloads. ``section`` is the object it is in, ``""`` for the event itself.

    ``kind`` is that of a Difference. ``first`` and ``second`` are masked, ``""`` where the copy has no
    such member.
    """

    section: str
    name: str
    path: Path
    kind: str
    first: str
    second: str


class Sides(NamedTuple):
    """Two payloads side by side: the rows in Meta's order, and how many members are alike."""

    rows: tuple[Row, ...]
    alike: int

    def paths(self, kind: str) -> list[str]:
        """The JSON paths of the rows of a kind."""
        return [json_path(row.path) for row in self.rows if row.kind == kind]


def put_side_by_side(first: Payload, second: Payload, *, everything: bool = False) -> Sides:
    """Compare two payloads; ``everything`` gives members that are alike a row too."""
    found = compared(first, second)
    rows = tuple(_row(each) for each in found if everything or each.kind != "same")
    return Sides(rows, sum(each.kind == "same" for each in found))


def sides_of(store: Store, run: int, first: int, second: int, *, everything: bool = False) -> Sides:
    """The stored payloads of two events side by side, by their ``n``."""
    one, other = (store.payload(run, n) or {} for n in (first, second))
    return put_side_by_side(one, other, everything=everything)


def lost(pair: Pair, sides: Sides) -> str:
    """What only the copy had that does not count, in one or two sentences; ``""`` for nothing.

    ``sides`` has the copy that counts first. Meta's page on deduplication mentions "event merging" and does
    not say of what (https://developers.facebook.com/documentation/ads-commerce/conversions-api/deduplicate-pixel-and-server-events,
    read 2026-09-12), so nothing is said of what becomes of it.
    """
    implied = _OF_THE_REQUEST if pair.counts.channel == "browser" else frozenset[str]()
    rows = [row for row in sides.rows if row.kind == "second-only" and row.name not in implied]
    rows.sort(key=lambda row: {"user_data": 0, "custom_data": 1}.get(row.section, 2))
    names = [row.name for row in rows]
    if not names:
        return ""
    if len(names) > _MOST_NAMES:
        names[_MOST_NAMES - 1 :] = [f"{len(names) - _MOST_NAMES + 1} more"]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    channel = pair.duplicate.channel
    whose = f"The {channel}'s copy" if channel != pair.counts.channel else f"#{pair.duplicate.n}"
    return f"{whose} does not count, and it alone had {listed}. Meta does not say whether it keeps them."


def members(pair: Pair, sides: Sides) -> dict[str, Any]:
    """A pair as JSON documents hold it; ``sides`` has the copy that counts first."""
    return {
        "event_name": pair.event_name,
        "counted": pair.counts.n,
        "other": pair.duplicate.n,
        "channels": {"counted": pair.counts.channel, "other": pair.duplicate.channel},
        "key": pair.key,
        "after_seconds": pair.after_seconds,
        "survivor_rule": pair.survivor_rule,
        "differs": [
            {"path": json_path(row.path), "counted": row.first, "other": row.second}
            for row in sides.rows
            if row.kind == "differs"
        ],
        "only_counted": sides.paths("first-only"),
        "only_other": sides.paths("second-only"),
    }


def _row(each: Difference) -> Row:
    section = each.path[0] if len(each.path) > 1 else ""
    name = str(each.path[-1])
    if each.kind == "same":
        first, second = shown(name, each.first), shown(name, each.second)
    else:
        first, second = beside(name, each.first, each.second, of_customer=section == "user_data")
    return Row(str(section), member_name(name), each.path, each.kind, first, second)
