"""A property's document with one value changed."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, TypeAlias

Place: TypeAlias = tuple[str | int, ...]


def value_at(document: Mapping[str, Any], place: Place) -> Any:
    """The value at a place. Raises KeyError or IndexError when there is none."""
    held: Any = document
    for part in place:
        held = held[part]
    return held


def with_value(document: Mapping[str, Any], place: Place, value: Any) -> dict[str, Any]:
    """A copy of the document that has the value at the place; the members on the way are there."""
    made = copy.deepcopy(dict(document))
    held: Any = made
    for part in place[:-1]:
        held = held[part]
    held[place[-1]] = value
    return made
