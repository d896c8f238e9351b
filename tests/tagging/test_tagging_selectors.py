"""CSS selectors against described elements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.tagging.selectors import SelectorError, matches, parse_selector

BUTTON = "main > div.product[data-id=cup-espresso] > form#order button.add-to-cart-button.wide[type=submit]"


@pytest.mark.parametrize(
    ("selector", "holds"),
    [
        (".add-to-cart-button", True),
        ("button", True),
        ("BUTTON.wide", True),
        ("a, .wide", True),
        ("#order .wide", True),
        ("main .wide", True),
        ("form#order > button", True),
        ("form#order>button", True),
        ("div > button", False),
        (".product > form > button[type='submit']", True),
        ("[data-id^=cup] button", True),
        ('[data-id$="espresso"] button', True),
        ("[data-id*=press]", True),
        ("[data-id|=cup]", True),
        ("[class~=wide]", True),
        ("[type]", True),
        ("[disabled]", False),
        ("[type=button]", False),
        ("#order", True),
        ("form", True),
        ("*", True),
        (".wide .add-to-cart-button", False),
        ("nav .wide", False),
        ("button.narrow", False),
    ],
)
def test_a_click_reaches_what_the_element_lies_in(selector: str, holds: bool) -> None:
    (element,) = parse_selector(BUTTON)
    assert matches(parse_selector(selector), element) is holds


def test_many_levels_take_no_longer_than_their_product() -> None:
    (element,) = parse_selector(" ".join(["a"] * 60))
    assert not matches(parse_selector(".z " + " ".join(["a"] * 40)), element)
    assert matches(parse_selector(" > ".join(["a"] * 60)), element)
    assert not matches(parse_selector(" > ".join(["a"] * 61)), element)


@pytest.mark.parametrize("text", ["", " ", ".", "button:hover", "a,,b", "a >", "> a", "[x", "a[=1]", "x" * 2000])
def test_what_can_not_be_read_is_refused(text: str) -> None:
    with pytest.raises(SelectorError):
        parse_selector(text)


@given(st.text(alphabet="ab.#>[]=' ,:*", max_size=20))
def test_anything_is_read_or_refused(text: str) -> None:
    try:
        chains = parse_selector(text)
    except SelectorError:
        return
    assert matches(chains, chains[0])
