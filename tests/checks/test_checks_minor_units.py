"""Values in cents beside prices that are not."""

from __future__ import annotations

from typing import Any

import pytest
from checks_building import codes, findings
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.examples import browser, event
from simulator.checks.rules.minor_units import may_be_minor_units, minor_units

MUG: dict[str, Any] = {"id": "mug", "quantity": 2, "item_price": 24.95}
TEE: dict[str, Any] = {"id": "tee", "quantity": 1, "item_price": 10}


def _cart(value: Any, *contents: Any, currency: Any = "EUR") -> dict[str, Any]:
    return {"value": value, "currency": currency, "contents": list(contents)}


@pytest.mark.parametrize(
    ("custom_data", "expected"),
    [
        (_cart(4990, MUG), 100),
        (_cart(4990.0, MUG), 100),
        (_cart("4990", MUG), 100),
        (_cart("4990.00", MUG), 100),
        (_cart(5990, MUG, TEE), 100),
        (_cart(5990, TEE, MUG), 100),
        (_cart(4990, {**MUG, "item_price": "24.95", "quantity": "2"}), 100),
        (_cart("4990", {**MUG, "item_price": "24.95"}), 100),
        (_cart(10000, {"id": "a", "quantity": 3, "item_price": 33.333}), 100),
        (_cart(1000, {"id": "free", "quantity": 1, "item_price": 0}, TEE), 100),
        (_cart(49900, MUG, currency="KWD"), 1000),
        (_cart(49900, MUG, currency="kwd"), 1000),
        (_cart(4990, MUG, currency="KWD"), 100),
        (_cart(49900, MUG), None),
        (_cart(49.9, MUG), None),
        (_cart("49.90", MUG), None),
        (_cart(4989, MUG), None),
        (_cart(4991, MUG), None),
        (_cart(5489, MUG), None),
        (_cart(4990.5, MUG), None),
        (_cart(4990, MUG, {"id": "x", "quantity": 1}), None),
        (_cart(4990, {"id": "mug", "item_price": 49.9}), None),
        (_cart(4990, "mug"), None),
        (_cart(4990, {"id": "a"}), None),
        (_cart(100, {"id": "a", "quantity": 1, "item_price": 1}), None),
        (_cart(0, {"id": "a", "quantity": 1, "item_price": 0}), None),
        (_cart(0, {"id": "a", "quantity": 1, "item_price": 0.004}), None),
        (_cart(-4990, {**MUG, "item_price": -24.95}), None),
        (_cart(True, MUG), None),
        (_cart(None, MUG), None),
        (_cart("4,990", MUG), None),
        (_cart("9" * 400, MUG), None),
        ({"value": 4990, "contents": '[{"id":"mug"}]'}, None),
        ({"value": 4990, "contents": []}, None),
        ({"value": 4990}, None),
    ],
)
def test_minor_units(custom_data: dict[str, Any], expected: int | None) -> None:
    found = minor_units(custom_data)
    assert (found and found[0]) == expected
    assert expected is None or may_be_minor_units(custom_data)
    for line in (event(custom_data=custom_data), browser(custom_data=custom_data)):
        assert ("CUS022" in codes(line)) == (expected is not None)


def test_what_is_told() -> None:
    (finding,) = findings(event(custom_data=_cart(4990, MUG)))
    assert (finding.rule, finding.severity, finding.path) == ("CUS022", "note", "$.custom_data.value")
    assert finding.expected == "49.9, if the prices are right"


_NUMBERS: st.SearchStrategy[Any] = st.one_of(
    st.integers(-5, 10**6),
    st.floats(allow_nan=True),
    st.decimals(0, 1000, places=2).map(str),
    st.sampled_from([None, True, "", "x", 10**400, []]),
)
_ITEMS = st.fixed_dictionaries({"quantity": _NUMBERS, "item_price": _NUMBERS})


@given(value=_NUMBERS, contents=st.lists(_ITEMS, max_size=3))
def test_the_quick_answer_is_never_wrongly_no(value: Any, contents: list[Any]) -> None:
    custom_data = _cart(value, *contents)
    if minor_units(custom_data) is not None:
        assert may_be_minor_units(custom_data)


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(1, 10**6)), min_size=1, max_size=5),
)
def test_cents_are_found_and_amounts_are_not(items: list[tuple[int, int]]) -> None:
    contents = [{"quantity": quantity, "item_price": cents / 100} for quantity, cents in items]
    total = sum(quantity * cents for quantity, cents in items)
    if total != 100 * sum(quantity for quantity, _ in items):
        assert minor_units(_cart(total, *contents)) is not None
        assert may_be_minor_units(_cart(total, *contents))
    assert minor_units(_cart(total / 100, *contents)) is None
