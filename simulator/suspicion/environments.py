"""Test event codes over a whole run: on all of what the server sent, or on a part."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.checks.catalog import catalog
from simulator.checks.rules.test_codes import ON_A_PART, Codes
from simulator.checks.seen import Seen
from simulator.settings import Settings
from simulator.suspicion.observer import Observer, Told


class EnvironmentWatch(Observer):
    """Counts the server's events with and without a test event code."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._with = self._without = 0

    def see(self, seen: Seen) -> Iterable[Told]:
        """Count a server event."""
        if seen.channel == "server":
            if seen.body.get("test_event_code"):
                self._with += 1
            else:
                self._without += 1
        return ()

    def end(self) -> Iterable[Told]:
        """One finding when there were both."""
        hit = catalog()[ON_A_PART].judge(Codes(self._with, self._without))
        return () if hit is None else (Told(0, ON_A_PART, hit, None),)
