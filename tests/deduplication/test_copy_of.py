from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.deduplication.copy import copy_of
from simulator.event import Event, Origin

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def event(payload: dict[str, Any], **changes: Any) -> Event:
    given = Event("server", "1", "Purchase", "a", 1_700_000_000.0, 1_700_000_001.5, payload, Origin("x", 1))
    return given._replace(**changes)


def test_copy_carries_what_is_compared() -> None:
    payload = {"action_source": "website", "user_data": {"external_id": ["u", 7, "", None, "u"], "fbp": "fb.1.2.3"}}
    copy = copy_of(event(payload), 9)
    assert copy == (9, "server", 1_700_000_001.5, "1", "Purchase", "a", ("u", "7"), "fb.1.2.3", "web", None)


@pytest.mark.parametrize(
    ("sent", "compared"),
    [("u", ("u",)), (["u", "v"], ("u", "v")), (12345, ("12345",)), ("", ()), (None, ()), (True, ()), ({"a": 1}, ())],
)
def test_external_id_may_be_one_value_or_a_list(sent: Any, compared: tuple[str, ...]) -> None:
    assert copy_of(event({"user_data": {"external_id": sent}}), 1).external_ids == compared


@pytest.mark.parametrize(
    ("action_source", "kind"),
    [
        ("website", "web"),
        ("app", "app"),
        ("physical_store", "offline"),
        ("business_messaging", "messaging"),
        ("system_generated", "web"),
        (None, "web"),
        (["app"], "web"),
    ],
)
def test_kind_is_the_action_source_of_a_server_event(action_source: Any, kind: str) -> None:
    payload = {"action_source": action_source}
    assert copy_of(event(payload), 1).kind == kind
    assert copy_of(event(payload, channel="browser"), 1).kind == "web"


def test_receipt_falls_back_to_the_time_of_the_event() -> None:
    assert copy_of(event({}, received_at=None), 1).received_at == 1_700_000_000.0
    assert copy_of(event({}, received_at=None, event_time=None), 1).received_at == 0.0


def offline(**payload: Any) -> tuple[Any, ...] | None:
    return copy_of(event({"action_source": "physical_store", **payload}), 1).offline_key


def test_offline_key_prefers_the_order_id() -> None:
    key = offline(custom_data={"order_id": 12, "item_number": "3"}, user_data={"em": "x"})
    assert key == ("order_id", 1_700_000_000.0, "3", "12")
    assert offline(item_number=3, custom_data={"order_id": "12"}) == key


def test_offline_key_without_order_is_a_digest_of_the_customer_information() -> None:
    key = offline(user_data={"em": ["x"], "ph": ["1", "2"]})
    assert key is not None
    assert key[0] == "user_data"
    assert key == offline(user_data={"ph": ["2", "1"], "em": "x"})
    assert key != offline(user_data={"ph": ["2", "1"], "em": "y"})
    assert key != offline(user_data={"em": ["x"], "ph": ["1", "2"]}, item_number="1")
    assert "x" not in map(str, key[3:])
    assert offline(user_data={}) is None
    assert offline() is None


@given(st.dictionaries(st.sampled_from(["action_source", "user_data", "custom_data", "item_number"]), JSON))
def test_any_payload_makes_a_copy_that_can_be_compared(payload: dict[str, Any]) -> None:
    for source in (payload, {**payload, "action_source": "physical_store"}):
        copy = copy_of(event(source), 1)
        hash(copy)
        assert all(isinstance(value, str) and value for value in copy.external_ids)
        assert copy.fbp is None or isinstance(copy.fbp, str)


@given(st.dictionaries(st.sampled_from(["external_id", "fbp", "em"]), JSON))
def test_any_customer_information_makes_a_copy_that_can_be_compared(user_data: dict[str, Any]) -> None:
    hash(copy_of(event({"action_source": "physical_store", "user_data": user_data}), 1))
