"""What becomes of events between the shop and Meta: delays, retries, losses. Times are in milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.synthetic.chance import Chance

if TYPE_CHECKING:
    from simulator.synthetic.settings import ShopSettings

FLUSH = 5_000
"""The backend sends what has gathered every five seconds, in one request."""
_RETRIES = (1_000, 5_000, 30_000, 120_000, 600_000)
_FAILS = 0.015
_STILL_FAILS = 0.5
_LOST = 0.001
_REMEMBERED = 4_096
SCRIPT_FAILS = 0.015
_STILL_FAILS = 0.5
"""How many pages lose all their browser events, to a script that fails or a visitor who is gone too soon."""


def browser_receipt(chance: Chance, at: int) -> int:
    """When a request of the browser arrives."""
    return at + chance.mostly_small(40, 1_500)


class Backend:
    """The server's side: events wait for the next request, and a request that failed is sent again.

    An event keeps its event id when its request is repeated. The first attempt never arrived, so nothing
    is received twice. All events of one request are received in one millisecond.
    """

    def __init__(self, settings: ShopSettings) -> None:
        self._seed = settings.seed
        self._receipts: dict[int, int | None] = {}

    def receipt(self, at: int) -> int | None:
        """When an event that happened then is received; None when it is lost."""
        flush = at // FLUSH + 1
        try:
            return self._receipts[flush]
        except KeyError:
            pass
        if len(self._receipts) >= _REMEMBERED:
            # Whatever is forgotten comes out the same when it is asked for again.
            self._receipts.clear()
        found = self._receipts[flush] = self._send(flush)
        return found

    def _send(self, flush: int) -> int | None:
        chance = Chance(self._seed, "request", flush)
        # The process ended before it had sent what it held.
        if chance.happens(_LOST):
            return None
        at = flush * FLUSH + chance.mostly_small(60, 900)
        fails = _FAILS
        for wait in _RETRIES:
            if not chance.happens(fails):
                return at
            at += wait + chance.below(500)
            # What is down for one request is mostly down for the next one too.
            fails = _STILL_FAILS
        return None
