"""The traits by which events are compared."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seen_building import seen

from simulator.checks.examples import pair
from simulator.suspicion.agreement import agreement, values
from simulator.suspicion.traits import Traits, digest, traits_of

SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(max_size=8)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)
KEYS = ["external_id", "fbp", "em", "ph", "order_id", "value", "contents", "content_ids", "client_user_agent"]
MEMBERS = st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6) | JSON


def traits(**members: Any) -> Traits:
    return traits_of(seen(pair(members)[0], 1))


@given(MEMBERS, MEMBERS, JSON)
def test_any_payload_has_traits_and_agrees_with_itself_in_both_directions(user: Any, custom: Any, url: Any) -> None:
    one = traits(user_data=user, custom_data=custom, event_source_url=url)
    other = traits()
    assert one == traits(user_data=user, custom_data=custom, event_source_url=url)
    assert (agreement("Purchase", one, other) is None) is (agreement("Purchase", other, one) is None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://shop.example/a", "http://SHOP.example/a/?b=c#d", True),
        ("shop.example/a", "shop.example/b", False),
        ("shop.example/a", "https://shop.example/a", True),
        ("https://shop.example/a", "https://shop.example/a/b", False),
        ("https://shop.example/a", "https://www.shop.example/a", False),
        ("https://shop.example", "https://shop.example/", True),
    ],
)
def test_pages(one: str, other: str, same: bool) -> None:
    assert (traits(event_source_url=one).page == traits(event_source_url=other).page) is same


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (49.9, "49.90", "same"),
        (49.9, 49.905, "same"),
        (49.9, 49.906, "other"),
        (49.9, 4990, "minor-units"),
        ("4990", 49.9, "minor-units"),
        (49.9, 499, "other"),
        (0, 0, "same"),
        (0, 100, "other"),
        (49.9, None, "unknown"),
        ("49,90", 49.9, "unknown"),
        (True, 1, "unknown"),
    ],
)
def test_values(one: Any, other: Any, how: str) -> None:
    mine, theirs = (traits(custom_data={"value": value}) for value in (one, other))
    assert values(mine, theirs) == values(theirs, mine) == how


def test_the_traits_hold_nothing_that_a_person_sent() -> None:
    secret = "someone@example.com"
    found = traits(user_data={"em": secret, "ph": [secret], "external_id": secret, "client_user_agent": secret})
    assert secret not in repr(found)


@pytest.mark.parametrize(
    ("members", "same"),
    [
        ({}, True),
        ({"event_id": "x"}, True),
        ({"event_time": 5}, True),
        ({"event_name": "Lead"}, False),
        ({"user_data": {}}, False),
        ({"custom_data": {"value": 1}}, False),
    ],
)
def test_the_digest_leaves_out_what_a_retry_changes(members: dict[str, Any], same: bool) -> None:
    assert (digest(pair(members)[0]["event"]) == digest(pair()[0]["event"])) is same
