"""What the emulator has stored, waited for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.emulator.service import Handled, Service
    from simulator.store import Store
    from simulator.verdict import Verdict

_PATIENCE = 60.0


class Told:
    """Watches a service; made before the browser does something."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._news = threading.Condition()
        service.watch(self._note)

    def _note(self, _: Handled) -> None:
        with self._news:
            self._news.notify_all()

    def verdicts(self, count: int) -> list[Verdict]:
        """The verdicts, as soon as there are so many."""
        with self._news:
            assert self._news.wait_for(lambda: len(self._read()) >= count, _PATIENCE), self._read()
        return self._read()

    def payloads(self, count: int) -> list[dict[str, Any]]:
        """The payloads, as soon as there are so many."""
        self.verdicts(count)
        return self._service.ask_from_elsewhere(_payloads).result()

    def _read(self) -> list[Verdict]:
        return self._service.ask_from_elsewhere(lambda store, run: list(store.lines(run))).result()


def _payloads(store: Store, run: int) -> list[dict[str, Any]]:
    found = [store.payload(run, n) for n in range(1, store.last_number(run) + 1)]
    return [each for each in found if each is not None]
