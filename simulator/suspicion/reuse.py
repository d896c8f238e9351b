"""Whether two events that share an event id are two actions, one of which is lost."""

from __future__ import annotations

from typing import NamedTuple

from simulator.checks.event_ids import is_placeholder
from simulator.checks.seen import Seen, Twins
from simulator.finding import Confidence
from simulator.masking import mask
from simulator.suspicion.agreement import People, agree, differ, people, values
from simulator.suspicion.traits import Traits, item_ids, traits_of

NEAR = 30.0
"""Seconds between the copies of one action, mostly less."""
FAR = 600.0
"""Seconds after which other contents and another value are another action."""

_VIEWS = frozenset({"PageView", "ViewContent"})
# Each side may write these in its own way; fbp is a cookie that both only pass on.
_HASHED = frozenset({"external_id", "em", "ph"})


class Reuse(NamedTuple):
    """Two actions under one id: how sure that is, what shows it, and where it stands in the payload."""

    confidence: Confidence
    evidence: str
    path: tuple[str, ...]


_last: tuple[Twins | None, Reuse | None] = (None, None)


def reused(twins: Twins) -> bool:
    """Whether deduplication by event id made one event of what seem to be two actions.

    So it is whenever the id is a placeholder, whatever the two look like.
    """
    return has_placeholder(twins) or reuse(twins) is not None


def has_placeholder(twins: Twins) -> bool:
    """Whether what tied the two is the text of a template or of nothing, which has a rule of its own."""
    event_id = twins.second.event_id
    return twins.key == "event_id" and event_id is not None and is_placeholder(event_id)


def reuse(twins: Twins) -> Reuse | None:
    """Why the copies of a pair seem to be two actions; None when they are one, as far as can be told.

    What was found of the last pair is remembered, because several observers ask for it.
    """
    global _last
    known, found = _last
    if known is not twins:
        found = _reuse(twins)
        _last = (twins, found)
    return found


def _reuse(twins: Twins) -> Reuse | None:
    first, second = twins.first, twins.second
    if twins.key != "event_id" or _plainly_one(first, second):
        return None
    return two_actions(twins, traits_of(first), traits_of(second))


def two_actions(twins: Twins, one: Traits, other: Traits) -> Reuse | None:
    """The same of the traits of the first and of the second, for which their payloads are not needed."""
    first, second = twins.first, twins.second
    if one.order is not None and one.order == other.order:
        return None
    who = people(one, other)
    amount = values(one, other)
    crosses = first.channel != second.channel
    near = apart_in_time(first, second) <= NEAR
    alike = near and ((agree(one.items, other.items) and amount != "other") or amount == "same")
    if one.order is not None and other.order is not None:
        return _orders(twins, one, other, drifted=crosses and near and not (who.other and not who.same) and alike)
    if crosses and near and not who.same and _one_place(one, other) and amount != "other":
        # The server that has a cookie of its own, or a page that both sides know under one id.
        return None
    if who.other and not who.same and not alike:
        keys = " and ".join(who.other)
        path = ("user_data", who.other[0])
        if len(who.other) > 1:
            return Reuse(Confidence.HIGH, f"another person is named ({keys} differ)", path)
        # A single hash that differs between the channels is more often one person written in two ways.
        if not (crosses and near and who.other[0] in _HASHED):
            return Reuse(Confidence.MEDIUM, f"{keys} differs", path)
    if first.event_name in _VIEWS and (found := _views(twins, one, other, who, near=near)) is not None:
        return found
    if amount == "other" and apart_in_time(first, second) > FAR and _disjoint(first, second):
        return Reuse(Confidence.MEDIUM, "contents and value are others", ("custom_data",))
    return None


def _views(twins: Twins, one: Traits, other: Traits, who: People, *, near: bool) -> Reuse | None:
    """Why two views of pages or products are two; nobody reports a view from a back office hours later."""
    crosses = twins.first.channel != twins.second.channel
    # Of one view the channels may name two addresses: where the page has just changed.
    others = differ(one.items, other.items) and values(one, other) == "other"
    if differ(one.page, other.page) and (others or not (crosses and near)):
        return Reuse(Confidence.MEDIUM, "it is another page", ("event_source_url",))
    nobody = not who.same and not who.other and apart_in_time(twins.first, twins.second) > FAR
    if nobody and differ(one.agent, other.agent) and differ(one.address, other.address):
        return Reuse(Confidence.MEDIUM, "user agent and address are others", ("user_data", "client_user_agent"))
    return None


def _plainly_one(first: Seen, second: Seen) -> bool:
    """What most pairs are, told without reading them whole: two channels' copies with one fbp, near in time,
    no two order ids, no products of two pages. False says nothing.
    """
    if first.channel == second.channel or apart_in_time(first, second) > NEAR:
        return False
    fbp = first.member("user_data").get("fbp")
    if fbp.__class__ is not str or not fbp or fbp != second.member("user_data").get("fbp"):
        return False
    if first.event_name == "ViewContent":
        url = first.payload.get("event_source_url")
        if url is not None and url != second.payload.get("event_source_url"):
            return False
    order = first.member("custom_data").get("order_id")
    return order is None or second.member("custom_data").get("order_id") in (None, order)


def apart_in_time(first: Seen, second: Seen) -> float:
    """Seconds between two events: by their own times, which a retry repeats, else by their receipts."""
    if first.event_time is not None and second.event_time is not None:
        return abs(second.event_time - first.event_time)
    return abs(second.received_at - first.received_at)


def _orders(twins: Twins, one: Traits, other: Traits, *, drifted: bool) -> Reuse | None:
    mine, theirs = str(one.order), str(other.order)
    # "1001" and "order-1001", or a number and a database key of one purchase: written in two ways.
    if drifted or (twins.first.channel != twins.second.channel and (mine in theirs or theirs in mine)):
        return None
    shown = f"the order ids differ ({mask(mine, 'order_id')} and {mask(theirs, 'order_id')})"
    return Reuse(Confidence.HIGH, shown, ("custom_data", "order_id"))


def _one_place(one: Traits, other: Traits) -> bool:
    """Whether page or browser are the same, and no contents differ."""
    return (agree(one.page, other.page) or agree(one.agent, other.agent)) and not differ(one.items, other.items)


def _disjoint(first: Seen, second: Seen) -> bool:
    one, other = item_ids(first.payload), item_ids(second.payload)
    return bool(one and other) and set(one).isdisjoint(other)
