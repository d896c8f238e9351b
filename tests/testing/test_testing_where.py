"""Conditions on events: dotted paths, values, functions, and how a difference is told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shop_events import ADDRESS, HASHED, PHONE, envelope, event

from simulator.checks.spot import ABSENT
from simulator.testing import JudgedEvent, run_events
from simulator.testing.where import asked_for, fulfils, parting, value_at


@pytest.fixture(scope="module")
def judged() -> JudgedEvent:
    sent = event(opt_out=False)
    sent["custom_data"]["contents"] = [{"id": "cup", "quantity": 2}, {"id": "tea", "quantity": 1}]
    return run_events(envelope("server", sent)).events[0]


@pytest.mark.parametrize(
    ("where", "met"),
    [
        (None, True),
        ({}, True),
        ({"custom_data.value": 19}, True),
        ({"custom_data.value": 19.0}, True),
        ({"$.custom_data.value": 19.0}, True),
        ({"custom_data.value": "19"}, False),
        ({"custom_data.value": 19.01}, False),
        ({"custom_data.contents.1.id": "tea"}, True),
        ({"custom_data.contents.2.id": "tea"}, False),
        ({"custom_data.contents.id": "tea"}, False),
        ({"user_data.em": HASHED}, True),
        ({"user_data.em": [HASHED]}, True),
        ({"user_data.em.0": HASHED}, True),
        ({"user_data.ph": None}, False),
        ({"opt_out": False}, True),
        # In JSON false is not 0.
        ({"opt_out": 0}, False),
        ({"custom_data.value": lambda value: value > 18}, True),
        ({"custom_data.value": lambda value: value > 19}, False),
        ({"custom_data.net_revenue": lambda _: True}, False),
        ({"custom_data.value": 19, "custom_data.currency": "USD"}, False),
        (lambda each: each.channel == "server", True),
        (lambda each: each.payload.get("x"), False),
    ],
)
def test_conditions(judged: JudgedEvent, where: Any, met: bool) -> None:
    assert fulfils(judged, where) is met
    assert (parting(judged, where) == "") is met


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"custom_data.value": 20}, "custom_data.value is 19.0, expected 20"),
        ({"custom_data.currency": "USD"}, "custom_data.currency is EUR, expected USD"),
        ({"custom_data.value": "19.0"}, "custom_data.value is 19.0 (float), expected str"),
        ({"user_data.ph": PHONE}, "user_data.ph is absent, expected 1…1 (11 characters)"),
        # Their masks agree.
        ({"custom_data.order_id": "B-1"}, "custom_data.order_id is ••• (str), expected another str"),
        ({"custom_data.value": 20, "custom_data.currency": "USD"}, "custom_data.value is 19.0, expected 20; custom_"),
    ],
)
def test_a_difference_in_words(judged: JudgedEvent, where: Any, said: str) -> None:
    assert said in parting(judged, where)


@pytest.mark.parametrize(
    ("channel", "where", "said"),
    [
        (None, None, ""),
        ("server", None, " on the server channel"),
        (None, {"custom_data.value": 19}, " where custom_data.value is 19"),
        (None, {"user_data.em": ADDRESS}, " where user_data.em is a…@… (15 characters)"),
        (None, {"a": 1, "event_id": "x"}, " where a is • and event_id is x"),
        (None, {"custom_data.value": abs}, " where custom_data.value is what abs accepts"),
        ("browser", repr, " on the browser channel where repr(event)"),
    ],
)
def test_what_was_asked_for_in_words(channel: str | None, where: Any, said: str) -> None:
    assert asked_for(channel, where) == said


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "0"]), inner, max_size=3),
    max_leaves=8,
)


@given(_JSON, st.text(alphabet="ab01.$", max_size=8))
def test_no_path_into_anything_raises(payload: Any, path: str) -> None:
    found = value_at(payload, path)
    assert found is ABSENT or found is not Ellipsis


@given(st.dictionaries(st.sampled_from(["a", "b"]), _JSON, min_size=1))
def test_a_value_is_found_where_it_is(payload: dict[str, Any]) -> None:
    for name, value in payload.items():
        assert value_at(payload, name) is value
        assert value_at({"x": [payload]}, f"x.0.{name}") is value
