"""Which events an assertion asks for: by a function, or by values at dotted paths."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from simulator.checks.spot import ABSENT, member_name
from simulator.reports.beside import shown

if TYPE_CHECKING:
    from simulator.testing.judged import JudgedEvent

Where: TypeAlias = "Callable[[JudgedEvent], bool] | Mapping[str, Any] | None"
"""A function of an event; or values by path (``{"custom_data.value": 19.0}``), of which each may be a function."""


def fulfils(event: JudgedEvent, where: Where) -> bool:
    """Whether an event is one of those asked for."""
    if where is None:
        return True
    if isinstance(where, Mapping):
        return all(_agrees(value_at(event.payload, path), wanted) for path, wanted in where.items())
    return bool(where(event))


def value_at(payload: Any, path: str) -> Any:
    """The value at a dotted path, ``custom_data.contents.0.id``; ABSENT where there is none."""
    value = payload
    for part in path.removeprefix("$.").split("."):
        if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return ABSENT
    return value


def parting(event: JudgedEvent, where: Where) -> str:
    """How an event differs from what was asked for, masked; empty when it does not."""
    if fulfils(event, where):
        return ""
    if not isinstance(where, Mapping):
        return "where(event) is false"
    told = []
    for path, wanted in where.items():
        found = value_at(event.payload, path)
        if _agrees(found, wanted):
            continue
        name = path.rpartition(".")[2]
        has = "is absent" if found is ABSENT else f"is {shown(name, found)}"
        asked = _asked(name, wanted)
        # Two values may look alike once they are masked, or be 19 and "19".
        if has == f"is {asked}":
            asked = f"another {type(wanted).__name__}" if type(wanted) is type(found) else type(wanted).__name__
            has += f" ({type(found).__name__})"
        told.append(f"{_shown(path)} {has}, expected {asked}")
    return "; ".join(told)


def asked_for(channel: str | None, where: Where) -> str:
    """The conditions in words, to stand behind an event's name: `` on the server channel where value is 19.0``."""
    text = "" if channel is None else f" on the {channel} channel"
    if where is None:
        return text
    if not isinstance(where, Mapping):
        return f"{text} where {getattr(where, '__name__', 'a function')}(event)"
    conditions = (f"{_shown(path)} is {_asked(path.rpartition('.')[2], wanted)}" for path, wanted in where.items())
    return f"{text} where {' and '.join(conditions)}"


def _shown(path: str) -> str:
    return ".".join(member_name(part) for part in path.split("."))


def _asked(name: str, wanted: Any) -> str:
    if callable(wanted):
        return f"what {getattr(wanted, '__name__', 'a function')} accepts"
    return shown(name, wanted)


def _agrees(found: Any, wanted: Any) -> bool:
    if callable(wanted):
        return found is not ABSENT and bool(wanted(found))
    if found is ABSENT:
        return False
    # Meta takes a value and a list of that one value alike.
    if isinstance(found, list) and len(found) == 1 and not isinstance(wanted, list):
        found = found[0]
    # True is 1 in Python and not in JSON.
    return isinstance(found, bool) == isinstance(wanted, bool) and bool(found == wanted)
