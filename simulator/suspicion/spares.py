"""Copies that don't count, laid aside unread: only an event that stands alone makes one worth a look."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, TypeAlias

from simulator.checks.seen import Seen

MOST_SPARES = 4_000
MOST_ALONE = 20_000
_PERSON = ("fbp", "external_id", "em", "ph")

_Key: TypeAlias = tuple[str, str | None, str | None, str]


class Spares:
    """Finds copies by channel, pixel, name and person as they were sent, so many seconds back at most.

    Reading each copy whole would cost more than all the rest. Memory: a fixed number of events.
    """

    def __init__(self, within: float) -> None:
        self._within = within
        self._spares: OrderedDict[_Key, Seen] = OrderedDict()
        self._alone: OrderedDict[_Key, float] = OrderedDict()

    def put(self, seen: Seen) -> bool:
        """Lay a copy aside; False when an event that stands alone came shortly before, so that it has to be read."""
        keys = _keys(seen)
        alone, since = self._alone.get, seen.received_at - self._within
        for key in keys:
            if alone(key, 0.0) >= since:
                return False
        spares = self._spares
        for key in keys:
            if key in spares:
                spares.move_to_end(key)
            spares[key] = seen
        self._let_go(seen.received_at)
        return True

    def _let_go(self, now: float) -> None:
        """Hold no more than is allowed, and none that nobody asks for any more: what is held slows all else down."""
        spares = self._spares
        while spares:
            oldest = next(iter(spares))
            if len(spares) <= MOST_SPARES and now - spares[oldest].received_at <= self._within:
                return
            del spares[oldest]

    def near(self, seen: Seen) -> list[Seen]:
        """The copies that came shortly before an event that stands alone, which is remembered."""
        found: dict[int, Seen] = {}
        for key in _keys(seen):
            spare = self._spares.get(key)
            if spare is not None and seen.received_at - spare.received_at <= self._within:
                found[spare.n] = spare
            self._alone.pop(key, None)
            self._alone[key] = seen.received_at
            if len(self._alone) > MOST_ALONE:
                self._alone.popitem(last=False)
        return list(found.values())


def has_order(seen: Seen) -> bool:
    """Whether it names an order, by which it is found for longer."""
    custom: Any = seen.payload.get("custom_data")
    return custom.__class__ is dict and custom.get("order_id") is not None


def _keys(seen: Seen) -> list[_Key]:
    user: Any = seen.payload.get("user_data")
    keys: list[_Key] = []
    if user.__class__ is dict:
        channel, pixel_id, name = seen.channel, seen.pixel_id, seen.event_name
        for member in _PERSON:
            value = user.get(member)
            if value.__class__ is list and value:
                value = value[0]
            if value.__class__ is str and value:
                keys.append((channel, pixel_id, name, value))
    return keys
