"""What an unfinished forward has left, and what whoever sends it should know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.errors import UsageError
from simulator.forward.planning import PRODUCTION, Target
from simulator.forward.refusals import REAL
from simulator.forward.sending import target_of
from simulator.store.outbox import Outbox, unfinished

if TYPE_CHECKING:
    from simulator.settings import Settings
    from simulator.store import Store
    from simulator.store.outbox import Forward


class Left(NamedTuple):
    """A forward that is not finished: how many events are still to be sent to where, and sentences about that."""

    forward: Forward
    target: Target
    events: int
    notes: tuple[str, ...]


def left_of(store: Store, settings: Settings, number: int | None = None) -> Left:
    """The rest of a forward, or of the newest unfinished one; reads only.

    Raises UsageError where there is none, and where the settings say that this is production; may raise StoreError.
    """
    found = unfinished(store, number)
    if settings.environment == PRODUCTION:
        raise UsageError('environment = "production" stands in the settings: a test event code does not belong there')
    totals = Outbox(store, found.id).totals()
    target = target_of(found)
    took = f"{target.who} took {totals['accepted']:,} of {totals.total():,} events; those are not sent again."
    notes = [REAL, f"Forward {found.id} of run {found.run}: {took}"]
    if totals["trying"]:
        notes.append(
            f"Whether {target.who} has {totals['trying']:,} of them is not known: they are sent again with the same "
            "event ids, so that Meta can tell the copies for 48 hours. Its pages say so of a browser's and a server's "
            "copy."
        )
    return Left(found, target, totals["waiting"] + totals["trying"], tuple(notes))
