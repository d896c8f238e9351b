"""What is lost with the copies that don't count, by event name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from simulator.checks.difference import PairParts
from simulator.checks.rules.pair_lost import Lost
from simulator.checks.seen import Seen

TELLING = ("em", "ph", "external_id", "fb_login_id", "lead_id", "fbc", "fbp")
"""Each of these tells somebody apart; an event that has one can be matched."""
MOST_NAMES = 1000


class _Name:
    """The pairs of one event name."""

    __slots__ = ("first", "lost", "members", "pairs")

    def __init__(self) -> None:
        self.pairs = 0
        self.lost = 0
        self.first: Seen | None = None
        self.members: Counter[str] = Counter()


class LostParts:
    """Counts, for a fixed number of event names, what the copies that count lack."""

    def __init__(self) -> None:
        self._names: dict[str, _Name] = {}

    def add(self, parts: PairParts) -> None:
        """Take account of a pair."""
        counted = parts.counted
        if counted is None or not parts.crosses or counted.event_name is None:
            return
        known = self._names.get(counted.event_name)
        if known is None:
            if len(self._names) >= MOST_NAMES:
                return
            known = self._names[counted.event_name] = _Name()
        known.pairs += 1
        lost = _lost(parts, counted)
        if lost:
            known.lost += 1
            known.members.update(lost)
            # Of the first one only what a finding needs is kept.
            known.first = known.first or counted._replace(payload={}, body={})

    def found(self) -> Iterator[tuple[Seen, Lost]]:
        """What was lost, with the first event of each name that lost something; sorted by name."""
        for name, known in sorted(self._names.items()):
            if known.first is not None:
                members = sorted(known.members.items(), key=lambda each: (-each[1], each[0]))
                yield known.first, Lost(name, known.lost, known.pairs, tuple(members))


def _lost(parts: PairParts, counted: Seen) -> list[str]:
    kind = "second-only" if counted is parts.twins.first else "first-only"
    missing = [each[0] for each in parts.differences if each[1] == kind]
    if not missing:
        return []
    user, custom = counted.member("user_data"), counted.member("custom_data")
    lost = []
    if not any(map(user.get, TELLING)):
        lost += [key for key in TELLING if ("user_data", key) in missing]
    if ("custom_data", "value") in missing:
        lost.append("value")
    if not custom.get("contents") and not custom.get("content_ids"):
        lost += [name for name in ("contents", "content_ids") if ("custom_data", name) in missing][:1]
    return lost
