"""What is noticed about a property and its sessions: plain facts, which the rules of the catalog judge.

Each is told once for a rule and a field, with how often it happened and the first time. ``where`` is the place in the
property file. Seconds count from the start of the session.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from simulator.event import Channel

Where: TypeAlias = tuple[str | int, ...]


class Form(NamedTuple):
    """The settings of one action that sends a conversions API event, as the extension's form has them.

    ``sends_app_data`` tells that the form has a section for app data.
    """

    rule: str
    where: Where
    settings: Mapping[str, Any]
    sends_app_data: bool = False

    def of(self, section: str, name: str) -> Any:
        """A field of a section; None where it is empty or missing."""
        given = self.settings.get(section)
        value = given.get(name) if isinstance(given, Mapping) else None
        return None if value == "" else value


class Token(NamedTuple):
    """A token that is sent as it is written: no data element has its ``name``, or its marks are the other side's."""

    rule: str
    where: Where
    name: str
    kind: Literal["unknown", "other-side"]
    meant: str | None


class Runs(NamedTuple):
    """When a rule can run: how many triggers it has, and why none of them, or its conditions, can ever hold."""

    rule: str
    where: Where
    triggers: int
    never: str | None


class Sending(NamedTuple):
    """One field of one firing. ``read`` is the path in the data layer, None for what comes from elsewhere."""

    rule: str
    where: Where
    field: str
    element: str | None
    read: str | None
    step: int
    seconds: float
    times: int = 1


class Stale(NamedTuple):
    """A value of the data layer that another rule, or another page, has sent before, and nobody has written since."""

    sending: Sending
    written_step: int
    written_seconds: float
    before_rule: str
    before_step: int
    before_seconds: float


class Late(NamedTuple):
    """A value that was written just after the rule had fired that sends it."""

    sending: Sending
    written_step: int
    written_seconds: float


class Missing(NamedTuple):
    """A data element that gave nothing."""

    sending: Sending


class SameId(NamedTuple):
    """An event id that was sent before, by another firing; ``same_name`` tells that the event's name was the same."""

    sending: Sending
    event_name: str
    event_id: str
    before_rule: str
    before_step: int
    before_seconds: float
    same_name: bool


class OtherId(NamedTuple):
    """The two copies of one firing with different event ids; one of them may have none."""

    sending: Sending
    event_name: str
    browser: str | None
    server: str | None


class NotSent(NamedTuple):
    """An action that sent nothing; see ``Unsent`` for kind and reason."""

    sending: Sending
    channel: Channel
    kind: str
    reason: str


Fact: TypeAlias = Form | Token | Runs | Stale | Late | Missing | SameId | OtherId | NotSent
