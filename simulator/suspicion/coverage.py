"""How much of what the browser reports the server reports too, and the other way round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

from simulator.capture.pixel import AUTOMATIC_EVENTS
from simulator.checks.catalog import catalog
from simulator.checks.rules.coverage import LOW, NO_COPY, WITHOUT_BROWSER, Covered
from simulator.checks.rules.event import APPENDING_EVENTS
from simulator.checks.seen import Seen
from simulator.settings import Settings
from simulator.suspicion.observer import Observer, Told
from simulator.suspicion.same_action import SameAction

_NO_COPIES = AUTOMATIC_EVENTS | APPENDING_EVENTS
_Kind: TypeAlias = tuple[str, str | None]
"""An event name and a pixel: coverage is a matter of one dataset."""


class CoverageWatch(Observer):
    """Counts by event name and pixel.

    What ``SameAction`` suspects to be a pair counts as one: it has its own finding.
    """

    def __init__(self, settings: Settings, suspected: SameAction) -> None:
        super().__init__(settings)
        self._suspected = suspected
        self._pairs: Counter[_Kind] = Counter()
        self._alone: Counter[tuple[_Kind, str]] = Counter()
        self._channels: set[str] = set()

    def see(self, seen: Seen) -> Iterable[Told]:
        """Count an event, once however many copies it has."""
        name = seen.event_name
        self._channels.add(seen.channel)
        # What adds to another event never has a copy on the other channel.
        if name is None or name in _NO_COPIES or seen.verdict != "kept":
            return ()
        if seen.payload.get("action_source", "website") != "website":
            return ()
        kind = name, seen.pixel_id
        if seen.paired:
            self._pairs[kind] += 1
        else:
            self._alone[kind, seen.channel] += 1
        return ()

    def end(self) -> Iterable[Told]:
        """What the counts say; nothing when only one channel was captured."""
        if len(self._channels) < 2:
            return
        kinds = sorted(
            self._pairs.keys() | {kind for kind, _ in self._alone}, key=lambda kind: (kind[0], kind[1] or "")
        )
        several = len({pixel_id for _, pixel_id in kinds}) > 1
        suspected = {kind: self._suspected.pairs[kind] for kind in kinds}
        paired = {kind for kind in kinds if self._pairs[kind] or suspected[kind]}
        for kind in kinds:
            name, pixel_id = kind
            supposed = suspected[kind]
            covered = Covered(
                name,
                self._pairs[kind] + supposed,
                self._alone[kind, "browser"] - supposed,
                self._alone[kind, "server"] - supposed,
                pixel_id if several else None,
                bool(paired - {kind}),
            )
            for code in (LOW, WITHOUT_BROWSER, NO_COPY):
                hit = catalog()[code].judge(covered)
                if hit is not None:
                    yield Told(0, code, hit, name)
                    break
