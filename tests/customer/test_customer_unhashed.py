"""Keys that are never hashed: sent as they are, their shape judged."""

from __future__ import annotations

import pytest

from simulator.customer import KEYS, Hashing, normalize

NEVER = [name for name, key in KEYS.items() if key.hashing is Hashing.NEVER]
FITTING = {
    "client_ip_address": "2a00:1450:4001:80b::200e",
    "fb_login_id": "10208329417",
    "fbc": "fb.1.1554763741205.AbCdEfGhIjKlMnOpQrStUvWxYz1234567890",
    "fbp": "fb.1.1558571054389.1098115397",
    "lead_id": "525645896321548",
    "madid": "38400000-8cf0-11bd-b23e-10b96e40000d",
}


def test_the_keys_that_meta_does_not_want_hashed() -> None:
    assert set(NEVER) >= {
        "client_ip_address", "client_user_agent", "fbc", "fbp", "subscription_id", "fb_login_id", "lead_id", "anon_id",
        "madid", "page_id", "page_scoped_user_id", "ctwa_clid", "ig_account_id", "ig_sid",
        "whatsapp_business_account_id",
    }  # fmt: skip
    required = {name for name, key in KEYS.items() if key.hashing is Hashing.REQUIRED}
    assert required >= {"em", "ph", "fn", "ln", "ge", "db", "ct", "st", "zp", "country"}
    assert [name for name, key in KEYS.items() if key.hashing is Hashing.RECOMMENDED] == ["external_id"]


@pytest.mark.parametrize("key", NEVER)
def test_sent_as_it_is_and_said_so(key: str) -> None:
    value = FITTING.get(key, "Some-Value_1")
    result = normalize(key, f" {value}\n")
    assert result.normalized == value
    assert result.sha256 is None
    assert result.notes[0].startswith("not hashed")


@pytest.mark.parametrize("key", NEVER)
def test_nothing_and_a_hash(key: str) -> None:
    assert normalize(key, " ").normalized is None
    assert any("looks like a hash" in note for note in normalize(key, "ab" * 32).notes)


@pytest.mark.parametrize("key", ["fbc", "fbp"])
@pytest.mark.parametrize(
    "value",
    [
        "fb.1.1554763741205.AbC_d-9",
        "fb.0.1554763741205.x",
        "fb.2.155476374120.x",
        "fb.1.1554763741205.x.AQYCAQMA",
        "fb.1.1554763741205.x.Bg",
    ],
)
def test_cookie_values_of_four_and_five_parts(key: str, value: str) -> None:
    assert normalize(key, value).normalized == value


@pytest.mark.parametrize("key", ["fbc", "fbp"])
@pytest.mark.parametrize(
    "value",
    [
        "fb.1.1554763741205",
        "fb.1.1554763741205.",
        "fb.1.155476374.x",
        "fb.1.15547637412050.x",
        "FB.1.1554763741205.x",
        "fb.one.1554763741205.x",
        "fb.1.1554763741205.x.toolongmark",
        "fb.1.1554763741205.x y",
        "fb.1.١٥٥٤٧٦٣٧٤١٢٠٥.x",
        "IwAR0123456789",
    ],
)
def test_what_is_no_cookie_value(key: str, value: str) -> None:
    result = normalize(key, value)
    assert result.normalized is None
    assert any("fb.<subdomain index>" in note for note in result.notes)


@pytest.mark.parametrize("value", ["fb.1.1554763741.x", "fb.1.155476374120.x"])
def test_cookie_time_in_seconds_is_noticed(value: str) -> None:
    result = normalize("fbc", value)
    assert result.normalized == value
    assert any("seconds" in note for note in result.notes)
    assert not any("seconds" in note for note in normalize("fbc", "fb.1.1554763741205.x").notes)


@pytest.mark.parametrize(
    ("value", "note"),
    [
        ("8.8.8.8", None),
        ("2a00:1450:4001:80b::200e", None),
        ("10.0.0.1", "no public address"),
        ("127.0.0.1", "no public address"),
        ("::1", "no public address"),
        ("fe80::1", "no public address"),
        ("100.64.0.1", "no public address"),
        ("8.8.8.8.AQQCAQAA", "marker"),
        ("2a00:1450:4001:80b::200e.BA", "marker"),
    ],
)
def test_addresses(value: str, note: str | None) -> None:
    result = normalize("client_ip_address", value)
    assert result.normalized == value
    assert [part for part in (note,) if part] == [
        part for part in (note,) if part and part in " ".join(result.notes[1:])
    ]
    assert len(result.notes) == (1 if note is None else 2)


@pytest.mark.parametrize("value", ["8.8.8", "8.8.8.256", "8.8.8.8, 10.0.0.1", "8.8.8.8:443", "unknown", "08.8.8.8"])
def test_what_is_no_address(value: str) -> None:
    assert normalize("client_ip_address", value).normalized is None


@pytest.mark.parametrize(
    ("value", "expected"), [("1" * 14, True), ("1" * 15, False), ("1" * 16, False), ("1" * 17, True)]
)
def test_lead_ids_have_15_or_16_digits(value: str, expected: bool) -> None:
    result = normalize("lead_id", value)
    assert result.normalized == value
    assert any("15 or 16" in note for note in result.notes) is expected


@pytest.mark.parametrize("key", ["lead_id", "fb_login_id"])
@pytest.mark.parametrize("value", ["12a", "-1", "1.0", "١٢٣"])
def test_integer_keys(key: str, value: str) -> None:
    assert normalize(key, value).normalized is None


def test_advertising_id_that_is_switched_off() -> None:
    assert normalize("madid", "00000000-0000-0000-0000-000000000000").normalized is None
    assert any("usual shape" in note for note in normalize("madid", "abc").notes)
