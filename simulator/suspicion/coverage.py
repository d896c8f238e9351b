"""How much of what the browser reports the server reports too, and the other way round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from simulator.checks.catalog import catalog
from simulator.checks.rules.coverage import LOW, WITHOUT_BROWSER, Covered
from simulator.checks.seen import Seen
from simulator.settings import Settings
from simulator.suspicion.observer import Observer, Told
from simulator.suspicion.same_action import SameAction


class CoverageWatch(Observer):
    """Counts by event name. What ``SameAction`` suspects to be a pair counts as one: it has its own finding."""

    def __init__(self, settings: Settings, suspected: SameAction) -> None:
        super().__init__(settings)
        self._suspected = suspected
        self._pairs: Counter[str] = Counter()
        self._alone: Counter[tuple[str, str]] = Counter()
        self._channels: set[str] = set()

    def see(self, seen: Seen) -> Iterable[Told]:
        """Count an event, once however many copies it has."""
        name = seen.event_name
        self._channels.add(seen.channel)
        if name is None or seen.verdict != "kept" or seen.payload.get("action_source", "website") != "website":
            return ()
        if seen.paired:
            self._pairs[name] += 1
        else:
            self._alone[name, seen.channel] += 1
        return ()

    def end(self) -> Iterable[Told]:
        """What the counts say; nothing when only one channel was captured."""
        if len(self._channels) < 2:
            return
        names = sorted(self._pairs.keys() | {name for name, _ in self._alone})
        for name in names:
            pairs = self._pairs[name] + self._suspected.pairs[name]
            covered = Covered(
                name,
                pairs,
                self._alone[name, "browser"] - self._suspected.pairs[name],
                self._alone[name, "server"] - self._suspected.pairs[name],
            )
            for code in (LOW, WITHOUT_BROWSER):
                hit = catalog()[code].judge(covered)
                if hit is not None:
                    yield Told(0, code, hit, name)
                    break
