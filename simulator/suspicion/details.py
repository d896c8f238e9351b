"""What else an event's custom_data says, small and without anybody's data, so that repeats can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from simulator.suspicion.spelled import NOTHING, spelled

Details: TypeAlias = Mapping[str, int]
"""Hashes (of this process) of the members of custom_data that Traits doesn't know, by name."""

NONE: Details = {}
MOST_MEMBERS = 32
LONGEST_NAME = 64
_IN_TRAITS = frozenset({"value", "order_id", "contents", "content_ids"})
# Numbers that are sent as text too, and what has a spelling of its own.
_SPELLED = frozenset({"num_items", "predicted_ltv", "net_revenue"})


def details_of(payload: Mapping[str, Any]) -> Details:
    """The other members of custom_data, of very many the first; what is empty is as good as missing."""
    custom = payload.get("custom_data")
    if custom.__class__ is not dict or not custom:
        return NONE
    found: dict[str, int] = {}
    for name, value in custom.items():
        if name in _IN_TRAITS:
            continue
        if len(name) > LONGEST_NAME or len(found) >= MOST_MEMBERS:
            continue
        kind = value.__class__
        if kind is int:
            found[name] = hash(str(value))
        elif kind is str and (name == "currency" or (name not in _SPELLED and value[:1] not in ("[", "{"))):
            text = value.strip()
            if text:
                found[name] = hash(text.upper() if name == "currency" else text)
        else:
            plain = spelled(name, value)
            if plain != NOTHING:
                only = plain[0] if len(plain) == 1 else plain
                found[name] = hash(only)
    return found or NONE


def contradict(one: Details, other: Details) -> bool:
    """Whether a member that both have is not the same."""
    return one is not other and any(other.get(name, each) != each for name, each in one.items())
