"""Forwards that were made before: what each one was, and what became of its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.errors import UsageError
from simulator.forward.sending import Outcome, results, target_of
from simulator.store.outbox import Outbox, forwards

if TYPE_CHECKING:
    from collections import Counter

    from simulator.store import Store
    from simulator.store.outbox import Forward, State


class Past(NamedTuple):
    """One forward of the store. ``totals`` counts its events by state, ``disagreeing`` those of which Meta said
    something else than our checks."""

    forward: Forward
    totals: Counter[State]
    disagreeing: int

    @property
    def events(self) -> int:
        """How many events it holds."""
        return sum(self.totals.values())

    @property
    def left(self) -> int:
        """How many of them are still to be sent; none once it is complete or abandoned."""
        return self.totals["waiting"] + self.totals["trying"] if self.is_unfinished else 0

    @property
    def is_unfinished(self) -> bool:
        """Whether it can be resumed, or is being sent just now."""
        return self.forward.state in ("sending", "interrupted")


def past_forwards(store: Store, run: int | None = None) -> list[Past]:
    """Every forward, the newest first; of one run, or of all. May raise StoreError."""
    return [_past(store, each) for each in reversed(forwards(store, run))]


def outcome_of(store: Store, number: int) -> Outcome:
    """What came of a forward so far, as the store tells it; of what kind a stop was is not kept.

    Raises UsageError when there is no such forward; may raise StoreError.
    """
    for each in forwards(store):
        if each.id == number:
            outbox = Outbox(store, number)
            found = results(outbox, target_of(each).who)
            return Outcome(each, found, None, each.warnings, 0, len(outbox.attempts()))
    raise UsageError(f"store {store.path}: there is no forward {number}")


def _past(store: Store, forward: Forward) -> Past:
    outbox = Outbox(store, forward.id)
    disagreeing = sum(each.disagrees for each in results(outbox, target_of(forward).who))
    return Past(forward, outbox.totals(), disagreeing)
