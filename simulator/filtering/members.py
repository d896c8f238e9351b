"""Members of a payload by their path, and conditions on them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from simulator.filtering.meaning import Number, Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.filtering.tree import Term

_NUMBER = re.compile(r"\s*-?[0-9]{1,18}(?:\.[0-9]{1,18})?\s*")


def values_at(payload: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """The values at a path; a list on the way, or at its end, stands for each of its entries."""
    if isinstance(payload, list):
        for each in payload:
            yield from values_at(each, path)
    elif not path:
        yield payload
    elif isinstance(payload, dict) and path[0] in payload:
        yield from values_at(payload[path[0]], path[1:])


def member_fits(payload: Any, path: tuple[str, ...], term: Term) -> bool:
    """Whether some value at the path is what a condition on it asks for."""
    return any(_fits(value, term) for value in values_at(payload, path))


def carries(payload: Any, path: tuple[str, ...]) -> bool:
    """Whether there is a value at the path other than null."""
    return any(value is not None for value in values_at(payload, path))


def text_of(value: Any) -> str | None:
    """A text, or a number or a truth as JSON writes it; None for an object and for null."""
    if isinstance(value, str):
        return value
    return None if value is None or isinstance(value, dict) else json.dumps(value)


def _fits(value: Any, term: Term) -> bool:
    meaning = term.meaning
    if isinstance(meaning, Number):
        return meaning.fits(term.op, _number(value))
    if not isinstance(meaning, Pattern):
        return False
    if meaning.fits(text_of(value)):
        return True
    # 12.50 and 12.5 are the same number, unless quotes say that the text is meant.
    if meaning.exact or isinstance(value, (str, bool)) or not _NUMBER.fullmatch(meaning.text):
        return False
    return _number(value) == float(meaning.text)


def _number(value: Any) -> float | None:
    """A number, also one that was sent as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value) else None
    return float(value) if isinstance(value, (int, float)) and abs(value) < 1e300 else None
