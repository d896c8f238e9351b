"""Two values beside each other: masked, and still told apart."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.spot import ABSENT
from simulator.reports.beside import beside

HASH, OTHER = "a" * 64, "b" * 64
SHOWN, SHOWN_OTHER = "aaaa…aaaa (64 characters)", "bbbb…bbbb (64 characters)"
CUP = {"id": "SKU-1", "quantity": 2, "item_price": 9.5}
MUG = {"id": "SKU-2", "quantity": 1, "item_price": 5}


@pytest.mark.parametrize(
    ("key", "first", "second", "expected"),
    [
        ("value", 24.0, 29.0, ("24.0", "29.0")),
        ("currency", "EUR", "USD", ("EUR", "USD")),
        ("value", 24.0, ABSENT, ("24.0", "")),
        ("event_id", ABSENT, "order-1", ("", "order-1")),
        ("event_id", "order-1", "order-2", ("order-1", "order-2")),
        ("event_id", 17, "", ("17", '""')),
        ("event_id", "jane@example.com", "x\x1b[31m", ("j…@… (16 characters)", "x\\x1b[31m")),
        ("event_name", "Purchase", "purchase_v2", ("Purchase", "purchase_v2")),
        ("event_time", 1767268800, 1767268802, ("1767268800", "1767268802")),
        ("order_id", "A-1001", "A-1002", ("A…1 (6 characters)", "A…2 (6 characters)")),
        ("order_id", "A-1x1", "A-1y1", ("A…1 (5 characters)", "A…1 (5 characters), other from character 4")),
        ("search_string", "tea", "teas", ("•••", "••••")),
        ("search_string", "te", "to", ("••", "••, other from character 2")),
        (
            "content_ids",
            ["SKU-1", "SKU-2"],
            ["SKU-2", "SKU-3"],
            ("1 of 2: S…1 (5 characters)", "1 of 2: S…3 (5 characters)"),
        ),
        ("content_ids", ["S-1", "S-2"], ["S-2", "S-3"], ("1 of 2: •••", "1 of 2: •••, other from character 3")),
        ("content_ids", ["SKU-1", "SKU-2"], ["SKU-1"], ("list of 2, also S…2 (5 characters)", "list of 1")),
        ("content_ids", ["SKU-1"], "SKU-12", ("S…1 (5 characters)", "S…2 (6 characters)")),
        ("contents", [CUP, MUG], [{**CUP, "quantity": 3}, MUG], ("1 of 2: quantity 2", "1 of 2: quantity 3")),
        ("contents", [CUP], json.dumps([{**CUP, "quantity": 3}]), ("quantity 2", "quantity 3")),
        ("contents", [CUP], [{"id": "SKU-1"}], ("item_price 9.5 and 1 more", "no item_price and 1 more")),
        ("contents", [CUP, MUG], [MUG, CUP], ("list of 2", "list of 2")),
        ("contents", "[broken", [CUP], ("[…n (7 characters)", "object of 3")),
        ("some_object", {"a": 1}, {"a": 1, "b": "secret"}, ("no b", "b s…t (6 characters)")),
    ],
)
def test_values_of_an_event(key: str, first: Any, second: Any, expected: tuple[str, str]) -> None:
    assert beside(key, first, second, of_customer=False) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([HASH], [OTHER], (SHOWN, SHOWN_OTHER)),
        (HASH, [OTHER], (SHOWN, SHOWN_OTHER)),
        ([HASH, OTHER], [HASH], (f"list of 2, also {SHOWN_OTHER}", "list of 1")),
        ([HASH, OTHER], [HASH, "c" * 64], (f"1 of 2: {SHOWN_OTHER}", "1 of 2: cccc…cccc (64 characters)")),
        ([HASH.upper()], [HASH, OTHER], ("list of 1", f"list of 2, also {SHOWN_OTHER}")),
        ("jane@example.com", ABSENT, ("j…@… (16 characters)", "")),
    ],
)
def test_customer_information(first: Any, second: Any, expected: tuple[str, str]) -> None:
    assert beside("em", first, second, of_customer=True) == expected


@pytest.mark.parametrize("kind", ["list", "object"])
def test_depth_breaks_nothing(kind: str) -> None:
    one: Any = 1
    other: Any = 2
    for _ in range(900):
        one, other = ([one], [other]) if kind == "list" else ({"a": one}, {"a": other})
    for values in ((one, other), ({"x": one}, {"x": other}), (json.dumps(one), other)):
        assert all(beside("own", *values, of_customer=False))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(["em", "value", "contents", "event_id", "x"]), JSON, JSON, st.booleans())
def test_nothing_of_json_breaks_it_or_the_terminal(key: str, first: Any, second: Any, of_customer: bool) -> None:
    for text in beside(key, first, second, of_customer=of_customer):
        assert text
        assert text.isprintable()


@given(st.lists(st.sampled_from(["canary.shopper@leak.example", "+491711234567", 12.5]), min_size=1, max_size=3))
def test_no_value_shows_whole(values: list[Any]) -> None:
    several = [values, values[0], {"em": values}, [{"id": value, "em": [value]} for value in values]]
    for key in ("em", "contents", "content_ids", "event_id", "value", "own_key"):
        for first in several:
            for second in [*several, ABSENT, [], {}]:
                shown = " ".join(beside(key, first, second, of_customer=False))
                assert "canary.shopper" not in shown
                assert key == "event_id" or "491711234567" not in shown
