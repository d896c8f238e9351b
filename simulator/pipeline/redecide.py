"""Deciding a whole run again, in order of receipt.

Needed when events of a run were read in an order far from that of their receipt, as when a file of
browser events is followed by a file of server events: the streaming pass had then already let go
of copies that a late one must be compared with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.deduplication.window import Window
from simulator.pipeline.decide import stored_copies
from simulator.store.rows import event_key
from simulator.store.snapshot import read_beside

if TYPE_CHECKING:
    from simulator.settings import Deduplication
    from simulator.store import Store
    from simulator.store.write import Writer
    from simulator.verdict import Decision

BATCH = 5000


def redecide(store: Store, writer: Writer, settings: Deduplication) -> Window:
    """Replace every decision of the writer's run; the window that has seen all of it.

    Safe to repeat: an interrupted pass starts over.
    """
    run = writer.run
    base = event_key(run, 0)
    writer.forget_decisions()
    window = Window(settings)
    changes: dict[int, Decision | None] = {}
    with read_beside(store) as still:
        for copy in stored_copies(still, run):
            changed = window.add(copy)
            if changed:
                changes.update(changed)
                if len(changes) >= BATCH:
                    writer.decide([(base + n, decision) for n, decision in changes.items()])
                    changes.clear()
    writer.decide([(base + n, decision) for n, decision in changes.items()])
    return window
