"""Values with data elements in them: ``%name%`` on the page, ``{{name}}`` in event forwarding.

A text that is one token alone gives the element's own value, of whatever type; inside more text it gives text. A name
that no data element has stays as it is written (adobe/reactor-turbine, src/createReplaceTokens.js, read 2026-11-26;
that event forwarding does the same with its own marks is inferred).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from simulator.tagging.layer import Path, Read
from simulator.tagging.page import Page
from simulator.tagging.values import UNDEFINED, text_of

Side: TypeAlias = Literal["page", "edge"]
"""Where a value is put together: in the browser, or in event forwarding."""
_ALONE = {"page": re.compile(r"%([^%]+)%"), "edge": re.compile(r"\{\{([^{}]+)\}\}")}
_INSIDE = {"page": re.compile(r"%(.+?)%"), "edge": re.compile(r"\{\{(.+?)\}\}")}


class Field(NamedTuple):
    """One field of an event and where its value came from.

    ``name`` is the field as Meta calls it where there is such a name (``custom_data.value``). ``element`` is the data
    element it holds, None for several. ``reads`` are the places in the data layer that were looked at.
    """

    name: str
    element: str | None
    value: Any
    reads: tuple[Read, ...]


class Template:
    """One configured value, made ready. ``elements`` are the data elements that it names and that there are."""

    __slots__ = ("elements", "raw", "unknown", "value")

    def __init__(self, raw: Any, side: Side, known: Collection[str], *, empty: bool = False) -> None:
        self.raw = raw
        named = list(names_in(raw, side))
        self.elements = frozenset(name for name in named if name in known)
        self.unknown = frozenset(name for name in named if name not in known)
        self.value: Callable[[Page], Any] = _compiled(raw, side, known, empty=empty)

    def __call__(self, page: Page) -> Any:
        return self.value(page)

    def traced(self, page: Page, name: str, into: list[Field]) -> Any:
        """The value; what it came from is added, one field for each leaf of an object that was read as a whole."""
        if not self.elements:
            return self.value(page)
        page.reads = []
        value = self.value(page)
        reads = page.reads
        element = next(iter(self.elements)) if len(self.elements) == 1 else None
        if isinstance(value, dict) and len(reads) == 1:
            into.extend(_leaves(page, name, element, value, reads[0].path))
        else:
            into.append(Field(name, element, value, tuple(reads)))
        return value


def names_in(raw: Any, side: Side) -> Iterator[str]:
    """The names of all tokens in a value."""
    if isinstance(raw, str):
        alone = _ALONE[side].fullmatch(raw)
        yield from (alone[1],) if alone else _INSIDE[side].findall(raw)
    elif isinstance(raw, dict):
        for each in raw.values():
            yield from names_in(each, side)
    elif isinstance(raw, list):
        for each in raw:
            yield from names_in(each, side)


def _leaves(page: Page, name: str, element: str | None, value: dict[str, Any], path: Path) -> Iterator[Field]:
    for member, each in value.items():
        inner = (*path, member)
        if isinstance(each, dict) and each:
            yield from _leaves(page, f"{name}.{member}", element, each, inner)
        else:
            yield Field(f"{name}.{member}", element, each, (Read(inner, page.layer.writer(inner)),))


def _compiled(raw: Any, side: Side, known: Collection[str], *, empty: bool) -> Callable[[Page], Any]:
    if isinstance(raw, dict):
        members = {name: _compiled(each, side, known, empty=empty) for name, each in raw.items()}
        return lambda page: {name: get(page) for name, get in members.items()}
    if isinstance(raw, list):
        items = [_compiled(each, side, known, empty=empty) for each in raw]
        return lambda page: [get(page) for get in items]
    if not isinstance(raw, str) or not any(name in known for name in names_in(raw, side)):
        return lambda _page: raw
    alone = _ALONE[side].fullmatch(raw)
    if alone:
        name = alone[1]
        if not empty:
            return lambda page: page.element(name)
        return lambda page: _or_empty(page.element(name))
    inside = _INSIDE[side]

    def text(page: Page) -> str:
        def replaced(match: re.Match[str]) -> str:
            if match[1] not in known:
                return match[0]
            found = page.element(match[1])
            return text_of(_or_empty(found) if empty else found)

        return inside.sub(replaced, raw)

    return text


def _or_empty(value: Any) -> Any:
    return "" if value is None or value is UNDEFINED else value
