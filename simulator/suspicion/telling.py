"""Putting what the pairing rules say of two events into words of the second pass."""

from __future__ import annotations

from typing import Any

from simulator.checks.catalog import catalog
from simulator.checks.seen import Seen, Twins
from simulator.suspicion.details import NONE, Details, details_of
from simulator.suspicion.observer import Told
from simulator.suspicion.traits import Traits, digest

# Shared by all events that say no more; nobody writes into a payload.
_NOTHING: dict[str, Any] = {}
_WEBSITE: dict[str, Any] = {"action_source": "website"}
_new_seen = tuple.__new__
_last: tuple[Seen | None, Seen | None] = (None, None)


def tell(code: str, facts: Any, twins: Twins, *, on: Seen | None = None) -> list[Told]:
    """What the rule says of its facts, put on the subject of the two unless told otherwise."""
    hit = catalog()[code].judge(facts)
    if hit is None:
        return []
    subject = on or twins.subject
    other = twins.second if subject is twins.first else twins.first
    return [Told(subject.n, code, hit, subject.event_name, other.n, twins.confidence)]


def in_order(one: Seen, other: Seen) -> tuple[Seen, Seen]:
    """The two by receipt; of one moment, the smaller ``n`` first."""
    return (one, other) if (one.received_at, one.n) <= (other.received_at, other.n) else (other, one)


def slim(seen: Seen) -> Seen:
    """The event to be remembered for long: of its payload only action_source stays, of its body the agent.

    That of the last one is remembered, because several observers ask for it.
    """
    global _last
    known, small = _last
    if known is seen and small is not None:
        return small
    n, channel, pixel_id, name, event_id, happened, received, payload, body, verdict, paired = seen
    source = payload.get("action_source")
    if source.__class__ is str and source == "website":
        payload = _WEBSITE
    else:
        payload = _NOTHING if source is None else {"action_source": source}
    body = {"a": body["a"]} if "a" in body else _NOTHING
    small = _new_seen(Seen, (n, channel, pixel_id, name, event_id, happened, received, payload, body, verdict, paired))
    _last = (seen, small)
    return small


def is_slim(seen: Seen) -> bool:
    """Whether the payload was dropped."""
    return seen.payload.keys() <= {"action_source"}


class Memory:
    """An event remembered for long: ``seen`` is slim, ``digest`` and ``details`` are those of its payload."""

    __slots__ = ("details", "digest", "seen", "taken", "traits")

    def __init__(self, seen: Seen, traits: Traits, *, with_digest: bool = False, with_details: bool = False) -> None:
        self.seen = slim(seen)
        self.traits = traits
        self.digest = digest(seen.payload) if with_digest else 0
        self.details: Details = details_of(seen.payload) if with_details else NONE
        self.taken = False
