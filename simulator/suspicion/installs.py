"""One call of the pixel that reaches several pixels."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.checks.catalog import catalog
from simulator.checks.rules.installs import SEVERAL_PIXELS, SeveralPixels
from simulator.checks.seen import Seen
from simulator.settings import Settings
from simulator.suspicion.observer import Observer, Told
from simulator.suspicion.telling import slim
from simulator.suspicion.visitor import browser_of

WITHIN = 5.0
MOST_REMEMBERED = 5_000


class InstallWatch(Observer):
    """Tells once of each pair of pixels that the same browser event went to."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._recent: OrderedDict[tuple[str, str, str], Seen] = OrderedDict()
        self._told: set[tuple[str, str]] = set()

    def see(self, seen: Seen) -> Iterable[Told]:
        """Compare a browser event that has an id with those of the last seconds."""
        name, event_id, pixel_id = seen.event_name, seen.event_id, seen.pixel_id
        if seen.channel != "browser" or name is None or event_id is None or name in AUTOMATIC_EVENTS:
            return ()
        person = browser_of(seen)
        if person is None or pixel_id is None:
            return ()
        key = (name, event_id, person)
        before = self._recent.pop(key, None)
        self._recent[key] = slim(seen)
        if len(self._recent) > MOST_REMEMBERED:
            self._recent.popitem(last=False)
        if before is None or before.pixel_id is None or seen.received_at - before.received_at > WITHIN:
            return ()
        both = (min(before.pixel_id, pixel_id), max(before.pixel_id, pixel_id))
        if both in self._told:
            return ()
        hit = catalog()[SEVERAL_PIXELS].judge(SeveralPixels(before, seen))
        if hit is None:
            return ()
        self._told.add(both)
        return (Told(seen.n, SEVERAL_PIXELS, hit, name, before.n),)
