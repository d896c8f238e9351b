"""Pixel requests by GET, form post, beacon and batch, and their translation into a server event."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from captured import HASH, ORIGIN, PIXEL, captured, event, harmless, multipart, read, refused, request, tr_url
from hypothesis import given
from hypothesis import strategies as st

from simulator.event import Origin

TR = "https://www.facebook.com/tr/"
AGENT = "Mozilla/5.0 (X11; Linux x86_64)"
PARAMETERS = {
    "id": PIXEL,
    "ev": "Purchase",
    "dl": "https://shop.example/thanks?a=b&c=ü",
    "rl": "",
    "if": "false",
    "ts": "1700000000999",
    "cd[value]": "19.90",
    "cd[currency]": "EUR",
    "cd[contents]": '[{"id":"1","quantity":2}]',
    "cd[content_ids]": '["1","2"]',
    "cd[vip]": "true",
    "ud[em]": HASH,
    "udff[em]": "0" * 64,
    "udff[ph]": "1" * 64,
    "aud[ph]": "2" * 64,
    "aud[cn]": "3" * 64,
    "cud[em]": "*****@****.***",
    "v": "2.9.349",
    "a": "adobe_launch",
    "eid": "order-1",
    "fbp": "fb.1.1700000000000.1234567890",
    "fbc": "fb.1.1700000000000.AbC_d",
    "dpo": "LDU",
    "dpoco": "1",
    "dpost": "1000",
    "rqm": "formPOST",
}
PAYLOAD = {
    "event_name": "Purchase",
    "event_time": 1_700_000_000,
    "event_id": "order-1",
    "event_source_url": "https://shop.example/thanks?a=b&c=ü",
    "action_source": "website",
    "user_data": {
        "em": HASH,
        "ph": "1" * 64,
        "cn": "3" * 64,
        "fbp": "fb.1.1700000000000.1234567890",
        "fbc": "fb.1.1700000000000.AbC_d",
        "client_ip_address": "203.0.113.9",
        "client_user_agent": AGENT,
    },
    "custom_data": {
        "value": "19.90",
        "currency": "EUR",
        "contents": [{"id": "1", "quantity": 2}],
        "content_ids": ["1", "2"],
        "vip": "true",
    },
    "data_processing_options": ["LDU"],
    "data_processing_options_country": 1,
    "data_processing_options_state": 1000,
}
REST = {"if": "false", "cud[em]": "*****@****.***", "v": "2.9.349", "a": "adobe_launch", "rqm": "formPOST"}
HEADERS = {"User_Agent": AGENT, "X_Forwarded_For": "203.0.113.9, 10.0.0.1"}

TRANSPORTS: dict[str, Any] = {
    "GET": captured(tr_url(TR, **PARAMETERS), **HEADERS),
    "without the slash": captured(tr_url("https://www.facebook.com/tr", **PARAMETERS), **HEADERS),
    "relay": captured(tr_url("https://shop.example/tr", **PARAMETERS), **HEADERS),
    "form post": captured(TR, urlencode(PARAMETERS), "application/x-www-form-urlencoded", **HEADERS),
    "beacon": captured(TR, multipart(PARAMETERS), "multipart/form-data; boundary=----Bound-ary7", **HEADERS),
    "query and body": captured(tr_url(TR, id=PIXEL, ev="Wrong"), urlencode(PARAMETERS), **HEADERS),
}


@pytest.mark.parametrize("name", TRANSPORTS)
def test_every_transport_brings_the_same_event(name: str) -> None:
    got = request(TRANSPORTS[name])
    assert got.form == "pixel"
    (only,) = got.events
    assert only.payload == PAYLOAD
    assert only[:6] == ("browser", PIXEL, "Purchase", "order-1", 1_700_000_000.0, 1_700_000_001.5)
    assert only.origin == ORIGIN
    assert got.body == REST
    assert orjson.loads(got.raw or b"")["url"] == TRANSPORTS[name]["request"]["url"]


@pytest.mark.parametrize(
    "start", ["https://www.facebook.com/tr/", "http://127.0.0.1:8000/tr", "/tr/", "/tr", "//x.example/tr"]
)
def test_a_url_on_its_own_line(start: str) -> None:
    got = event(tr_url(start, **PARAMETERS))
    assert (got.channel, got.pixel_id, got.received_at) == ("browser", PIXEL, None)
    assert got.payload["custom_data"] == PAYLOAD["custom_data"]
    assert "client_user_agent" not in got.payload["user_data"]


def test_a_form_body_on_its_own_line() -> None:
    assert event(urlencode(PARAMETERS)).payload["event_id"] == "order-1"


def test_absent_parameters_give_absent_members() -> None:
    got = event("/tr?ev=PageView")
    assert got.payload == {"event_name": "PageView", "action_source": "website", "user_data": {}}
    assert got[1:6] == (None, "PageView", None, None, None)


def test_the_page_without_a_referrer_has_none() -> None:
    assert "referrer_url" not in event("/tr?ev=Lead&rl=").payload
    assert event("/tr?ev=Lead&rl=https%3A%2F%2Fa.example").payload["referrer_url"] == "https://a.example"


@pytest.mark.parametrize(
    ("sent", "member", "seconds"),
    [
        ("1700000000999", 1_700_000_000, 1_700_000_000.0),
        ("now", "now", None),
        ("", "", None),
        ("9" * 30, "9" * 30, 1e30),
    ],
)
def test_client_time_comes_in_milliseconds(sent: str, member: Any, seconds: float | None) -> None:
    got = event(tr_url(ev="Lead", ts=sent))
    assert (got.payload["event_time"], got.event_time) == (member, seconds)


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("12.50", "12.50"),
        ("[1", "[1"),
        ("{a}", "{a}"),
        ("[]", []),
        ("null", "null"),
        ("[" * 60 + "]" * 60, "[" * 60 + "]" * 60),
    ],
)
def test_only_json_arrays_and_objects_inside_custom_data_are_decoded(sent: str, value: Any) -> None:
    assert event(tr_url(**{"ev": "Lead", "cd[x]": sent})).payload["custom_data"] == {"x": value}


@pytest.mark.parametrize(("dpo", "options"), [("LDU", ["LDU"]), ("", [])])
def test_limited_data_use(dpo: str, options: list[str]) -> None:
    got = event(tr_url(ev="Lead", dpo=dpo, dpoco="", dpost="x")).payload
    assert got["data_processing_options"] == options
    assert (got["data_processing_options_country"], got["data_processing_options_state"]) == ("", "x")


def test_a_batch_is_several_events_in_the_order_of_their_index() -> None:
    queries = [urlencode({"ev": f"Step{n}", "eid": f"e{n}", "rqm": "SB"}) for n in range(12)]
    fields = {"batch": "1", "id": PIXEL} | {f"events[{n}]": query for n, query in reversed(list(enumerate(queries)))}
    for body in (urlencode(fields), multipart(fields)):
        got = request(captured(TR, body, **HEADERS))
        assert [one.event_id for one in got.events] == [f"e{n}" for n in range(12)]
        assert [one.origin for one in got.events] == [Origin("shop.jsonl", 7, n) for n in range(12)]
        assert {one.pixel_id for one in got.events} == {PIXEL}
        assert got.body["events"][3]["rqm"] == "SB"
        assert got.events[0].payload["user_data"]["client_user_agent"] == AGENT


def test_an_event_of_a_batch_may_name_its_own_pixel() -> None:
    fields = {"batch": "1", "events[0]": "id=1&ev=Lead", "events[1]": "ev=Lead"}
    assert [one.pixel_id for one in request(captured(TR, urlencode(fields))).events] == ["1", None]


def test_the_privacy_sandbox_copy_is_no_second_event() -> None:
    twin = tr_url("https://www.facebook.com/privacy_sandbox/pixel/register/trigger/", **PARAMETERS)
    assert read(twin) is None
    assert read(captured(twin, **HEADERS)) is None


@pytest.mark.parametrize(
    ("item", "part"),
    [
        ("https://www.facebook.com/tr/", "no parameters"),
        (captured(TR, ""), "no parameters"),
        (captured(TR, {"ev": "Lead"}), "is JSON"),
        (captured(TR, "batch=1"), "batch without events"),
        (captured(TR, "what is this"), "no form"),
    ],
)
def test_pixel_requests_that_hold_no_event(item: Any, part: str) -> None:
    assert part in refused(item)


def test_the_address_a_capture_names_wins_over_headers() -> None:
    one = captured(TR + "?ev=Lead", **HEADERS)
    one["request"]["client_ip"] = "198.51.100.1"
    assert event(one).payload["user_data"]["client_ip_address"] == "198.51.100.1"


word = st.text(st.characters(codec="utf-8"), max_size=30).filter(harmless)
name = st.text(st.characters(codec="utf-8", exclude_characters="[]"), min_size=1, max_size=12).filter(harmless)
leaf = word.filter(lambda text: text[:1] not in ("[", "{"))


@given(
    ev=word,
    eid=word,
    custom=st.dictionaries(
        name, leaf | st.lists(word, max_size=3) | st.dictionaries(name, word, max_size=3), max_size=4
    ),
    user=st.dictionaries(name.filter(lambda key: key not in ("fbp", "fbc")), word, max_size=4),
    ts=st.integers(0, 10**15),
    way=st.sampled_from(["url", "form", "beacon"]),
)
def test_an_event_written_as_a_request_reads_back_the_same(
    ev: str, eid: str, custom: dict[str, Any], user: dict[str, str], ts: int, way: str
) -> None:
    parameters = {"id": PIXEL, "ev": ev, "eid": eid, "ts": str(ts)}
    parameters |= {f"ud[{key}]": value for key, value in user.items()}
    for key, value in custom.items():
        parameters[f"cd[{key}]"] = value if isinstance(value, str) else orjson.dumps(value).decode()
    if way == "beacon":
        # A name in a multipart header is quoted; browsers escape what would end it.
        parameters = {key: value for key, value in parameters.items() if key.isalnum() or key.strip("cud[]").isalnum()}
        custom = {key: value for key, value in custom.items() if f"cd[{key}]" in parameters}
        user = {key: value for key, value in user.items() if f"ud[{key}]" in parameters}
    item = {
        "url": lambda: captured(tr_url(TR, **parameters)),
        "form": lambda: captured(TR, urlencode(parameters)),
        "beacon": lambda: captured(TR, multipart(parameters), "multipart/form-data; boundary=----Bound-ary7"),
    }[way]()
    got = event(item)
    assert (got.event_name, got.event_id, got.event_time) == (ev, eid or None, float(ts // 1000))
    assert got.payload["user_data"] == user
    assert got.payload.get("custom_data", {}) == custom
