"""Pages of a single-page application: views that fire by themselves, and addresses that stay behind."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from simulator.checks.catalog import catalog
from simulator.checks.rules.routes import ORPHAN, STALE, Visit
from simulator.checks.seen import Seen
from simulator.finding import Confidence
from simulator.settings import Settings
from simulator.suspicion.observer import Observer, Told
from simulator.suspicion.telling import slim
from simulator.suspicion.visitor import browser_of

MOST_REMEMBERED = 20_000


class RouteWatch(Observer):
    """Compares each page view and product view of a browser with the one before it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._last: OrderedDict[tuple[str | None, str, str], Seen] = OrderedDict()

    def see(self, seen: Seen) -> Iterable[Told]:
        """Ask about a PageView or ViewContent of the browser."""
        name = seen.event_name
        if seen.channel != "browser" or (name != "PageView" and name != "ViewContent"):
            return ()
        person = browser_of(seen)
        if person is None:
            return ()
        key = (seen.pixel_id, name, person)
        before = self._last.pop(key, None)
        self._last[key] = _kept(seen)
        if len(self._last) > MOST_REMEMBERED:
            self._last.popitem(last=False)
        if before is None:
            return ()
        code = ORPHAN if name == "PageView" else STALE
        hit = catalog()[code].judge(Visit(before, seen))
        return () if hit is None else (Told(seen.n, code, hit, name, before.n, Confidence.HIGH),)


def _kept(seen: Seen) -> Seen:
    """What the rules read of the event before: of a product view its address and its products too."""
    small = slim(seen)
    url = seen.payload.get("event_source_url")
    if seen.event_name == "PageView" or url is None:
        return small
    payload = {"event_source_url": url, "custom_data": {"content_ids": seen.member("custom_data").get("content_ids")}}
    return small._replace(payload=payload)
