"""The clock of a replay: the latest time its sources show."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from simulator.capture.read import read_item
from simulator.clock import now
from simulator.event import Batch, Origin, Request
from simulator.pipeline.inspect import LATEST_SANE_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.capture.source import Source
    from simulator.settings import Limits


WEEK = 7 * 86_400.0


def latest_time(sources: Iterable[Source], limits: Limits) -> float:
    """The latest receipt time in the sources (Unix seconds), or the latest event time if none has one.

    So a fixture recorded a year ago is judged as of a year ago. A receipt time wins, and a few event
    times far ahead of all others are left out, because one event with a wrong time must not move the
    clock for the rest. Reads every source once; the wall clock where nothing tells a time.
    """
    received = 0.0
    happened = array("d")
    for source in sources:
        for chunk in source.chunks():
            for item in chunk.items:
                read = read_item(item, Origin(source.path, 0, None), chunk.form, limits)
                if not isinstance(read, (Request, Batch)):
                    continue
                for event in read.events:
                    if event.received_at is not None:
                        received = max(received, event.received_at)
                    elif event.event_time is not None and 0 < event.event_time < LATEST_SANE_TIME:
                        happened.append(event.event_time)
    return received or _latest_of_most(sorted(happened)) or now()


def _latest_of_most(times: list[float]) -> float:
    """The last of the sorted times; without those, fewer than one in ten, that a week's gap sets apart."""
    for ahead in range(1, len(times)):
        if ahead * 10 >= len(times):
            break
        if times[-ahead] - times[-ahead - 1] > WEEK:
            return times[-ahead - 1]
    return times[-1] if times else 0.0
