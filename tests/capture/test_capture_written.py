"""What capisim wrote itself is read without decoding it, and says the same as its text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.read import read_item
from simulator.capture.written import written
from simulator.event import Origin, Quarantined, Request
from simulator.settings import Limits

HERE = Origin("listen", 3)
EVENT = {
    "event_name": "Purchase",
    "event_time": 1_767_268_800,
    "event_id": "order-1001",
    "user_data": {"em": ["a" * 64], "client_ip_address": "203.0.113.7"},
    "custom_data": {"value": 9.5, "currency": "EUR"},
}
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    # What may be a secret, a token, an address with a password, or an escape.
    | st.sampled_from(
        [
            "",
            "spoken",
            "access_token=EAAB",
            '"event_id":99999999999999999999,',
            "jane@example.com",
            "https://a:b@shop.example/",
            "\x00",
            "é",
            "{[",
        ]
    )
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([*EVENT, "data", "access_token", "test_event_code", "batch"])
EVENTS = st.dictionaries(KEYS, ODD, max_size=3).map(lambda more: EVENT | more)
BODIES = st.dictionaries(KEYS, ODD, max_size=3) | st.lists(EVENTS | ODD, max_size=3).map(lambda data: {"data": data})
URLS = st.sampled_from(
    [
        "/v26.0/1234567890/events",
        "/v26.0/1234567890/events/",
        "/1234567890/events",
        "/v26.0/a%20b/events",
        "/v26.0/1234567890/events?partner_agent=x",
        "/v26.0/tr/events",
        "/v26.0/",
        "/tr",
    ]
)
HEADERS = st.dictionaries(st.sampled_from(["content-type", "user-agent", "referer"]), st.text(max_size=10), max_size=3)


@given(st.sampled_from(["POST", "GET"]), URLS, HEADERS, BODIES | st.none(), st.floats(0, 2e9), st.sampled_from([3, 64]))
def test_value_and_text_are_read_alike(
    method: str, url: str, headers: dict[str, str], body: Any, received_at: float, nesting: int
) -> None:
    item = written({"method": method, "url": url, "headers": headers, "body": body}, received_at)
    limits = Limits(nesting=nesting)
    assert read_item(item, HERE, "lines", limits) == read_item(bytes(item), HERE, "lines", limits)


@pytest.mark.parametrize("more", [{}, {"client_ip": "203.0.113.9"}])
def test_the_short_way_keeps_the_request_as_it_came(more: dict[str, str]) -> None:
    request = {"method": "POST", "url": "/v26.0/12/events", "headers": {}, "body": {"data": [EVENT], "trace": 1}}
    got = read_item(written(request | more, 1.5), HERE, "lines", Limits())
    assert isinstance(got, Request)
    assert (got.events[0].pixel_id, got.events[0].received_at, got.body) == ("12", 1.5, {"trace": 1})
    assert got.raw == read_item(bytes(written(request, 1.5)), HERE, "lines", Limits()).raw  # type: ignore[union-attr]


def test_the_short_way_says_why_it_can_not_read() -> None:
    request = {"method": "POST", "url": "/v26.0/12/events", "headers": {}, "body": {"data": []}}
    got = read_item(written(request, 1.5), HERE, "lines", Limits())
    assert isinstance(got, Quarantined)
    assert "holds no events" in got.reason
