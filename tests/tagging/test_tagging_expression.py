"""The language of expressions: what it computes, what it refuses, and that nothing in it can hang or raise."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tagged import HOME

from simulator.synthetic.chance import Chance
from simulator.tagging.elements import getter, make_element
from simulator.tagging.expression import ExpressionError, compile_expression
from simulator.tagging.expression_functions import FUNCTIONS
from simulator.tagging.expression_operators import operate
from simulator.tagging.layer import Write
from simulator.tagging.page import Page
from simulator.tagging.values import UNDEFINED


def page(**layer: Any) -> Page:
    """A page whose data layer holds these members."""
    visitor = {"user_agent": "Mozilla/5.0", "client_ip_address": "203.0.113.10"}
    made = Page({}, ("dataLayer", "meta"), "staging", visitor, {"_fbp": "fb.1.2.3"}, Chance("test"))
    made.load(f"{HOME}thanks?order=7&x=", "https://search.example/", "Thanks")
    for name, value in layer.items():
        made.layer.set(("dataLayer", "meta", name), value, Write(1, 1, 0.0))
    return made


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 - 4 / 2", 5),
        ("(1 + 2) * 3", 9),
        ("7 % 4", 3),
        ("0.1 + 0.2 > 0.3", True),
        ("-2 + 3", 1),
        ("1 / 0", UNDEFINED),
        ("1 % 0", UNDEFINED),
        ("sum(pluck(layer.items, 'price'), null, 'quantity')", UNDEFINED),
        ('"a" + 1', "a1"),
        ('"a" + undefined', "aundefined"),
        ('"1" == 1', False),
        ("'it''s' ", ExpressionError),
        (r'"a\"b"', 'a"b'),
        ("null == undefined", True),
        ("null ?? 'x'", "x"),
        ("0 ?? 1", 0),
        ("'' || 'x'", "x"),
        ("0 && x()", ExpressionError),
        ("1 && 2", 2),
        ("not true or true", True),
        ("!''", True),
        ("2 > 1 ? 'yes' : 'no'", "yes"),
        ("layer.value >= 19.5", True),
        ("layer.items.1.id", "B"),
        ("layer.nothing.at.all", UNDEFINED),
        ("window.dataLayer.meta.value", 19.5),
        ("page.path == '/thanks' and page.host == 'shop.example'", True),
        ("page.referrer", "https://search.example/"),
        ("query('order') + '-' + query('x')", "7-"),
        ("query('none')", UNDEFINED),
        ("cookie('_fbp')", "fb.1.2.3"),
        ("environment", "staging"),
        ("visitor.user_agent", "Mozilla/5.0"),
        ("pluck(layer.items, 'id')", ["A", "B"]),
        ("join(pluck(layer.items, 'id'), '|')", "A|B"),
        ("sum(layer.items, 'price', 'quantity')", 25),
        ("sum(layer.items, 'id')", UNDEFINED),
        ("length(layer.items)", 2),
        ("round(19.456, 2)", 19.46),
        ("number('19.90')", 19.9),
        ("number('EUR 19')", UNDEFINED),
        ("replace('19,90', ',', '.')", "19.90"),
        ("slice('order-1001', 6)", "1001"),
        ("first(layer.items)", {"id": "A", "price": 10, "quantity": 2}),
        ("lower(trim('  ANA '))", "ana"),
        ("contains(page.url, 'order=') && starts_with(page.url, 'https') && ends_with('abc', 'c')", True),
        ("contains(pluck(layer.items, 'id'), 'B')", True),
    ],
)
def test_what_an_expression_gives(text: str, value: object) -> None:
    items = [{"id": "A", "price": 10, "quantity": 2}, {"id": "B", "price": 5, "quantity": 1}]
    if value is ExpressionError:
        with pytest.raises(ExpressionError):
            compile_expression(text)
        return
    found = compile_expression(text).value(page(value=19.5, items=items))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1 +", "the end"),
        ("1 + ) 2", "column 5"),
        ("eval('1')", "there is no function eval"),
        ("lower()", "lower takes 1"),
        ("__import__", "can't be read"),
        ("document.cookie", "can't be read"),
        ("page.url = 1", "can't be read"),
        ("(" * 60 + "1" + ")" * 60 + " + " + "!" * 50 + "1", "nested"),
        ("1" + "+1" * 1200, "longer than"),
    ],
)
def test_what_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ExpressionError, match=problem):
        compile_expression(text)


def test_it_knows_the_elements_it_needs() -> None:
    made = compile_expression("%Value% > 0 && %Order total% < 5")
    assert made.elements == {"Value", "Order total"}
    assert compile_expression("1 > 2 && %Value% && environment == 'x'").constant
    for text in ("layer.value", "page.url", "cookie('x')", "visitor.user_agent", "1 + query('x')", "consent"):
        assert not compile_expression(text).constant


def test_texts_do_not_grow_without_end() -> None:
    texts = {f"e{n}": f"%e{n - 1}% + %e{n - 1}%" for n in range(1, 11)}
    elements = {"e0": {"type": "constant", "value": "x" * 1000}}
    elements |= {name: {"type": "expression", "expression": text} for name, text in texts.items()}
    made = page()
    made.elements = {name: getter(make_element(name, given, ())) for name, given in elements.items()}
    grown = made.element("e6")
    assert isinstance(grown, str)
    assert len(grown) == 64_000
    assert made.element("e8") is UNDEFINED


def test_elements_that_name_each_other_often_end() -> None:
    texts = {f"e{n}": " + ".join([f"%e{n - 1}%"] * 20) for n in range(1, 10)}
    elements = {"e0": {"type": "constant", "value": 1}}
    elements |= {name: {"type": "expression", "expression": text} for name, text in texts.items()}
    made = page()
    made.elements = {name: getter(make_element(name, given, ())) for name, given in elements.items()}
    assert made.element("e2") == 400
    assert made.element("e9") is UNDEFINED
    assert made.element("e1") == 20


ODD = [None, UNDEFINED, True, 0, -1, 1.5, 1e308, float("nan"), float("inf"), 10**30, "", "x", "5", "1e400"]
ODD += [[], [1], [None], [{}], [{"a": 1}], [[1]], {}, {"a": 1}]


@pytest.mark.parametrize("name", [name for name, function in FUNCTIONS.items() if not function.looks])
def test_no_function_raises(name: str) -> None:
    function = FUNCTIONS[name]
    for count in range(function.least, function.most + 1):
        for values in product(ODD, repeat=count):
            function.compute(*values)


def test_no_sign_raises() -> None:
    for sign, left, right in product(("+", "-", "*", "/", "%", "??", "==", "!=", ">", "<="), ODD, ODD):
        operate(sign)(left, right)


PIECES = [
    "%Value%",
    "layer.a",
    "window",
    "page.url",
    "1",
    "'x'",
    "(",
    ")",
    "+",
    "%",
    "&&",
    "not ",
    "sum(",
    ",",
    "?",
    ":",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=30))
def test_anything_is_read_or_refused(text: str) -> None:
    try:
        made = compile_expression(text)
    except ExpressionError:
        return
    made.value(page(a=1))
