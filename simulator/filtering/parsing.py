"""From text to a filter."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NoReturn

from simulator.filtering.building import Builder, depth
from simulator.filtering.errors import FilterError
from simulator.filtering.tree import All, Filter, Node

if TYPE_CHECKING:
    from collections.abc import Collection

    from lark import Lark
    from lark.exceptions import UnexpectedInput

MOST_CHARACTERS = 2000
# More than anybody types, and far from what SQLite takes in one expression.
MOST_TERMS = 60
DEEPEST = 30


def parse(text: str) -> Filter:
    """Read a filter; an empty one matches everything. Raises FilterError."""
    if len(text) > MOST_CHARACTERS:
        raise FilterError(f"the filter is longer than {MOST_CHARACTERS} characters", MOST_CHARACTERS + 1)
    for column, character in enumerate(text, 1):
        if "\ud800" <= character <= "\udfff" or character == "\0":
            raise FilterError("there is a character that no event can hold", column)
    from lark.exceptions import UnexpectedInput

    try:
        tree: Node | None = _parser().parse(text)  # type: ignore[assignment]
    except UnexpectedInput as error:
        _explain(text, error)
    made = Filter(tree if tree is not None else All(()), text)
    if len(made.terms()) > MOST_TERMS:
        raise FilterError(f"the filter has more than {MOST_TERMS} conditions", made.terms()[MOST_TERMS].column)
    if depth(made.tree) > DEEPEST:
        raise FilterError(f"parentheses and ! are nested more than {DEEPEST} deep", 1)
    return made


@cache
def _parser() -> Lark:
    from importlib.resources import files

    from lark import Lark

    grammar = (files("simulator.filtering") / "grammar.lark").read_text("utf-8")
    # Built while parsing, so that deep nesting needs no deep stack.
    return Lark(grammar, parser="lalr", transformer=Builder(), maybe_placeholders=True)


def _explain(text: str, error: UnexpectedInput) -> NoReturn:
    """What the parser says, in the words of whoever types."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    place, unknown = len(text), False
    awaited: Collection[str] = ()
    if isinstance(error, UnexpectedToken):
        awaited = error.accepts
        if error.token.type != "$END":
            place = int(error.token.start_pos or 0)
    elif isinstance(error, UnexpectedCharacters):
        awaited, place, unknown = error.allowed, error.pos_in_stream or 0, True
    found = text[place : place + 1]
    if found == '"' and unknown:
        problem = "this quote is never closed"
    elif "VALUE" in awaited:
        problem = "a value is missing here"
    elif found and found in ":=<>":
        problem = f"the name of a field is missing before {found}"
    elif found == ")" and text.count(")") > text.count("("):
        problem = "this ) closes nothing"
    elif found and found in ")&|":
        problem = f"something is missing before {found}"
    elif found:
        problem = f"{found!r} is not expected here"
    else:
        problem = "a ) is missing at the end" if "RPAR" in awaited else "something is missing at the end"
    raise FilterError(problem, place + 1) from None
