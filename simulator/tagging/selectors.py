"""CSS selectors: whether an element that a session describes is, or lies in, one that a trigger names.

A session describes an element by the path that leads to it (``main > form#order > button.buy[type=submit]``), so a
selector is held against a description, not against a document. Known are tags, ids, classes, attributes, descendants
and children, and lists; selectors that need a document, such as ``:nth-child``, are not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

_NAME = r"-?[A-Za-z_\u00a0-\uffff][\w\u00a0-\uffff-]*"
_PART = re.compile(
    rf"(?P<tag>\*|{_NAME})|#(?P<id>{_NAME})|\.(?P<class>{_NAME})"
    rf"|\[\s*(?P<attribute>{_NAME})\s*(?:(?P<how>[~|^$*]?=)\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\]]+))\s*)?\]"
)
_GAP = re.compile(r"\s*>\s*|\s+")
_LONGEST = 1000


class SelectorError(ValueError):
    """A selector that can't be read; the text says where."""


class Attribute(NamedTuple):
    """One attribute and what it must be; ``how`` is empty where it must only be there."""

    name: str
    how: str
    value: str


class Compound(NamedTuple):
    """One element: what stands between two combinators. ``child`` tells that it must be right below the one before."""

    tag: str
    id: str
    classes: frozenset[str]
    attributes: tuple[Attribute, ...]
    child: bool


Chain: TypeAlias = tuple[Compound, ...]


@lru_cache(maxsize=4096)
def parse_selector(text: str) -> tuple[Chain, ...]:
    """The selectors of a list, each outermost element first. Raises SelectorError."""
    if len(text) > _LONGEST:
        raise SelectorError(f"it is longer than {_LONGEST} characters")
    return tuple(_chain(each.strip()) for each in _split(text))


def _split(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += (character == "[") - (character == "]")
        if character == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]


def _chain(text: str) -> Chain:
    found, index, child = [], 0, False
    while True:
        compound, index = _compound(text, index, child)
        found.append(compound)
        if index == len(text):
            return tuple(found)
        gap = _GAP.match(text, index)
        if gap is None:
            raise SelectorError(f"{text[index:][:20]!r} is not understood")
        child, index = ">" in gap[0], gap.end()


def _compound(text: str, index: int, child: bool) -> tuple[Compound, int]:
    tag, name, classes, attributes, start = "", "", set(), [], index
    while (part := _PART.match(text, index)) is not None and not (part["tag"] and index > start):
        index = part.end()
        if part["tag"]:
            tag = "" if part["tag"] == "*" else part["tag"].lower()
        elif part["id"]:
            name = part["id"]
        elif part["class"]:
            classes.add(part["class"])
        else:
            value = next((part[group] for group in ("double", "single", "bare") if part[group] is not None), "")
            attributes.append(Attribute(part["attribute"], part["how"] or "", value))
    if index == start:
        raise SelectorError(f"{text[index:][:20]!r} is not understood" if text[index:] else "an element is missing")
    return Compound(tag, name, frozenset(classes), tuple(attributes), child), index


def matches(selector: tuple[Chain, ...], described: Chain) -> bool:
    """Whether the described element, or one that it lies in, is what the selector names: clicks bubble up."""
    return any(_reaches(chain, described) for chain in selector)


def _reaches(chain: Chain, described: Chain) -> bool:
    """Whether the chain can be found among the described elements, ending anywhere.

    One compound after another, so that the time it takes is the product of both lengths at most.
    """
    ends = [index for index, element in enumerate(described) if _is(chain[0], element)]
    for compound in chain[1:]:
        if not ends:
            return False
        # A description may leave elements out, unless the selector says that one is right below the other.
        below = {index + 1 for index in ends} if compound.child else range(ends[0] + 1, len(described))
        ends = [index for index in sorted(below) if index < len(described) and _is(compound, described[index])]
    return bool(ends)


def _is(wanted: Compound, element: Compound) -> bool:
    if wanted.tag and wanted.tag != element.tag:
        return False
    if wanted.id and wanted.id != element.id:
        return False
    return wanted.classes <= element.classes and all(_holds(test, element) for test in wanted.attributes)


def _holds(test: Attribute, element: Compound) -> bool:
    given = {each.name: each.value for each in element.attributes}
    if test.name == "id" and element.id:
        given["id"] = element.id
    if test.name == "class" and element.classes:
        given["class"] = " ".join(sorted(element.classes))
    value = given.get(test.name)
    if value is None:
        return False
    match test.how:
        case "":
            return True
        case "=":
            return value == test.value
        case "~=":
            return test.value in value.split()
        case "|=":
            return value == test.value or value.startswith(f"{test.value}-")
        case "^=":
            return bool(test.value) and value.startswith(test.value)
        case "$=":
            return bool(test.value) and value.endswith(test.value)
        case _:
            return bool(test.value) and test.value in value
