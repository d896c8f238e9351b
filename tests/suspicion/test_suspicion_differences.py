from __future__ import annotations

import copy
import hashlib
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.checks.spot import ABSENT
from simulator.suspicion.differences import Difference, compared, differences

HASH = hashlib.sha256(b"jane@example.com").hexdigest()
OTHER = hashlib.sha256(b"john@example.com").hexdigest()
FBP = "fb.1.1788000000000.1098115397"

PAYLOAD: dict[str, Any] = {
    "event_name": "Purchase",
    "event_time": 1788000000,
    "event_id": "1001",
    "action_source": "website",
    "event_source_url": "https://shop.example/",
    "data_processing_options": ["LDU"],
    "data_processing_options_country": 1,
    "data_processing_options_state": 1000,
    "user_data": {
        "em": [HASH, OTHER],
        "external_id": "4711",
        "fbp": FBP,
        "fbc": "fb.1.1788000000000.IwAR2abc",
        "client_ip_address": "203.0.113.7",
    },
    "custom_data": {
        "value": 49.9,
        "currency": "EUR",
        "content_ids": ["A-1", "7"],
        "contents": [{"id": "A-1", "quantity": 1, "item_price": 40}, {"id": "7", "quantity": 2, "item_price": 4.95}],
        "num_items": 3,
        "order_id": "1001",
    },
}


def changed(where: str, name: str, value: Any) -> dict[str, Any]:
    payload = copy.deepcopy(PAYLOAD)
    (payload[where] if where else payload)[name] = value
    return payload


HARMLESS: list[tuple[str, str, Any]] = [
    ("", "event_id", 1001),
    ("", "event_time", "1788000000"),
    ("", "data_processing_options", "LDU"),
    ("", "data_processing_options_country", "1"),
    ("", "opt_out", None),
    ("", "referrer_url", ""),
    ("", "event_source_url", "https://shop.example"),
    ("", "event_source_url", "https://shop.example.AQICAQMC"),
    ("", "event_source_url", "https://shop.example/.AQICAQMC"),
    ("", "app_data", {}),
    ("user_data", "em", [OTHER, HASH]),
    ("user_data", "em", [HASH.upper(), OTHER, HASH]),
    ("user_data", "em", [f"{HASH}.AQQCAQMC", OTHER]),
    ("user_data", "em", [HASH, OTHER, None, ""]),
    ("user_data", "ph", [None]),
    ("user_data", "ph", []),
    ("user_data", "external_id", 4711),
    ("user_data", "external_id", ["4711"]),
    ("user_data", "fbp", f"{FBP}.AQYCAQMA"),
    ("user_data", "fbp", f"{FBP}.BA"),
    ("user_data", "fbc", "fb.1.1788000000000.IwAR2abc.AQQAAQAA"),
    ("user_data", "client_ip_address", "203.0.113.7.AQQAAQMC"),
    ("custom_data", "value", "49.90"),
    ("custom_data", "value", "49.9"),
    ("custom_data", "currency", "eur"),
    ("custom_data", "currency", ["EUR"]),
    ("custom_data", "content_ids", ["7", "A-1"]),
    ("custom_data", "content_ids", [7, "A-1"]),
    ("custom_data", "content_ids", '["A-1", "7"]'),
    ("custom_data", "contents", PAYLOAD["custom_data"]["contents"][::-1]),
    ("custom_data", "contents", orjson.dumps(PAYLOAD["custom_data"]["contents"]).decode()),
    ("custom_data", "num_items", "3"),
    ("custom_data", "num_items", 3.0),
    ("custom_data", "order_id", 1001),
    ("custom_data", "search_string", ""),
    ("custom_data", "note", {"empty": None}),
]


@pytest.mark.parametrize(("where", "name", "value"), HARMLESS)
def test_harmless_spelling_is_no_difference(where: str, name: str, value: Any) -> None:
    other = changed(where, name, value)
    assert differences(PAYLOAD, other) == []
    assert differences(other, PAYLOAD) == []


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        ("", "event_id", "01001"),
        ("", "event_time", 1788000001),
        ("", "event_source_url", "https://shop.example/a"),
        ("", "event_source_url", "https://www.shop.example/"),
        ("", "data_processing_options_state", 1001),
        ("user_data", "em", [HASH]),
        ("user_data", "external_id", "04711"),
        ("user_data", "external_id", "abc"),
        ("user_data", "fbp", "fb.1.1788000000000.1098115398"),
        ("user_data", "fbc", "fb.1.1788000000000.iwar2abc"),
        ("user_data", "client_ip_address", "203.0.113.8"),
        ("custom_data", "value", 49.91),
        ("custom_data", "value", "49,90"),
        ("custom_data", "currency", "USD"),
        ("custom_data", "content_ids", ["A-1"]),
        ("custom_data", "content_ids", ["A-1", "07"]),
        ("custom_data", "order_id", "1001.0"),
        ("custom_data", "contents", [{"id": "A-1", "quantity": 1, "item_price": 40}]),
        ("custom_data", "contents", '[{"id": "A-1"'),
    ],
)
def test_other_value_is_a_difference(where: str, name: str, value: Any) -> None:
    other = changed(where, name, value)
    path = (where, name) if where else (name,)
    before = (PAYLOAD[where] if where else PAYLOAD)[name]
    assert differences(PAYLOAD, other) == [Difference(path, "differs", before, value)]


@pytest.mark.parametrize("nothing", [None, "", [], {}, [None], [""], "[]"])
def test_nothing_on_one_side(nothing: Any) -> None:
    other = changed("custom_data", "value", nothing)
    path = ("custom_data", "value")
    assert differences(PAYLOAD, other) == [Difference(path, "first-only", 49.9, ABSENT)]
    assert differences(other, PAYLOAD) == [Difference(path, "second-only", ABSENT, 49.9)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8::1", "2001:0DB8:0:0:0:0:0:1"),
        ("2001:db8::1", "2001:db8:0::1.AQQAAQMC"),
        ("2001:db8::1", "2001:db8::1.BA"),
    ],
)
def test_spellings_of_an_address_of_version_6(one: str, other: str) -> None:
    assert differences({"user_data": {"client_ip_address": one}}, {"user_data": {"client_ip_address": other}}) == []


def test_objects_are_missing_on_one_side() -> None:
    found = differences({"user_data": {"fbp": FBP}}, {"custom_data": {"value": 1}})
    assert found == [
        Difference(("user_data", "fbp"), "first-only", FBP, ABSENT),
        Difference(("custom_data", "value"), "second-only", ABSENT, 1),
    ]


def test_object_against_something_else_is_compared_as_a_whole() -> None:
    assert differences({"user_data": {"fbp": FBP}}, {"user_data": "x"}) == [
        Difference(("user_data",), "differs", {"fbp": FBP}, "x")
    ]


def test_order_is_that_of_the_event_then_of_meta_s_keys() -> None:
    shuffled = {
        "custom_data": {"zebra": 1, "order_id": "1", "ant": 1, "value": 1},
        "user_data": {"zoo": "1", "fbp": FBP, "em": HASH},
        "zone": 1,
        "event_time": 1,
        "event_name": "Lead",
    }
    paths = [".".join(map(str, each.path)) for each in compared(shuffled, {})]
    assert paths == [
        *("event_name", "event_time", "zone"),
        *("user_data.em", "user_data.fbp", "user_data.zoo"),
        *("custom_data.value", "custom_data.order_id", "custom_data.ant", "custom_data.zebra"),
    ]
    assert paths == [".".join(map(str, each.path)) for each in compared({}, shuffled)]


def test_compared_tells_what_is_the_same_too() -> None:
    other = changed("custom_data", "value", "49.90")
    kinds = {each.path: each.kind for each in compared(PAYLOAD, other)}
    assert set(kinds.values()) == {"same"}
    assert kinds[("custom_data", "value")] == "same"
    assert len(kinds) == 19


def test_deep_nesting_does_not_break_it() -> None:
    deep: Any = 1
    for _ in range(900):
        deep = [deep]
    assert differences({"custom_data": {"x": deep}}, {"custom_data": {"x": copy.copy(deep)}}) == []
    assert len(differences({"custom_data": {"x": deep}}, {"custom_data": {"x": 1}})) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
MEMBERS = st.sampled_from(["value", "currency", "contents", "em", "fbp", "client_ip_address", "event_time", "x"])
OBJECTS = st.dictionaries(MEMBERS, JSON, max_size=4) | JSON
PAYLOADS = st.dictionaries(MEMBERS | st.sampled_from(["user_data", "custom_data", "app_data"]), OBJECTS, max_size=5)
SWAPPED = {"differs": "differs", "first-only": "second-only", "second-only": "first-only", "same": "same"}


@given(PAYLOADS)
def test_no_difference_with_itself(payload: dict[str, Any]) -> None:
    assert differences(payload, copy.deepcopy(payload)) == []


@given(PAYLOADS, PAYLOADS)
def test_it_is_symmetrical(one: dict[str, Any], other: dict[str, Any]) -> None:
    there, back = compared(one, other), compared(other, one)
    assert [each.path for each in there] == [each.path for each in back]
    assert [SWAPPED[each.kind] for each in there] == [each.kind for each in back]


@given(st.sets(st.integers(0, len(HARMLESS) - 1)))
def test_harmless_spellings_add_up(chosen: set[int]) -> None:
    payload = copy.deepcopy(PAYLOAD)
    for index in sorted(chosen):
        where, name, value = HARMLESS[index]
        (payload[where] if where else payload)[name] = value
    assert differences(PAYLOAD, payload) == []
