"""Rules about what one channel reported twice, and about event ids that stand for two actions."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulator.checks.catalog import BOTH, rule
from simulator.checks.examples import pair
from simulator.checks.rules.pairing import duration, shown_id, tied
from simulator.checks.seen import Seen, Twins
from simulator.checks.sources import DEDUPLICATION, READ
from simulator.checks.spot import Hit
from simulator.finding import Evidence, Severity

DOUBLE_FIRE = "DUP003"
DELIVERED_AGAIN = "DUP004"
ID_REUSED = "DUP005"


class Again(NamedTuple):
    """One action that one channel reported twice, what it looks like, in words, and the one that counts too much."""

    twins: Twins
    how: str
    again: Seen


class Redelivered(NamedTuple):
    """An event id that came again on its channel; ``identical`` tells that the rest of the event did too, but for
    its time, which is so many seconds off.
    """

    twins: Twins
    identical: bool
    retimed: float = 0.0


class Reused(NamedTuple):
    """Two actions under one event id: the one that is lost, what shows it, and where that stands.

    ``more`` is how many others are lost by the same id and not told one by one.
    """

    twins: Twins
    lost: Seen
    evidence: str
    path: tuple[str, ...]
    more: int = 0


def _shop_again(event_id: str, later: float) -> list[dict[str, Any]]:
    """The purchase of the example's browser, and once more under another id."""
    first = pair()[0]
    again = pair({"event_id": event_id})[0]
    return [first, again | {"received_at": again["received_at"] + later}]


_ANOTHER_ORDER = {
    "custom_data": {
        "value": 7.5,
        "currency": "EUR",
        "order_id": "2002",
        "content_type": "product",
        "contents": [{"id": "SKU-9", "quantity": 1, "item_price": 7.5}],
    }
}


@rule(
    DOUBLE_FIRE,
    "double-fire",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="Meta counts each event ID, and says that repeats on one channel are not taken out by external_id or fbp. One "
    "order reported twice under two IDs (a refreshed thank-you page, several plug-ins, a retry with a new ID) counts "
    "twice. Without an order id it is only supposed, from one person and equal contents within 30 seconds; for page "
    "views, clicks, custom events and what else people do again and again, within 3 seconds.",
    fix="Make the ID from the order, so that a repeat has the same, and remember on the page that the event was sent.",
    channels=BOTH,
    scope="pair",
    failing=_shop_again("order-1001-b", 900.0),
    passing=pair(),
)
def double_fire(again: Again) -> Hit | None:
    """One action that one channel reported under two event ids."""
    twins, this = again.twins, again.again
    first, second = twins.first, twins.second
    if first.channel != second.channel or (first.event_id is not None and first.event_id == second.event_id):
        return None
    when, other = ("again", second) if this is first else ("before", first)
    result = "both count" if other.verdict == "kept" else "it counts twice, as only one of them has its copy"
    return Hit(
        f"The {second.channel} reported this action {when}, as #{other.n} ({tied(twins)}), and {result}. "
        f"It looks like {again.how}.",
        f"nothing, or again {shown_id(other.event_id)}" if other.event_id is not None else "one event",
        shown_id(this.event_id),
        ("event_id",),
    )


@rule(
    DELIVERED_AGAIN,
    "delivered-again",
    severity=Severity.NOTE,
    evidence=Evidence.INFERRED,
    source=DEDUPLICATION,
    read=READ,
    why="Meta describes deduplication by event ID between browser and server; whether it also takes out a repeat on "
    "one channel is not known. This run took it as a duplicate (the setting same_channel_event_id); if Meta does not, "
    "and has no copy from the other channel, it counts twice.",
    fix="Send an event once more only when no answer came, and unchanged; keep a tag from firing twice.",
    channels=BOTH,
    scope="pair",
    failing=[pair()[1], pair(apart=10.0)[1]],
    passing=pair(),
)
def delivered_again(found: Redelivered) -> Hit | None:
    """One event id that one channel sent again."""
    twins = found.twins
    if twins.first.channel != twins.second.channel:
        return None
    what = "unchanged, as a retry does"
    if not found.identical:
        what = "with other contents, so it may be another action"
    elif found.retimed:
        what = f"unchanged but with another event_time ({duration(found.retimed)} off), as a page loaded once more does"
    return Hit(
        f"The {twins.second.channel} sent the event of #{twins.first.n} again after {duration(twins.apart)}, {what}.",
        "each event once",
        shown_id(twins.second.event_id),
        ("event_id",),
    )


@rule(
    ID_REUSED,
    "event-id-reused",
    severity=Severity.ERROR,
    evidence=Evidence.DOCUMENTED,
    source=DEDUPLICATION,
    read=READ,
    why="Events of one name with one event ID are one event for Meta, and one of them is discarded. Where they are two "
    "actions (a page from a cache that holds the ID, a constant, an ID per session), a conversion is lost. That they "
    "are two is sure when their order ids or several keys of the person differ, else supposed.",
    fix="Make a new ID for every action, outside of what is cached: from the order id, or a random UUID.",
    channels=BOTH,
    scope="pair",
    failing=pair(server=_ANOTHER_ORDER, apart=900.0),
    passing=pair(),
)
def event_id_reused(reused: Reused) -> Hit | None:
    """One event id for two actions, so that one of them is lost."""
    twins, lost = reused.twins, reused.lost
    counted = twins.second if lost is twins.first else twins.first
    others = f" The same ID takes {reused.more} more with it." if reused.more else ""
    return Hit(
        f"This action is lost: #{counted.n} has the same name and event ID and counts instead, "
        f"but {reused.evidence}; they came {duration(twins.apart)} apart.{others}",
        "an ID of its own",
        shown_id(lost.event_id),
        reused.path,
    )
