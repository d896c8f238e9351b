"""Nothing about a person survives masking, and what is masked can still be recognised."""

from __future__ import annotations

import re
from urllib.parse import quote

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.masking import _VOCABULARY, excerpt, mask, may_be_personal, show_name

HASH = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"
EMAIL = "maria.sommer@kundin.example"
PHONE = "+49 (170) 123-45678"
TOKEN = "EAABsbCS1iHgBAKz9ZCq7wQ2LxTnR4uVpYd8"
FBP = "fb.1.1700000000000.1234567890"
PEOPLE = (HASH, EMAIL, PHONE, TOKEN, FBP, "Maria Sommer", "203.0.113.77", "2001:db8::7f3a", "Mozilla/5.0 (X11)")
LINE = orjson.dumps(
    {
        "channel": "server",
        "event": {"event_name": "Purchase", "user_data": {"em": [EMAIL], "ph": PHONE, "fn": "Maria", "fbp": FBP}},
    }
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (LINE[:75], '{"channel":"server","event":{"event_name":"Purchase","user_data":{"em":["…'),
        (
            "https://www.facebook.com/tr/?id=123&ev=Lead&ud%5Bem%5D=a%40b.example",
            "https://www.facebook.com/tr/?id=…&ev=Lead&ud[em]=…",
        ),
        (b"Maria Sommer, +49 170 1234567", "…"),
        (b"\x1b[31m\x00\xff", "…[…"),
        (b"   ", ""),
        (b"", ""),
    ],
)
def test_an_excerpt_is_recognisable(raw: bytes | str, shown: str) -> None:
    assert excerpt(raw) == shown


# What a value becomes on its way into a broken line.
ways = st.sampled_from(
    [
        lambda value: value,
        lambda value: f'{{"em":"{value}"',
        lambda value: f"{{'em': '{value}'}}",
        lambda value: f"{{em:{value}}}",
        lambda value: f'{{"{value}":1',
        lambda value: f"em={quote(value)}&ph={value}",
        lambda value: orjson.dumps({"body": orjson.dumps({"em": value}).decode()}).decode()[:-1],
        lambda value: f"id,email,{value},1",
        lambda value: f"<em>{value}</em>",
        lambda value: value.upper(),
    ]
)


@settings(deadline=None)
@given(st.sampled_from(PEOPLE), ways, st.text(max_size=30), st.text(max_size=30), st.integers(0, 60))
def test_no_part_of_a_value_shows(value: str, way: object, before: str, after: str, cut: int) -> None:
    raw = (before + way(value) + after)[cut:]  # type: ignore[operator]
    for shown in (excerpt(raw), excerpt(raw.encode("utf-8", "surrogatepass"))):
        assert not re.search(r"[0-9]", shown)
        for part in re.findall(r"\w{3,}", value):
            assert part.lower() not in shown.lower()


@settings(deadline=None)
@given(st.text() | st.binary())
@example(b"\xff" * 2000)
@example('"em":"a\u202eb\x1b[2J"')
def test_only_punctuation_and_known_words_ever_show(raw: str | bytes) -> None:
    shown = excerpt(raw)
    assert len(shown) <= 120
    assert shown.isprintable()
    words = [word for word in re.split(r'[{}\[\]:,=&?/ "\\…]+', shown) if word]
    # The last word may be cut short.
    assert all(word in _VOCABULARY for word in words[: len(words) if len(shown) < 120 else -1])


def test_a_long_line_is_cut_and_says_so() -> None:
    shown = excerpt(b'{"event_name":"Purchase","custom_data":{' * 1000)
    assert len(shown) == 120
    assert shown.endswith("…")


@pytest.mark.parametrize(
    ("value", "key", "shown"),
    [
        (None, None, "null"),
        (True, None, "true"),
        ("EUR", "currency", "EUR"),
        (12.5, "value", "12.5"),
        (HASH, "em", "62a1…f62f (64 characters)"),
        (EMAIL, "em", "m…@… (27 characters)"),
        ("abc", "fn", "•••"),
        ("", "em", '""'),
        ([1, 2], "em", "list of 2"),
        ({"a": 1}, None, "object of 1"),
        ("a\x1b[2J" + "b" * 90, "event_name", "a…b (95 characters)"),
        ("website", "action_source", "website"),
        ("shopper@shop.example", "action_source", "s…@… (20 characters)"),
        ("+491711234567", "content_type", "+…7 (13 characters)"),
        ("491711234567", "value", "4…7 (12 characters)"),
        ("1.234,50 €", "value", "1.234,50 €"),
        ("EAABwzLixnjYBO1234567890abcdefgh", "action_source", "E…h (32 characters)"),
        (1790000000000, "event_time", "1790000000000"),
        ("2026-10-12T09:00:00Z", "event_time", "2026-10-12T09:00:00Z"),
        ("shopper@shop.example", "event_time", "s…@… (20 characters)"),
    ],
)
def test_single_values(value: object, key: str | None, shown: str) -> None:
    assert mask(value, key) == shown


@given(st.sampled_from(PEOPLE))
def test_a_masked_value_does_not_hold_the_value(value: str) -> None:
    assert value not in mask(value)
    assert value[1:-1] not in mask(value)


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ("order-1001", False),
        ("0b9f6c1e-6f0a-4d2b-9a51-3f6a8d1c2e40", False),
        ("1767268800.123456", False),
        ("Purchase (1234567890)", False),
        ("16505550123", False),
        ("2026-11-24T04:00:00+01:00", False),
        ("a+1234567", False),
        ("a+12345678", True),
        ("+123456789012345", True),
        ("+1234567890123456", False),
        ("+1 (650) 555-0123", True),
        ("order-+16505550123-7", True),
        ("%2B16505550123", True),
        ("%252b16505550123", True),
        ("ana@example.com", True),
        ("order-ana@example.com-1", True),
        ("ana%40example.com", True),
        ("ana%2540example.com", True),
        ("@", True),
        ("%4", False),
    ],
)
def test_names_that_may_be_personal(text: str, personal: bool) -> None:
    assert may_be_personal(text) is personal
    assert (show_name(text) == text) is not personal


@given(st.text(max_size=40), st.sampled_from(["ana@example.com", "ana%40example.com", "+16505550123"]), st.text())
def test_a_name_never_shows_an_address(before: str, canary: str, behind: str) -> None:
    # Digits that follow make a longer number of it.
    shown = show_name(f"{before} {canary} {behind}")
    assert canary not in shown
    assert shown.isprintable()


@given(st.text(max_size=200), st.integers(5, 90))
def test_a_name_is_shortened_and_printable(text: str, limit: int) -> None:
    shown = show_name(text, limit)
    assert len(shown) <= limit
    assert shown.isprintable()
