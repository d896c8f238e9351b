"""The clock of a replay: the latest time its sources show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.capture.read import read_item
from simulator.clock import now
from simulator.event import Origin, Request
from simulator.pipeline.inspect import LATEST_SANE_TIME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.capture.source import Source
    from simulator.settings import Limits


def latest_time(sources: Iterable[Source], limits: Limits) -> float:
    """The latest receipt time in the sources (Unix seconds), or the latest event time if none has one.

    So a fixture recorded a year ago is judged as of a year ago. A receipt time wins because one
    event with a wrong time must not move the clock for all others. Reads every source once; the
    wall clock where nothing tells a time.
    """
    received = happened = 0.0
    for source in sources:
        for chunk in source.chunks():
            for item in chunk.items:
                read = read_item(item, Origin(source.path, 0, None), chunk.form, limits)
                if not isinstance(read, Request):
                    continue
                for event in read.events:
                    if event.received_at is not None:
                        received = max(received, event.received_at)
                    elif event.event_time is not None and event.event_time < LATEST_SANE_TIME:
                        happened = max(happened, event.event_time)
    return received or happened or now()
