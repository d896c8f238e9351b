"""Events as the second pass sees them: after deduplication, alone and two by two."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from simulator.checks.catalog import Relation
from simulator.event import Channel, Payload
from simulator.finding import Confidence


class Seen(NamedTuple):
    """One stored event of a run.

    ``n`` is its number. Times are Unix seconds; ``received_at`` is never missing: it is the event's
    time, or that of its neighbours, where the source does not tell. ``body`` holds what its request
    said beside the events (``test_event_code``, ``partner_agent``; of a pixel request the parameters
    that have no place in an event, such as ``a`` and ``v``). ``verdict`` is ``kept``, ``duplicate`` or
    ``rejected``; ``paired`` tells that deduplication matched it with a copy from the other channel.
    """

    n: int
    channel: Channel
    pixel_id: str | None
    event_name: str | None
    event_id: str | None
    event_time: float | None
    received_at: float
    payload: Payload
    body: Payload
    verdict: str
    paired: bool

    def member(self, name: str) -> dict[str, Any]:
        """The object under that name in the payload; an empty one when it is anything else."""
        value = self.payload.get(name)
        return value if isinstance(value, dict) else {}

    @property
    def agent(self) -> str | None:
        """Who made the browser event, as the fourth argument of init says; None when nobody does."""
        agent = self.body.get("a")
        return agent if isinstance(agent, str) and agent else None


class Twins(NamedTuple):
    """Two events that belong together.

    For how see Relation; ``same-action`` is one action that both channels seem to have reported and
    deduplication left apart, about which its observer asks its own rules alone.

    ``first`` was received first (of two received at one moment, the one with the smaller ``n``).
    ``key`` is what ties them: for ``same-event`` the key of deduplication (``event_id``,
    ``external_id``, ``fbp``), else ``order_id``, ``external_id``, ``fbp``, ``customer`` (a hashed customer
    information parameter) or ``contents`` (equal contents and value). ``counted`` is the ``n`` of the
    copy that counts, None unless deduplication decided. ``agree`` names, in words, what else agrees.
    ``copies`` is how many copies deduplication took out for the counted one, at most 255; None when unknown.
    """

    first: Seen
    second: Seen
    relation: Relation | Literal["same-action"]
    key: str
    confidence: Confidence
    counted: int | None = None
    agree: tuple[str, ...] = ()
    copies: int | None = None

    @property
    def apart(self) -> float:
        """Seconds between the two receipts, never negative."""
        return self.second.received_at - self.first.received_at

    @property
    def subject(self) -> Seen:
        """The event a finding about the two is put on: the server's copy, of one channel the second."""
        if self.first.channel != self.second.channel and self.first.channel == "server":
            return self.first
        return self.second

    @property
    def other(self) -> Seen:
        """The one that the finding is not put on."""
        return self.second if self.subject is self.first else self.first

    def on(self, channel: Literal["browser", "server"]) -> Seen | None:
        """The copy of that channel, when the two are of different channels; None else."""
        if self.first.channel == self.second.channel:
            return None
        return self.first if self.first.channel == channel else self.second

    @property
    def browser(self) -> Seen | None:
        """The browser's copy, when the other one is the server's."""
        return self.on("browser")

    @property
    def server(self) -> Seen | None:
        """The server's copy, when the other one is the browser's."""
        return self.on("server")


class Consent(NamedTuple):
    """A word of the visitor's consent, as fbq takes it: ``grant`` or ``revoke``, at a time in Unix seconds.

    ``ids`` are what tells the visitor apart: values of ``fbp`` and ``external_id``, as ``"fbp:..."`` and
    ``"external_id:..."``.
    """

    pixel_id: str | None
    at: float
    word: Literal["grant", "revoke"]
    ids: tuple[str, ...]
