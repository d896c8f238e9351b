"""What running a property gives, in order: rules that fired, requests that left, requests that did not."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from simulator.event import Channel
from simulator.tagging.layer import Path, Write
from simulator.tagging.tokens import Field


class Wrote(NamedTuple):
    """Something was written to the data layer, or deleted from it."""

    path: Path
    write: Write


class Firing(NamedTuple):
    """A rule that fires, ``at`` in Unix seconds. ``number`` counts firings from 1, ``view`` pages and routes."""

    number: int
    rule: str
    step: int
    at: float
    view: int


class Sent(NamedTuple):
    """One request of one action. ``line`` is the line of a capture that holds it, ``fields`` what came from where.

    ``action`` is the action's index in its rule. ``received_at`` is in Unix seconds. ``event_id`` is as it was sent:
    of any type, UNDEFINED without one.
    """

    firing: Firing
    action: int
    channel: Channel
    pixel_id: str
    event_name: Any
    event_id: Any
    received_at: float
    line: dict[str, Any]
    fields: tuple[Field, ...]


class Unsent(NamedTuple):
    """An action that sent nothing, and why. ``kind`` is ``throws``, ``no-pixel-id`` or ``page-view-twice``."""

    firing: Firing
    action: int
    channel: Channel
    event_name: Any
    kind: str
    reason: str
    fields: tuple[Field, ...]


class Word(NamedTuple):
    """What the visitor said about consent, as the line of a capture."""

    received_at: float
    line: dict[str, Any]


Happening: TypeAlias = Wrote | Firing | Sent | Unsent | Word
