"""What a rule looks at, and what it answers."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from simulator.checks.context import NO_CONTEXT, Context
from simulator.event import Event
from simulator.masking import show_name

Path: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[str, str]
"""A dotted path without list indexes, and a JSON Schema keyword: ``("user_data.em", "pattern")``."""

_LONGEST_NAME = 60


class _Absent:
    """The value of a member that isn't there; unlike null, nobody can send it."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = _Absent()


class Spot(NamedTuple):
    """One place in one event, and the moment it is judged at.

    ``at`` is in Unix seconds: when the event was received if ``received`` is true, else the run's
    clock; None for a browser event of a run without a clock. ``path``, ``value``, ``keyword`` and
    ``expected`` describe a schema violation; for a rule that examines the whole event they are
    ``()``, the payload, ``""`` and None. The value of a missing member is ``ABSENT``. ``context`` is what
    the settings tell of the shop.
    """

    event: Event
    at: float | None
    received: bool
    path: Path
    value: Any
    keyword: str
    expected: str | None
    context: Context = NO_CONTEXT

    @property
    def source(self) -> Any:
        """The event's action_source, whatever its type."""
        return self.event.payload.get("action_source")

    @property
    def key(self) -> str:
        """The name of the member the spot is in: ``em`` for ``user_data.em[0]``."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "")

    @property
    def name(self) -> str:
        """The path as a person writes it: ``user_data.em``."""
        return ".".join(member_name(part) for part in self.path if isinstance(part, str))

    def member(self, name: str) -> dict[str, Any]:
        """The object under that name in the payload; an empty one when it is anything else."""
        value = self.event.payload.get(name)
        return value if isinstance(value, dict) else {}


class Hit(NamedTuple):
    """A rule's answer: what is wrong, masked, and where if not at the spot itself."""

    message: str
    expected: str | None = None
    actual: str | None = None
    path: Path | None = None
    fix: str | None = None


TOLERATED = Hit("")
"""The answer of a rule that knows the violation and finds nothing wrong with it."""


def member_name(part: str) -> str:
    """A member's name as it may be shown: names come from the input and may hold anything."""
    return part if part.isidentifier() and len(part) <= _LONGEST_NAME else show_name(part, _LONGEST_NAME)


def json_path(path: Path) -> str:
    """The path as JSON path text: ``$.user_data.em[0]``."""
    parts = []
    for part in path:
        if isinstance(part, int):
            parts.append(f"[{part}]")
        elif part.isidentifier():
            parts.append(f".{member_name(part)}")
        else:
            parts.append("['" + member_name(part).replace("\\", "\\\\").replace("'", "\\'") + "']")
    return "$" + "".join(parts)


def place(path: Path, keyword: str) -> Place:
    """The key under which rules claim a violation."""
    return ".".join(part for part in path if isinstance(part, str)), keyword


def find(payload: Any, path: Path) -> Any:
    """The value at the path, or ABSENT."""
    for part in path:
        try:
            payload = payload[part]
        except (KeyError, IndexError, TypeError):
            return ABSENT
    return payload
