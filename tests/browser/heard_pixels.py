"""What the emulator has stored, waited for."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from simulator.emulator.service import Handled, Service
    from simulator.store import Store
    from simulator.verdict import Verdict

_PATIENCE = 60.0


class Told:
    """Watches a service; made before the browser does something."""

    def __init__(self, service: Service) -> None:
        self._service = service
        # No lock is held while the service is asked: its own thread brings the news, and would wait for the lock.
        self._news: SimpleQueue[Handled] = SimpleQueue()
        service.watch(self._news.put)

    def verdicts(self, count: int) -> list[Verdict]:
        """The verdicts, as soon as there are so many."""
        while len(found := self._read()) < count:
            try:
                self._news.get(timeout=_PATIENCE)
            except Empty:
                pytest.fail(f"{count} events were expected; there are {found}")
        return found

    def payloads(self, count: int) -> list[dict[str, Any]]:
        """The payloads, as soon as there are so many."""
        self.verdicts(count)
        return self._service.ask_from_elsewhere(_payloads).result()

    def _read(self) -> list[Verdict]:
        return self._service.ask_from_elsewhere(lambda store, run: list(store.lines(run))).result()


def _payloads(store: Store, run: int) -> list[dict[str, Any]]:
    found = [store.payload(run, n) for n in range(1, store.last_number(run) + 1)]
    return [each for each in found if each is not None]
