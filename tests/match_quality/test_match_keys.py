from __future__ import annotations

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.match_quality import keys
from simulator.match_quality.keys import KEYS, masks

HASH = hashlib.sha256(b"someone@example.com").hexdigest()
NOTHING = hashlib.sha256(b"").hexdigest()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def keys_in(mask: int) -> list[str]:
    return [key for bit, key in enumerate(KEYS) if mask >> bit & 1]


def examined(**user_data: Any) -> tuple[list[str], list[str]]:
    present, valid = masks({"user_data": user_data}, clean=False)
    return keys_in(present), keys_in(valid)


def is_valid(key: str, value: Any) -> bool:
    present, valid = examined(**{key: value})
    assert present == [key]
    return valid == [key]


def test_bits_are_a_contract_with_stores() -> None:
    assert KEYS[:15] == (
        *("em", "ph", "fn", "ln", "ge", "db", "ct", "st", "zp", "country", "external_id"),
        *("client_ip_address", "client_user_agent", "fbc", "fbp"),
    )
    assert len(set(KEYS)) == len(KEYS) == 36
    assert keys_in(0b101) == ["em", "fn"]


def test_every_key_the_checks_know_has_a_bit() -> None:
    from simulator.checks.vocabulary import MATCH_KEYS

    assert set(KEYS) == MATCH_KEYS


def test_a_clean_event_is_believed() -> None:
    payload = {"user_data": {"em": "not looked at", "client_user_agent": "x", "unknown": 1}}
    present, valid = masks(payload, clean=True)
    assert present == valid
    assert keys_in(present) == ["em", "client_user_agent"]
    assert masks({"user_data": {"em": "other", "client_user_agent": "y", "unknown": 2}}, clean=True) == (present, valid)


@pytest.mark.parametrize("user_data", [None, {}, [], "x", 3])
def test_no_customer_information_carries_nothing(user_data: Any) -> None:
    for clean in (True, False):
        assert masks({"user_data": user_data}, clean) == (0, 0)
        assert masks({}, clean) == (0, 0)


@pytest.mark.parametrize("empty", [None, "", "  ", [], [""], [None, " "], {}])
def test_an_empty_value_is_not_carried(empty: Any) -> None:
    assert examined(em=empty, fbp=empty) == ([], [])


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        (HASH, True),
        ([HASH], True),
        (["plain", HASH], True),
        (f"{HASH}.AQYCAQMA", True),
        (f"{HASH}.BA", True),
        (HASH.upper(), False),
        (HASH + "\n", False),
        (HASH[:63], False),
        ("someone@example.com", False),
        (NOTHING, False),
        ([NOTHING, "plain"], False),
        (f"{NOTHING}.AQYCAQMA", False),
        (7, False),
        ({"a": 1}, False),
    ],
)
def test_hashed_keys(value: Any, valid: bool) -> None:
    for key in ("em", "ph", "country", "doby"):
        assert is_valid(key, value) is valid


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("fb.1.1700000000000.1098115397", True),
        ("fb.1.1700000000000.IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk", True),
        ("fb.1.1700000000000.1098115397.AQYCAQMA", True),
        ("fb.2.1700000000.1098115397.Bg", True),
        ("fb.1.1700000000000.", False),
        ("fb.1.17000.1098115397", False),
        ("fb.1.1700000000000.10981.15397.AQYCAQMA", False),
        ("1098115397", False),
        (["fb.1.1700000000000.1098115397"], False),
    ],
)
def test_cookies(value: Any, valid: bool) -> None:
    assert is_valid("fbc", value) is valid
    assert is_valid("fbp", value) is valid


@pytest.mark.parametrize(
    ("value", "valid"),
    [
        ("8.8.4.4", True),
        ("203.0.113.9", True),
        ("2001:db8::7", True),
        ("2a00:1450:4001:800::200e", True),
        ("8.8.4.4.AQQAAQMC", True),
        ("2a00:1450::1.AQQAAQMC", True),
        ("::ffff:8.8.4.4", True),
        ("::ffff:10.0.0.1", False),
        ("10.0.0.1", False),
        ("10.0.0.1.AQQAAQMC", False),
        ("127.0.0.1", False),
        ("192.168.1.1", False),
        ("fe80::1", False),
        ("100.64.0.1", False),
        ("0.0.0.1", False),
        ("8.8.4.4, 8.8.8.8", False),
        ("8.8.4", False),
        ("8.8.4.400", False),
        (HASH, False),
        (134744072, False),
    ],
)
def test_addresses(value: Any, valid: bool) -> None:
    assert is_valid("client_ip_address", value) is valid


@pytest.mark.parametrize(
    ("key", "value", "valid"),
    [
        ("external_id", "shopper-7", True),
        ("external_id", 12345, True),
        ("external_id", ["a", "b"], True),
        ("external_id", "undefined", False),
        ("external_id", NOTHING, False),
        ("external_id", True, False),
        ("lead_id", 123456789012345, True),
        ("lead_id", "1234567890123456", True),
        ("lead_id", 1234, False),
        ("fb_login_id", "77", True),
        ("fb_login_id", "x77", False),
        ("client_user_agent", "Mozilla/5.0", True),
        ("client_user_agent", ["Mozilla/5.0"], False),
        ("subscription_id", "s", True),
    ],
)
def test_other_keys(key: str, value: Any, valid: bool) -> None:
    assert is_valid(key, value) is valid


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), JSON, max_size=6))
def test_valid_is_always_part_of_present(user_data: dict[str, Any]) -> None:
    for clean in (True, False):
        present, valid = masks({"user_data": user_data}, clean)
        assert valid & ~present == 0
        assert set(keys_in(present)) <= user_data.keys()


def test_the_cache_of_clean_combinations_is_bounded() -> None:
    for n in range(3 * keys._MOST_CACHED):
        assert masks({"user_data": {"em": "x", f"unknown{n}": 1}}, clean=True) == (1, 1)
    assert len(keys._clean) <= keys._MOST_CACHED
