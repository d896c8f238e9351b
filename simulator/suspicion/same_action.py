"""One action that both channels reported and deduplication left apart, so that it counts twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from simulator.checks.rules.pairing import ID_DIFFERS, ID_ON_ONE_SIDE, NO_ID, OneSided, Parted
from simulator.checks.seen import Seen
from simulator.finding import Confidence
from simulator.suspicion.fallback import why_unmatched
from simulator.suspicion.ids import part
from simulator.suspicion.matching import Match, Matcher
from simulator.suspicion.observer import Observer, Told
from simulator.suspicion.same_ids import SameIds
from simulator.suspicion.telling import tell
from simulator.suspicion.traits import is_watched

if TYPE_CHECKING:
    from simulator.settings import Settings


class SameAction(Observer):
    """Pairs what deduplication kept on both channels. Memory: the window for events with an order id,
    twice the tolerance for others, and a fixed number of event ids.

    ``pairs`` counts by event name and pixel the copies from the website that were paired so far, with more
    than low confidence.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        within = settings.suspicion.within_seconds
        window = settings.deduplication.window_hours * 3600.0
        self._matcher = Matcher(within, max(within, window))
        self.pairs: Counter[tuple[str, str | None]] = Counter()
        self._ids = SameIds(within, window)

    def __len__(self) -> int:
        """How many events are held for being paired."""
        return len(self._matcher)

    def see(self, seen: Seen) -> Iterable[Told]:
        """Look for the other channel's copy of an event that counts."""
        if not is_watched(seen):
            return ()
        told = self._ids.add(seen)
        if not seen.paired:
            for match in self._matcher.add(seen):
                told += self._tell(match)
        return told

    def end(self) -> Iterable[Told]:
        """The pairs among the last events."""
        for match in self._matcher.end():
            yield from self._tell(match)

    def _tell(self, match: Match) -> Iterator[Told]:
        twins = match.twins
        browser, server = twins.browser, twins.server
        if browser is None or server is None:
            return
        if browser.event_id is not None and server.event_id is not None:
            parting = part(browser.event_id, server.event_id, order=match.first.order or match.second.order)
            yield from tell(ID_DIFFERS, Parted(twins, parting.sentence), twins)
        else:
            code = NO_ID if browser.event_id is None and server.event_id is None else ID_ON_ONE_SIDE
            reason = why_unmatched(match, self.settings.deduplication.fallback)
            yield from tell(code, OneSided(twins, reason), twins)
        name = browser.event_name
        surely = twins.confidence is not Confidence.LOW
        if surely and name is not None and server.payload.get("action_source", "website") == "website":
            self.pairs[name, browser.pixel_id] += 1
