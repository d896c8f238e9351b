"""What the parser calls for each rule of the grammar."""

from __future__ import annotations

import re
from typing import Any as Anything

from simulator.filtering.tree import All, Any, Node, Not, Term
from simulator.filtering.understanding import understand

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Builder:
    """Makes the tree of a filter; lark takes it for a transformer and calls the method of a rule's name."""

    def start(self, children: list[Anything]) -> Node | None:
        """The whole filter; None when it is empty."""
        return children[0] if children else None

    def any(self, children: list[Node]) -> Node:
        """``a | b``"""
        return Any(tuple(part for each in children for part in (each.of if isinstance(each, Any) else (each,))))

    def all(self, children: list[Node]) -> Node:
        """``a & b``"""
        return All(tuple(part for each in children for part in (each.of if isinstance(each, All) else (each,))))

    def negated(self, children: list[Node]) -> Node:
        """``!a``"""
        return Not(children[0])

    def compared(self, children: list[Anything]) -> Node:
        """``field:value``"""
        field, op, given = children
        operator = {"=": ":", "!=": ":"}.get(str(op), str(op))
        made = _term(str(field), operator, given, field.start_pos + 1)
        return Not(made) if op == "!=" else made

    def free(self, children: list[Anything]) -> Node:
        """``word``"""
        return _term("", ":", children[0], children[0].start_pos + 1)


def depth(node: Node) -> int:
    """How deep a tree is, without recursion: it may be deeper than the stack."""
    deepest = 0
    waiting = [(node, 1)]
    while waiting:
        each, level = waiting.pop()
        deepest = max(deepest, level)
        if isinstance(each, Not):
            waiting.append((each.of, level + 1))
        elif not isinstance(each, Term):
            waiting.extend((part, level + 1) for part in each.of)
    return deepest


def _term(field: str, op: str, given: Anything, column: int) -> Term:
    is_quoted = given.type == "QUOTED"
    value = _ESCAPED.sub(r"\1", given[1:-1]) if is_quoted else str(given)
    meaning = understand(field, op, value, is_quoted, column, given.start_pos + 1)
    return Term(field, op, value, is_quoted, meaning, column)
