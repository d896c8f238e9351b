"""From the store of a run to a result that needs it no more."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from simulator.reports.pairs import pairs
from simulator.reports.suspected import suspected
from simulator.store.rows import event_span, number_of
from simulator.testing.judged import JudgedEvent
from simulator.testing.result import Result

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.store import Store
    from simulator.testing.snapshots import Snapshots
    from simulator.views.copies import Copy

_ALL = 2**31


def empty_result(snapshots: Snapshots) -> Result:
    """What comes of no events."""
    return Result((), run_findings=(), pairs=(), suspected=(), snapshots=snapshots)


def read_result(store: Store, run: int, snapshots: Snapshots, folder: Path | None = None) -> Result:
    """Everything a test may ask for; ``folder`` held the events the test gave, and is cut from their origins."""
    own = "" if folder is None else f"{folder}{os.sep}"
    received = {
        number_of(key): at
        for key, at in store.connection.execute(
            "SELECT id, received_at FROM events WHERE id BETWEEN ? AND ?", event_span(run)
        )
    }

    def placed(copy: Copy) -> Copy:
        return copy._replace(place=copy.place.removeprefix(own))

    events = tuple(
        JudgedEvent(
            n=line.n,
            origin=line.origin.removeprefix(own),
            channel=line.channel,
            pixel_id=line.pixel_id,
            event_name=line.event_name,
            event_id=line.event_id,
            received_at=received[line.n],
            verdict=line.verdict,
            duplicate_of=line.duplicate_of,
            key=line.key,
            after_seconds=line.after_seconds,
            survivor_rule=line.survivor_rule,
            findings=line.findings,
            payload=store.payload(run, line.n) or {},
        )
        for line in store.lines(run)
    )
    return Result(
        events,
        run_findings=store.run_findings(run),
        pairs=tuple(
            pair._replace(counts=placed(pair.counts), duplicate=placed(pair.duplicate))
            for pair in pairs(store, run, _ALL)
        ),
        suspected=tuple(
            each._replace(first=placed(each.first), second=placed(each.second)) for each in suspected(store, run, _ALL)
        ),
        snapshots=snapshots,
    )
