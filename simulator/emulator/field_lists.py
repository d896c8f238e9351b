"""Graph's ``fields``: which members an answer is to have, ``web{event_name,event_match_quality{composite_score}}``."""

from __future__ import annotations

from typing import Any, TypeAlias

import lark

Fields: TypeAlias = "dict[str, Fields]"

_GRAMMAR = lark.Lark(
    """
    start: list?
    list: field ("," field)*
    field: NAME ("{" list "}")?
    NAME: /[A-Za-z0-9_]+/
    %ignore " "
    """,
    parser="lalr",
)
_LONGEST = 4000
_DEEPEST = 20


def read_fields(text: str) -> Fields:
    """The members by name, each with those inside it, empty for all. Raises ValueError when it can't be read."""
    if len(text) > _LONGEST or text.count("{") > _DEEPEST:
        raise ValueError("the list of fields is too long")
    try:
        tree = _GRAMMAR.parse(text)
    except lark.exceptions.LarkError:
        raise ValueError("the list of fields can't be read") from None
    return _members(tree.children[0]) if tree.children else {}


def _members(tree: Any) -> Fields:
    return {
        str(field.children[0]): _members(field.children[1]) if len(field.children) > 1 else {}
        for field in tree.children
    }


def pick(value: Any, fields: Fields) -> Any:
    """The value with the members that were asked for, at every level; of a list, of each of its elements."""
    if isinstance(value, list):
        return [pick(each, fields) for each in value]
    if not isinstance(value, dict) or not fields:
        return value
    return {name: pick(value[name], inner) for name, inner in fields.items() if name in value}
