"""What flows into the pipeline: requests as they were captured, and the events inside them.

These are plain named tuples: a replay makes millions of them.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

Channel: TypeAlias = Literal["browser", "server"]
Form: TypeAlias = Literal["event", "graph", "pixel", "consent"]
Payload: TypeAlias = dict[str, Any]

# An item holds both numbers, so that it stays one column of the store.
_PART_BITS = 32
_WHOLE = (1 << _PART_BITS) - 1


class Origin(NamedTuple):
    """Where an event was read.

    ``line`` counts from 1 (lines of a text source, entries of a HAR file); ``item`` is None for a single
    event, else it holds the index in the ``data`` array of a request body and, where that came in a Graph
    batch of several requests, which of them it was. Both count from 0.
    """

    source: str
    line: int
    item: int | None = None

    def in_batch(self, part: int) -> Origin:
        """That request of a Graph batch, as a whole."""
        return Origin(self.source, self.line, (part + 1 << _PART_BITS) | _WHOLE)

    def at(self, index: int) -> Origin:
        """That event of the request's ``data``."""
        return Origin(self.source, self.line, index if self.item is None else (self.item & ~_WHOLE) | index)

    @property
    def element(self) -> int | None:
        """The index in ``data``."""
        index = None if self.item is None else self.item & _WHOLE
        return None if index == _WHOLE else index

    @property
    def part(self) -> int | None:
        """Which request of a Graph batch; None without one, or with one request in it."""
        return None if self.item is None or self.item <= _WHOLE else (self.item >> _PART_BITS) - 1

    def __str__(self) -> str:
        item = self.item
        place = f"{self.source}:{self.line}"
        if item is None:
            return place
        if item < _WHOLE:
            return f"{place} data[{item}]"
        return f"{place} batch[{self.part}]" + ("" if self.element is None else f" data[{self.element}]")


class Event(NamedTuple):
    """One conversion event as one channel reported it.

    ``event_time`` is in Unix seconds, or None when it is absent or can't be read as a time.
    ``received_at`` is in Unix seconds with a fraction, or None when the source doesn't say when
    the event was received. ``payload`` has the shape of a server event; a browser request is
    translated into it. ``event_id`` is the text that deduplication compares.
    """

    channel: Channel
    pixel_id: str | None
    event_name: str | None
    event_id: str | None
    event_time: float | None
    received_at: float | None
    payload: Payload
    origin: Origin


class Request(NamedTuple):
    """One delivery: the events that Meta would accept or refuse together.

    ``form`` tells what the source held: a single ``event``, a request to the events endpoint
    (``graph``), a request of the pixel script (``pixel``) or a word of the visitor's consent
    (``consent``: no event, the body tells it). ``body`` holds the members beside
    ``data`` of a request body (``test_event_code``, ``partner_agent``...), never an access token.
    ``raw`` is the wire request as it was read, credentials removed, where reading it meant
    translating it; None where the payload says everything.
    """

    form: Form
    events: list[Event]
    origin: Origin
    body: Payload
    raw: bytes | None = None


class Batch(NamedTuple):
    """Several deliveries in one captured item; Meta accepts or refuses each of them by itself.

    ``parts`` holds them in order, and what could not be read in its place. ``raw`` is the item as it was read,
    credentials removed.
    """

    parts: list[Request | Quarantined]
    raw: bytes

    @property
    def events(self) -> list[Event]:
        """The events of all of them."""
        return [event for part in self.parts if isinstance(part, Request) for event in part.events]


class Quarantined(NamedTuple):
    """Something that could not be read as an event: where, why, and a masked excerpt."""

    origin: Origin
    reason: str
    excerpt: str
