"""Expressions of conditions and data elements: a small language that can look and count, and nothing else.

There are no loops, no assignments and no names but those of the page, so an expression ends, and touches nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from simulator.tagging.expression_functions import FUNCTIONS, NAMES_OF_PAGE
from simulator.tagging.expression_operators import choose, operate
from simulator.tagging.values import UNDEFINED, number_of, truthy, whole

if TYPE_CHECKING:
    from lark import Lark, Token

    from simulator.tagging.page import Page

Getter: TypeAlias = Callable[["Page"], Any]
LONGEST: Final = 2000
_DEEPEST: Final = 40


class ExpressionError(ValueError):
    """An expression that can't be read; the text says where and why."""


class Expression(NamedTuple):
    """A compiled expression. ``elements`` are the data elements it names.

    ``constant`` tells that beside them it asks for the environment at most, and for nothing of the page.
    """

    text: str
    value: Getter
    elements: frozenset[str]
    constant: bool


class _Part(NamedTuple):
    value: Getter
    elements: frozenset[str]
    constant: bool
    depth: int


@cache
def compile_expression(text: str) -> Expression:
    """Read an expression. Raises ExpressionError."""
    if len(text) > LONGEST:
        raise ExpressionError(f"it is longer than {LONGEST} characters")
    from lark.exceptions import UnexpectedInput, VisitError

    try:
        made: Any = _parser().parse(text)
    except UnexpectedInput as error:
        ended = getattr(getattr(error, "token", None), "type", "") == "$END"
        where = "the end" if ended else f"column {getattr(error, 'column', 1)}"
        raise ExpressionError(f"it can't be read at {where}") from None
    except VisitError as error:
        raise ExpressionError(str(error.orig_exc)) from None
    return Expression(text, made.value, made.elements, made.constant)


@cache
def _parser() -> Lark:
    from importlib.resources import files

    from lark import Lark, Transformer, v_args

    @v_args(inline=True)
    class Builder(Transformer):  # type: ignore[type-arg]
        """Builds what computes the value, while parsing."""

        def number(self, token: Token) -> _Part:
            return _constant(whole(float(token)))

        def string(self, token: Token) -> _Part:
            return _constant(unquoted(str(token)))

        def true(self, _token: Token) -> _Part:
            return _constant(True)

        def false(self, _token: Token) -> _Part:
            return _constant(False)

        def null(self, _token: Token) -> _Part:
            return _constant(None)

        def undefined(self, _token: Token) -> _Part:
            return _constant(UNDEFINED)

        def element(self, token: Token) -> _Part:
            name = str(token)[1:-1]
            return _Part(lambda page: page.element(name), frozenset((name,)), True, 1)

        def path(self, token: Token) -> _Part:
            first, *rest = str(token).split(".")
            look = NAMES_OF_PAGE[first]
            parts = tuple(rest)
            return _Part(lambda page: look(page, parts), frozenset(), first == "environment", 1)

        def call(self, name: Token, *given: _Part | None) -> _Part:
            parts = tuple(each for each in given if each is not None)
            function = FUNCTIONS.get(str(name))
            if function is None:
                raise ExpressionError(f"there is no function {name}; there are {', '.join(FUNCTIONS)}")
            if not function.least <= len(parts) <= function.most:
                raise ExpressionError(f"{name} takes {function.takes} values, not {len(parts)}")
            compute = function.compute
            if function.looks:
                return _joined(lambda page: compute(page, *[part.value(page) for part in parts]), parts, constant=False)
            return _joined(lambda page: compute(*[part.value(page) for part in parts]), parts)

        def negated(self, part: _Part) -> _Part:
            return _joined(lambda page: not truthy(part.value(page)), (part,))

        def minus(self, part: _Part) -> _Part:
            def value(page: Page) -> Any:
                found = number_of(part.value(page))
                return UNDEFINED if found is None else -found

            return _joined(value, (part,))

        def either(self, *parts: _Part) -> _Part:
            return _joined(lambda page: _first(page, parts, wanted=True), parts) if len(parts) > 1 else parts[0]

        def both(self, *parts: _Part) -> _Part:
            return _joined(lambda page: _first(page, parts, wanted=False), parts) if len(parts) > 1 else parts[0]

        def choice(self, condition: _Part, *branches: _Part) -> _Part:
            if not branches:
                return condition
            yes, no = branches
            return _joined(
                lambda page: choose(condition.value(page), yes.value, no.value, page), (condition, *branches)
            )

        def binary(self, first: _Part, *rest: Any) -> _Part:
            left = first
            for sign, right in zip(rest[::2], rest[1::2], strict=True):
                left = _binary(str(sign), left, right)
            return left

    grammar = (files("simulator.tagging") / "expression.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", transformer=Builder(), maybe_placeholders=True)


def _constant(value: Any) -> _Part:
    return _Part(lambda _page: value, frozenset(), True, 1)


def _joined(value: Getter, parts: tuple[_Part, ...], *, constant: bool = True) -> _Part:
    depth = 1 + max((part.depth for part in parts), default=0)
    if depth > _DEEPEST:
        raise ExpressionError(f"it is nested more than {_DEEPEST} deep")
    elements = frozenset().union(*(part.elements for part in parts))
    return _Part(value, elements, constant and all(part.constant for part in parts), depth)


def _binary(sign: str, left: _Part, right: _Part) -> _Part:
    compute = operate(sign)
    return _joined(lambda page: compute(left.value(page), right.value(page)), (left, right))


def _first(page: Page, parts: tuple[_Part, ...], *, wanted: bool) -> Any:
    """What ``||`` and ``&&`` give: the first value that decides, else the last."""
    value: Any = UNDEFINED
    for part in parts:
        value = part.value(page)
        if truthy(value) is wanted:
            return value
    return value


_ESCAPES: Final = {"n": "\n", "t": "\t"}


def unquoted(text: str) -> str:
    """The text between the quotes of a string, its escapes undone."""
    if "\\" not in text:
        return text[1:-1]
    told, index = [], 1
    while index < len(text) - 1:
        if text[index] == "\\":
            index += 1
            told.append(_ESCAPES.get(text[index], text[index]))
        else:
            told.append(text[index])
        index += 1
    return "".join(told)
