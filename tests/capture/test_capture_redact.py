"""Credentials go, whatever they stand in; what stands beside them stays."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import orjson
import pytest
from captured import TOKEN, multipart
from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.read import read_item
from simulator.capture.redact import CREDENTIALS, holds_none, redact, redact_headers, redact_text
from simulator.event import Origin
from simulator.settings import Limits

PIPED = "1234567890|Zq8rT-app_secret"


@pytest.mark.parametrize("secret", [TOKEN, PIPED])
@pytest.mark.parametrize("name", sorted(CREDENTIALS))
@pytest.mark.parametrize(
    "write",
    [
        lambda n, s: f"a=1&{n}={s}&b=2",
        lambda n, s: "a=1&" + urlencode({n: s}) + "&b=2",
        lambda n, s: "/x?a=1&dl=" + quote(f"https://x/?{n}={quote(s)}&c=3", safe="") + "&b=2",
        lambda n, s: "a=1 " + orjson.dumps({n: s, "c": 3}).decode() + " b=2",
        lambda n, s: "a=1 " + orjson.dumps(orjson.dumps({n: s, "c": 3}).decode()).decode() + " b=2",
        lambda n, s: "a=1&x=" + quote(orjson.dumps({n: s, "c": 3}).decode()) + "&b=2",
        lambda n, s: "a=1" + multipart({n: s, "c": "3"}) + "b=2",
        lambda n, s: "a=1" + multipart({n: s}, extra="Content-Length: 9\r\n").replace("\r\n", "\n") + "b=2",
    ],
)
def test_the_value_goes_and_its_neighbours_stay(write: Any, name: str, secret: str) -> None:
    text = redact_text(write(name, secret))
    for part in (secret, quote(secret), secret[-8:]):
        assert part not in text
    assert "[removed]" in text
    assert text.startswith(("a=1", "/x?a=1"))
    assert text.endswith("b=2")


def test_members_go_at_any_depth_and_texts_are_redacted() -> None:
    value = {"a": [{"Access_Token": TOKEN, "b": f"?access_token={TOKEN}"}], "access_token": {"x": TOKEN}, "n": 1}
    assert redact(value) == {"a": [{"b": "?access_token=[removed]"}], "n": 1}


@given(st.text(max_size=60))
def test_text_without_a_credential_is_untouched(text: str) -> None:
    assert redact_text(text) == text


def test_headers_that_carry_credentials_keep_their_names() -> None:
    names = ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-access-token", "x-hub-signature-256"]
    kept = {"user-agent": "UA", ":authority": "x", "referer": "https://x/?a=1"}
    assert redact_headers(dict.fromkeys(names, TOKEN) | kept) == dict.fromkeys(names, "[removed]") | kept
    assert TOKEN not in str(redact_headers({"referer": f"https://x/?access_token={TOKEN}"}))


LONG_TOKEN = "EAABwzLixnjYBO1234567890abcdefghijklmnop"


@pytest.mark.parametrize(
    "line",
    [
        {
            "request": {
                "method": "POST",
                "url": f"https://graph.facebook.com/v26.0/1/events?ACCESS_TOKEN={LONG_TOKEN}",
                "body": "data=[]",
            }
        },
        {"event_name": "Lead", "event_time": 1, "user_data": {"Access_Token": LONG_TOKEN}},
        {"event_name": "Lead", "event_time": 1, "custom_data": {"note": f"see {LONG_TOKEN}"}},
        {"event_name": "Lead", "event_time": 1, "action_source": LONG_TOKEN},
        {"data": [{"event_name": "Lead", "event_time": 1}], "accessToken": LONG_TOKEN},
        {"request": {"method": "GET", "url": f"https://me:{LONG_TOKEN}@www.facebook.com/tr/?id=1&ev=Lead"}},
        {
            "startedDateTime": "2026-10-12T09:00:00Z",
            "request": {
                "method": "POST",
                "url": "https://graph.facebook.com/v26.0/1/events",
                "headers": [],
                "postData": {
                    "mimeType": "application/x-www-form-urlencoded",
                    "params": [
                        {"name": "access_token", "value": LONG_TOKEN},
                        {"name": "data", "value": '[{"event_name":"Lead","event_time":1}]'},
                    ],
                },
            },
        },
    ],
)
def test_no_token_survives_reading(line: dict[str, object]) -> None:
    item = orjson.dumps(line)
    read = read_item(item, Origin("f", 1), "har" if "startedDateTime" in line else "lines", Limits())
    assert read is not None
    assert LONG_TOKEN not in repr(read)
    assert LONG_TOKEN.lower() not in repr(read).lower()


SIGNS = st.sampled_from(
    [
        "access_token=x",
        '"Client_Secret":1',
        TOKEN,
        "https://a:b@shop.example/",
        "access\\u005ftoken",
        "EAA",
        "@",
        "token",
    ]
)
VALUES = st.recursive(
    st.text(max_size=20) | SIGNS | st.builds("{}{}".format, st.text(max_size=5), SIGNS) | st.integers(-5, 5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | SIGNS, inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_what_is_passed_over_holds_nothing_to_take_out(value: object) -> None:
    written = orjson.dumps(value)
    if holds_none(written):
        assert orjson.dumps(redact(value)) == written
