"""Requests to the events endpoint, as every known client writes them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

import orjson
import pytest
from captured import (
    EMAIL,
    HASH,
    ORIGIN,
    PIXEL,
    TOKEN,
    captured,
    event,
    harmless,
    multipart,
    read,
    refused,
    request,
    server_event,
)
from hypothesis import given
from hypothesis import strategies as st

from simulator.event import Batch, Origin, Quarantined, Request

URL = f"https://graph.facebook.com/v26.0/{PIXEL}/events"
FORM = "application/x-www-form-urlencoded"
BOTH = [server_event(), server_event(event_id="order-2", user_data={"em": None})]
DATA = orjson.dumps(BOTH).decode()
TEXTS = orjson.dumps([orjson.dumps(one).decode() for one in BOTH]).decode()
FIELDS = {"data": DATA, "access_token": TOKEN, "test_event_code": "TEST1"}
SDK_FIELDS = {**FIELDS, "data": TEXTS}
PHP_PART = "Content-Type: multipart/form-data\r\nContent-Length: 5\r\n"

DELIVERIES: dict[str, Any] = {
    "json": captured(URL, {"data": BOTH, "access_token": TOKEN, "test_event_code": "TEST1"}),
    "json text": captured(
        URL, orjson.dumps({"data": BOTH, "access_token": TOKEN, "test_event_code": "TEST1"}).decode()
    ),
    "token and code in the query": captured(f"{URL}?access_token={TOKEN}&test_event_code=TEST1", {"data": BOTH}),
    "token in a header": captured(URL, {"data": BOTH, "test_event_code": "TEST1"}, Authorization=f"Bearer {TOKEN}"),
    "trailing slash": captured(f"{URL}/", {"data": BOTH, "test_event_code": "TEST1"}),
    "curl form": captured(URL, urlencode(FIELDS), FORM),
    "python sdk": captured(URL, urlencode(SDK_FIELDS), FORM),
    "no content type": captured(URL, urlencode(SDK_FIELDS)),
    "java sdk": captured(URL, multipart(FIELDS, "-Ab-c_1"), "multipart/form-data; boundary=-Ab-c_1"),
    "php sdk": captured(URL, multipart(FIELDS, extra=PHP_PART), "multipart/form-data; boundary=wrong"),
    "line feeds": captured(URL, multipart(FIELDS).replace("\r\n", "\n"), "multipart/form-data"),
    "graph batch": captured(
        f"https://graph.facebook.com/v26.0/?access_token={TOKEN}",
        urlencode(
            {
                "batch": orjson.dumps(
                    [{"method": "POST", "relative_url": f"v26.0/{PIXEL}/events", "body": urlencode(SDK_FIELDS)}]
                ).decode()
            }
        ),
        FORM,
    ),
}


@pytest.mark.parametrize("name", DELIVERIES)
def test_every_client_delivers_the_same_events(name: str) -> None:
    got = request(DELIVERIES[name])
    assert got.form == "graph"
    assert [one.payload for one in got.events] == BOTH
    assert [one.origin for one in got.events] == [Origin("shop.jsonl", 7, 0), Origin("shop.jsonl", 7, 1)]
    assert {(one.channel, one.pixel_id, one.received_at) for one in got.events} == {("server", PIXEL, 1_700_000_001.5)}
    assert got.body == {"test_event_code": "TEST1"}
    assert got.origin == ORIGIN


@pytest.mark.parametrize("name", DELIVERIES)
def test_the_raw_request_is_kept_without_its_token(name: str) -> None:
    raw = request(DELIVERIES[name]).raw
    assert raw is not None
    kept = orjson.loads(raw)
    assert set(kept) == {"method", "url", "headers", "body"}
    assert kept["method"] == "POST"
    assert TOKEN not in raw.decode()
    assert TOKEN not in repr(request(DELIVERIES[name]))


def test_a_token_inside_urlencoded_json_and_a_graph_app_token_are_removed_whole() -> None:
    secret = "1234567890|Zq8rT_appsecretpart"
    body = "data=" + quote(DATA) + "&x=" + quote(orjson.dumps({"access_token": secret}).decode())
    for one in (captured(URL, body), captured(f"{URL}?access_token={quote(secret)}", body)):
        assert "appsecretpart" not in repr(request(one))


def test_cookies_and_keys_leave_only_their_names() -> None:
    one = captured(URL, {"data": BOTH}, Cookie="c_user=42; xs=abc", X_Api_Key="k-1", User_Agent="curl/8")
    headers = orjson.loads(request(one).raw or b"")["headers"]
    assert headers == {"cookie": "[removed]", "x-api-key": "[removed]", "user-agent": "curl/8"}


@pytest.mark.parametrize("body", [{"data": BOTH}, {"data": DATA}, {"data": orjson.loads(TEXTS)}])
def test_a_bare_body_has_no_pixel_and_no_receipt(body: dict[str, Any]) -> None:
    got = request({**body, "partner_agent": "shop_1_0", "id": None})
    assert [one.payload for one in got.events] == BOTH
    assert {(one.pixel_id, one.received_at, one.channel) for one in got.events} == {(None, None, "server")}
    assert (got.body, got.raw) == ({"partner_agent": "shop_1_0", "id": None}, None)


@pytest.mark.parametrize("text", [urlencode(FIELDS), urlencode(SDK_FIELDS), multipart(FIELDS)])
def test_a_form_body_on_its_own(text: str) -> None:
    got = request(orjson.dumps(text) if "\n" in text else text)
    assert [one.payload for one in got.events] == BOTH
    assert got.body == {"test_event_code": "TEST1"}
    assert TOKEN not in repr(got)


def test_an_envelope_knows_better_than_the_url() -> None:
    got = request({**DELIVERIES["json"], "pixel_id": 99, "channel": "browser"}).events[0]
    assert (got.pixel_id, got.channel) == ("99", "browser")


def test_a_single_event_in_a_list_has_an_index() -> None:
    assert event({"data": [server_event()]}).origin.item == 0


@pytest.mark.parametrize(
    ("item", "part"),
    [
        ({"data": []}, "holds no events"),
        ({"data": "[]"}, "holds no events"),
        ({"data": {}}, 'no list "data"'),
        ({"data": None}, 'no list "data"'),
        ({"data": "[{"}, 'In "data", the text is not valid JSON'),
        ({"data": [server_event(), 3]}, "data[1] is a number"),
        ({"data": [server_event(), None]}, "data[1] is null"),
        ({"data": [[]]}, "data[0] is a list"),
        ({"data": [True]}, "data[0] is true or false"),
        ({"data": ['"text"']}, "data[0] is text"),
        ({"data": ["{"]}, "In data[0], the text is not valid JSON"),
        (captured(URL), "takes POST requests only"),
        (captured(URL, {"data": BOTH}, method="PUT"), "takes POST requests only"),
        (captured(URL, [server_event()]), "is a list"),
        (captured(URL, "{"), "In the body, the text is not valid JSON"),
        (captured(URL, "hello world"), "no form"),
        (captured(URL, "x=1"), 'no list "data"'),
        (captured(URL, "--\r\n", "multipart/form-data"), "names no boundary"),
        (captured(URL, "--a\r\nno header\r\n", "multipart/form-data; boundary=a"), "can't be read"),
        (captured("https://graph.facebook.com/v26.0/", "batch=[]"), "batch holds no requests"),
        (captured("https://graph.facebook.com/", {"batch": [{"relative_url": "me"}]}), "no request to the events"),
        (captured("https://graph.facebook.com/", {"data": BOTH}), "no endpoint that takes events"),
        (captured("https://graph.facebook.com/v26.0/1/insights", {"data": BOTH}), "neither to /tr nor to /events"),
    ],
)
def test_requests_that_hold_no_events_say_why(item: Any, part: str) -> None:
    assert part in refused(item)


def test_each_request_of_a_graph_batch_is_a_delivery_of_its_own() -> None:
    good = {"method": "POST", "relative_url": f"{PIXEL}/events", "body": urlencode(SDK_FIELDS)}
    other = {"method": "POST", "relative_url": "v26.0/42/events", "body": f"access_token={TOKEN}&data=[{{}}]"}
    elsewhere = {"method": "GET", "relative_url": f"me?access_token={TOKEN}"}
    got = read(captured(f"https://graph.facebook.com/v26.0/?access_token={TOKEN}", {"batch": [good, elsewhere, other]}))
    assert isinstance(got, Batch)
    first, second, third = got.parts
    assert isinstance(first, Request)
    assert [one.payload for one in first.events] == BOTH
    assert first.body == {"test_event_code": "TEST1"}
    assert isinstance(second, Quarantined)
    assert "no request to the events endpoint" in second.reason
    assert isinstance(third, Request)
    assert [one.pixel_id for one in third.events] == ["42"]
    assert got.events == [*first.events, *third.events]
    assert TOKEN not in repr(got)
    told = [str(place).partition(":")[2] for place in (*(one.origin for one in got.events), second.origin)]
    assert told == ["7 batch[0] data[0]", "7 batch[0] data[1]", "7 batch[2] data[0]", "7 batch[1]"]
    assert [(one.origin.part, one.origin.element) for one in got.events] == [(0, 0), (0, 1), (2, 0)]
    assert (second.origin.part, second.origin.element) == (1, None)


def test_a_multipart_body_that_breaks_off_keeps_its_finished_parts() -> None:
    got = request(
        captured(URL, multipart({"data": DATA, "partner_agent": "x"}, end=False) + "--half", "multipart/form-data")
    )
    assert len(got.events) == 2


def test_the_multipart_library_never_speaks(capfd: pytest.CaptureFixture[str]) -> None:
    refused(captured(URL, f"--a\r\n{EMAIL}\r\n", "multipart/form-data; boundary=a"))
    assert capfd.readouterr() == ("", "")


text = st.text(st.characters(codec="utf-8"), max_size=20).filter(harmless)
payloads = st.fixed_dictionaries(
    {"event_name": text, "event_time": st.integers(0, 2**40)},
    optional={
        "event_id": text,
        "user_data": st.fixed_dictionaries({}, optional={"em": st.just([HASH]), "fbp": text, "external_id": text}),
        "custom_data": st.dictionaries(text, text | st.integers(0, 9) | st.lists(text, max_size=2), max_size=3),
    },
)


@given(st.lists(payloads, min_size=1, max_size=3), st.sampled_from(["json", "form", "texts", "multipart"]))
def test_a_body_written_in_any_way_reads_back_the_same(events: list[dict[str, Any]], way: str) -> None:
    data = orjson.dumps(events).decode()
    texts = orjson.dumps([orjson.dumps(one).decode() for one in events]).decode()
    body = {
        "json": orjson.dumps({"data": events}).decode(),
        "form": urlencode({"data": data}),
        "texts": urlencode({"data": texts}),
        "multipart": multipart({"data": data}),
    }[way]
    got = request(captured(URL, body))
    assert [one.payload for one in got.events] == events
    assert [one.event_id for one in got.events] == [one.get("event_id") or None for one in events]
