"""Rules about single-page applications: page views without an id, addresses that stay behind."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulator.checks.catalog import BROWSER, rule
from simulator.checks.examples import AT, browser
from simulator.checks.seen import Seen
from simulator.checks.sources import READ
from simulator.checks.spot import ABSENT, Hit
from simulator.finding import Evidence, Severity

ORPHAN = "PIX011"
STALE = "PIX012"
ORPHAN_SECONDS = 5.0
SESSION_SECONDS = 1800.0
_ADSMURAI = (
    "https://github.com/Adsmurai-Google-Tag-Manager-Templates/adsmurai-facebook-pixel-and-conversions-api/issues/{}"
)


class Visit(NamedTuple):
    """An event of a browser, and the one of the same name before it."""

    before: Seen
    now: Seen

    @property
    def apart(self) -> float:
        """Seconds between their receipts."""
        return self.now.received_at - self.before.received_at


def _view(event_id: Any, at: float, **members: Any) -> dict[str, Any]:
    line = browser(event_name="PageView", event_id=event_id, event_time=int(at), custom_data=ABSENT, **members)
    return {**line, "received_at": at}


def _product(number: int, url: str, at: float) -> dict[str, Any]:
    line = browser(
        event_name="ViewContent",
        event_id=f"view-{number}",
        event_time=int(at),
        event_source_url=f"https://shop.example/{url}",
        custom_data={"content_ids": [f"sku-{number}"], "content_type": "product"},
    )
    return {**line, "received_at": at}


@rule(
    ORPHAN,
    "page-view-without-id-after-one-with",
    severity=Severity.WARNING,
    evidence=Evidence.THIRD_PARTY,
    source=_ADSMURAI.format(4),
    read=READ,
    why="When the address of a page changes without a reload, the pixel script sends a PageView of its own, without an "
    "event id. Beside the one your tag sends with an id it counts as a second view, and the server has no copy of it.",
    fix="Turn the automatic one off with fbq.disablePushState = true before init, or don't send your own.",
    channels=BROWSER,
    scope="pair",
    hides=("PIX004",),
    failing=[_view("view-1", AT), _view(ABSENT, AT + 1)],
    passing=[_view("view-1", AT), _view("view-2", AT + 1, event_source_url="https://shop.example/next")],
)
def page_view_without_id(visit: Visit) -> Hit | None:
    """A PageView without an id, at most five seconds behind one with an id."""
    if visit.now.event_id is not None or visit.before.event_id is None or visit.apart > ORPHAN_SECONDS:
        return None
    return Hit(
        f"This PageView has no event id and came {visit.apart:.1f} s after one with an id (#{visit.before.n}) from the "
        "same browser.",
        "one PageView, with an event id",
        path=("event_id",),
    )


@rule(
    STALE,
    "address-stays-behind",
    severity=Severity.NOTE,
    evidence=Evidence.THIRD_PARTY,
    source=_ADSMURAI.format(7),
    read=READ,
    why="Two products were viewed under one address. In a single-page application the tag often fires before the "
    "address has changed, and then event_source_url names the page before. Where products open in a window over the "
    "page it is as it should be.",
    fix="Fire the event after the route has changed, and read the address at that moment.",
    channels=BROWSER,
    scope="pair",
    failing=[_product(1, "p/1", AT), _product(2, "p/1", AT + 60)],
    passing=[_product(1, "p/1", AT), _product(2, "p/2", AT + 60)],
)
def address_stays_behind(visit: Visit) -> Hit | None:
    """Two products under one address within half an hour."""
    url = visit.now.payload.get("event_source_url")
    if not url or url != visit.before.payload.get("event_source_url") or visit.apart > SESSION_SECONDS:
        return None
    before, now = (_products(seen) for seen in visit)
    if not before or not now or not before.isdisjoint(now):
        return None
    return Hit(
        f"Another product was viewed under this address {visit.apart:.0f} s before (#{visit.before.n}).",
        "the address of the product's own page",
        path=("event_source_url",),
    )


def _products(seen: Seen) -> frozenset[str]:
    ids = seen.member("custom_data").get("content_ids")
    several = ids if isinstance(ids, list) else [ids]
    return frozenset(str(each) for each in several if isinstance(each, (str, int)) and each != "")
