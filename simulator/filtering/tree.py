"""A filter as it was understood, and printed again."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as member
from typing import TypeAlias

from simulator.filtering.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: ``name:Purchase``.

    ``field`` is the name of a field, a path into the payload (``custom_data.currency``), or ``""`` for words
    that are searched everywhere; ``op`` one of ``:``, ``>``, ``>=``, ``<``, ``<=``. ``value`` is what stands
    behind it, and ``quoted`` tells whether it stood in quotes. ``column`` is its place in the text, from 1.
    """

    field: str
    op: str
    value: str
    quoted: bool
    meaning: Meaning = member(compare=False)
    column: int = member(default=1, compare=False)

    def __str__(self) -> str:
        return f"{self.field}{self.op if self.field else ''}{quoted(self.value) if self.quoted else self.value}"


@dataclass(frozen=True, slots=True)
class Not:
    """What the other does not match."""

    of: Node

    def __str__(self) -> str:
        return f"!{_inside(self.of)}"


@dataclass(frozen=True, slots=True)
class All:
    """What every one of them matches; everything when there is none."""

    of: tuple[Node, ...]

    def __str__(self) -> str:
        return " & ".join(map(_inside, self.of))


@dataclass(frozen=True, slots=True)
class Any:
    """What at least one of two or more matches."""

    of: tuple[Node, ...]

    def __str__(self) -> str:
        return " | ".join(f"({each})" if isinstance(each, Any) else str(each) for each in self.of)


Node: TypeAlias = Term | Not | All | Any


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: ``text`` as it was typed, ``str()`` its tidy form, which means the same."""

    tree: Node
    text: str = member(compare=False)

    def __str__(self) -> str:
        return str(self.tree)

    @property
    def matches_all(self) -> bool:
        """Whether it is the empty filter."""
        return self.tree == All(())

    def terms(self) -> list[Term]:
        """Its conditions in order."""
        found: list[Term] = []
        waiting: list[Node] = [self.tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Term):
                found.append(node)
            else:
                waiting.extend([node.of] if isinstance(node, Not) else reversed(node.of))
        return found


def quoted(value: str) -> str:
    """A value in quotes, to be taken as it is written."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _inside(node: Node) -> str:
    return f"({node})" if isinstance(node, (All, Any)) else str(node)
