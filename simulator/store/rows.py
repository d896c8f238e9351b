"""The columns of the ``events`` table, and how an event of a run is keyed.

An event's primary key holds its run and its number, ``run << 32 | n``: the events of a run lie
together in input order, pages by key need no second index, and a new event is always an append.
"""

from __future__ import annotations

from typing import NamedTuple

EVENTS_PER_RUN = 2**32


def event_key(run: int, n: int) -> int:
    """The primary key of event ``n`` (from 1) of a run."""
    return run * EVENTS_PER_RUN + n


def event_span(run: int) -> tuple[int, int]:
    """The first and the last primary key that an event of a run can have.

    What is found about a run as a whole lies below them, on event 0.
    """
    return event_key(run, 1), event_key(run + 1, 0) - 1


def number_of(key: int) -> int:
    """The ``n`` inside a primary key."""
    return key % EVENTS_PER_RUN


class EventRow(NamedTuple):
    """What a worker knows of an event: the columns behind the key and before the verdict.

    Times are Unix seconds. ``external_id`` is a JSON array of the values as sent, or None.
    ``request`` is the key of the delivery in ``requests``, None where the payload says everything.
    ``present`` and ``valid`` are bit sets over the match keys. ``worst`` is the rank of the most
    severe finding, None without one.
    """

    channel: str | None
    pixel_id: str | None
    event_name: str | None
    event_id: str | None
    event_time: float | None
    received_at: float | None
    action_source: str | None
    external_id: str | None
    fbp: str | None
    source: int
    line: int
    item: int | None
    request: int | None
    present: int
    valid: int
    worst: int | None


VERDICT_COLUMNS = ("verdict", "duplicate_of", "key", "after_seconds", "survivor_rule")
EVENT_COLUMNS = ("id", *EventRow._fields, *VERDICT_COLUMNS)
