"""An expression as a tree of lists, for a script that computes it on a page: ``["+", ["element", "V"], ["is", 1]]``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from simulator.tagging.expression import compile_expression, unquoted
from simulator.tagging.values import whole

if TYPE_CHECKING:
    from lark import Lark, Token

Tree: TypeAlias = list[Any]
"""A name, and what it is about: values, names or further trees. Signs and functions have their own names."""

NAMES: Final = ("is", "undefined", "element", "path", "not", "minus", "or", "and", "if")


def tree_of(text: str) -> Tree:
    """The tree of an expression. Raises ExpressionError, as ``compile_expression`` does."""
    compile_expression(text)
    return _parser().parse(text)  # type: ignore[return-value]


@cache
def _parser() -> Lark:
    from importlib.resources import files

    from lark import Lark, Transformer, v_args

    @v_args(inline=True)
    class Builder(Transformer):  # type: ignore[type-arg]
        def number(self, token: Token) -> Tree:
            return ["is", whole(float(token))]

        def string(self, token: Token) -> Tree:
            return ["is", unquoted(str(token))]

        def true(self, _token: Token) -> Tree:
            return ["is", True]

        def false(self, _token: Token) -> Tree:
            return ["is", False]

        def null(self, _token: Token) -> Tree:
            return ["is", None]

        def undefined(self, _token: Token) -> Tree:
            return ["undefined"]

        def element(self, token: Token) -> Tree:
            return ["element", str(token)[1:-1]]

        def path(self, token: Token) -> Tree:
            return ["path", *str(token).split(".")]

        def call(self, name: Token, *given: Tree | None) -> Tree:
            return [str(name), *(each for each in given if each is not None)]

        def negated(self, part: Tree) -> Tree:
            return ["not", part]

        def minus(self, part: Tree) -> Tree:
            return ["minus", part]

        def either(self, *parts: Tree) -> Tree:
            return ["or", *parts] if len(parts) > 1 else parts[0]

        def both(self, *parts: Tree) -> Tree:
            return ["and", *parts] if len(parts) > 1 else parts[0]

        def choice(self, condition: Tree, *branches: Tree) -> Tree:
            return ["if", condition, *branches] if branches else condition

        def binary(self, first: Tree, *rest: Any) -> Tree:
            left = first
            for sign, right in zip(rest[::2], rest[1::2], strict=True):
                left = [str(sign), left, right]
            return left

    grammar = (files("simulator.tagging") / "expression.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", transformer=Builder(), maybe_placeholders=True)
