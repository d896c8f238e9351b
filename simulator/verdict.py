"""What became of an event."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from simulator.finding import Finding


class Outcome(StrEnum):
    """The four things that can become of an event."""

    KEPT = "kept"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


class Decision(NamedTuple):
    """Why an event is a duplicate.

    ``duplicate_of`` is the ``n`` of the copy that counts. ``key`` is ``event_id``, ``external_id``
    or ``fbp`` (for offline events ``order_id`` or ``user_data``). ``after_seconds`` is the gap
    between the receipt of both copies, never negative. ``survivor_rule`` names the rule of Meta's
    that chose the copy that counts.
    """

    duplicate_of: int
    key: str
    after_seconds: float
    survivor_rule: str


class Verdict(NamedTuple):
    """One event of a run, its findings, and what became of it.

    The members are those of ``--format jsonl``, in its order. ``n`` counts from 1 in input order.
    The four members after ``verdict`` are None unless it is ``duplicate``; see Decision.
    """

    n: int
    origin: str
    channel: str | None
    pixel_id: str | None
    event_name: str | None
    event_id: str | None
    verdict: Outcome
    duplicate_of: int | None
    key: str | None
    after_seconds: float | None
    survivor_rule: str | None
    findings: tuple[Finding, ...]
