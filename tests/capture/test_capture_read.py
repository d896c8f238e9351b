"""Recognising what an item is, whatever it is, and never raising."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from captured import EMAIL, HASH, LIMITS, NAME, ORIGIN, PHONE, PIXEL, TOKEN, event, read, refused, request, server_event
from hypothesis import given
from hypothesis import strategies as st

from simulator.capture.read import AUTOMATIC_EVENTS, read_item
from simulator.event import Quarantined, Request
from simulator.settings import Limits


def envelope(**members: Any) -> dict[str, Any]:
    return {"channel": "browser", "pixel_id": PIXEL, "received_at": 1_700_000_001.5, "event": server_event(), **members}


def test_an_envelope_gives_its_event_with_channel_pixel_and_receipt() -> None:
    got = event(envelope())
    assert got == (
        "browser",
        PIXEL,
        "Purchase",
        "order-1",
        1_700_000_000.0,
        1_700_000_001.5,
        server_event(),
        ORIGIN,
    )
    whole = request(envelope())
    assert (whole.form, whole.body, whole.raw, whole.origin) == ("event", {}, None, ORIGIN)


def test_a_bare_event_is_a_server_event_of_unknown_receipt() -> None:
    got = event(server_event())
    assert (got.channel, got.pixel_id, got.received_at, got.payload) == ("server", None, None, server_event())


@pytest.mark.parametrize(
    "plain", [{"event_time": 1}, {"user_data": {}}, {"event_id": "a", "event": 1, "event_name": "Lead"}]
)
def test_an_event_is_one_even_when_members_are_missing(plain: dict[str, Any]) -> None:
    assert event(plain).payload == plain


@pytest.mark.parametrize(
    ("given_id", "compared"),
    [
        ("A b", "A b"),
        ("", None),
        (None, None),
        (12, "12"),
        (-3, "-3"),
        (1.5, "1.5"),
        (True, None),
        (["a"], None),
        ({"a": 1}, None),
        (18446744073709551615, "18446744073709551615"),
    ],
)
def test_event_ids_are_text_as_compared(given_id: Any, compared: str | None) -> None:
    got = event(envelope(event=server_event(event_id=given_id)))
    assert got.event_id == compared
    assert got.payload["event_id"] == given_id


@pytest.mark.parametrize(
    "wrap", [b'{"event_name":"Lead","event_id": %b}', b'{"data":[{"event_id":%b ,"event_time":1}]}']
)
def test_long_numeric_ids_that_differ_in_the_last_digit_stay_different(wrap: bytes) -> None:
    ids = [b"12345678901234567890123456", b"12345678901234567890123457"]
    assert [event(wrap % one).event_id for one in ids] == [one.decode() for one in ids]


@pytest.mark.parametrize(
    ("given_time", "seconds"),
    [
        (1_700_000_000, 1_700_000_000.0),
        (1_700_000_000.25, 1_700_000_000.25),
        (1_700_000_000_000, 1_700_000_000_000.0),
        ("1700000000", 1_700_000_000.0),
        ("2023-11-14T22:13:20Z", 1_700_000_000.0),
        ("2023-11-14T22:13:20.500+00:00", 1_700_000_000.5),
        ("2023-11-14T23:13:20+01:00", 1_700_000_000.0),
        ("2023-11-14T22:13:20", 1_700_000_000.0),
        ("now", None),
        ("", None),
        ("nan", None),
        ("1e3", None),
        ("٣", None),
        (True, None),
        ([1], None),
        (None, None),
        ("9" * 39, 1e39),
        ("0001-01-01T00:00:00+14:00", -62135647200.0),
    ],
)
def test_event_times_of_every_type_and_the_payload_untouched(given_time: Any, seconds: float | None) -> None:
    got = event(server_event(event_time=given_time))
    assert got.event_time == seconds
    assert got.payload["event_time"] == given_time


@pytest.mark.parametrize(
    ("received_at", "seconds"),
    [(5, 5.0), ("5.5", 5.5), ("1970-01-01T00:01:00Z", 60.0), (None, None)],
)
def test_receipt_times_that_can_be_read(received_at: Any, seconds: float | None) -> None:
    assert event(envelope(received_at=received_at)).received_at == seconds


@pytest.mark.parametrize("received_at", [1_700_000_000_000, -1, "yesterday", True, [], ""])
def test_an_event_at_an_unknown_moment_is_not_judged_at_a_wrong_one(received_at: Any) -> None:
    assert '"received_at"' in refused(envelope(received_at=received_at))


@pytest.mark.parametrize(
    ("pixel_id", "text"), [(123, "123"), ("", None), (None, None), ({}, None), (False, None), ("a", "a")]
)
def test_pixel_ids_are_text(pixel_id: Any, text: str | None) -> None:
    assert event(envelope(pixel_id=pixel_id)).pixel_id == text


@pytest.mark.parametrize(("name", "text"), [(5, None), (None, None), ("", ""), (["Lead"], None)])
def test_event_names_are_text_or_nothing(name: Any, text: str | None) -> None:
    assert event(envelope(event=server_event(event_name=name))).event_name == text


@pytest.mark.parametrize(
    ("item", "part"),
    [
        (b'{"event_name":"Purchase"', "breaks off"),
        (b'{"value":NaN}', "NaN"),
        (b'{"value":-Infinity}', "NaN and Infinity"),
        (b'{"a":"\xff"}', "UTF-8 at byte 7"),
        (b"\xc3\x28 no json", "UTF-8 at byte 1"),
        (b"[" * 100_000, "deeper"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "deeper than"),
        (b"\x00\x01\x02", "neither JSON nor"),
        (b"hello", "neither JSON nor"),
        (b"12", "single value"),
        (b"null", "single value"),
        (b"[]", "a list"),
        (b'{"foo":1}', "no event, envelope or request body"),
        (b'{"log":{"entries":[]}}', "no event, envelope or request body"),
        (b'{"event":"Purchase","channel":"server"}', '"event" is no object'),
        (b'{"event":[],"channel":"server"}', '"event" is no object'),
        (b'{"event":{}}', 'no "channel"'),
        (b'{"event":{},"channel":"offline"}', '"channel" is'),
        (b'{"event":{},"channel":["server"]}', '"channel" is list'),
        (b'{"request":"GET /tr"}', '"request" is no object'),
        (b'{"request":{}}', "no URL"),
        (b'{"request":{"url":"https://shop.example/cart"}}', "neither to /tr nor to /events"),
        (b'{"request":{"url":"http://[broken/tr"}}', "URL can't be read"),
        (b'{"request":{"url":"/tr?ev=Lead"},"channel":"both"}', '"channel" is'),
        (b'{"request":{"url":"/tr?ev=Lead","body":5}}', "neither text nor JSON"),
        (b'{"a":1}{"b":2}', "follows the end"),
        (b"https://shop.example/", "neither to /tr"),
        (b"GET /x?data=1 HTTP/1.1", "neither JSON nor"),
    ],
)
def test_what_cannot_be_read_says_why_in_one_sentence(item: bytes, part: str) -> None:
    reason = refused(item)
    assert part in reason
    assert "\n" not in reason
    assert len(reason) < 160


@pytest.mark.parametrize("blank", [b"", b"\r", b" \t\r", b"\x0c"])
def test_blank_lines_are_nothing(blank: bytes) -> None:
    assert read(blank) is None


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "wrap",
    [
        lambda e: e,
        lambda e: {"channel": "server", "pixel_id": "1", "received_at": 1.5, "event": e},
        lambda e: {"data": [e]},
        lambda e: {"data": [orjson.dumps(e).decode()]},
        lambda e: {"data": orjson.dumps([e]).decode()},
        lambda e: {"request": {"url": "/v26.0/1/events", "method": "POST", "body": {"data": [e]}}},
        lambda e: {
            "request": {"url": "/v26.0/1/events", "method": "POST", "body": orjson.dumps({"data": [e]}).decode()}
        },
    ],
)
def test_the_nesting_limit_counts_from_the_event_in_every_shape(wrap: Any) -> None:
    limits = Limits(nesting=5)
    fits, too_deep = ({"event_name": "Lead", "event_time": 1, "x": nested(levels)} for levels in (4, 5))
    assert isinstance(read(wrap(fits), limits=limits), Request)
    assert "deeper than" in refused(wrap(too_deep), limits=limits)


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert event(server_event(custom_data={"contents": [{"id": str(n)} for n in range(200)]})).event_name == "Purchase"


def test_nothing_read_is_too_deep_to_write_whatever_the_settings_say() -> None:
    got = read({"event_name": "Lead", "x": nested(240)}, limits=Limits(nesting=1024))
    assert isinstance(got, Quarantined)
    got = read({"event_name": "Lead", "event_time": 1, "x": nested(240)}, limits=Limits(nesting=1024))
    assert isinstance(got, Quarantined)
    assert isinstance(
        read({"event_name": "Lead", "event_time": 1, "x": nested(150)}, limits=Limits(nesting=1024)), Request
    )


def test_escaped_brackets_do_not_hide_depth() -> None:
    text = "\\u005b" * 300 + "1" + "\\u005d" * 300
    assert "deeper" in refused('{"data":"[{\\"event_name\\":\\"x\\",\\"y\\":' + text + '}]"}')


def test_a_url_in_quotes_is_a_url() -> None:
    assert event('"https://www.facebook.com/tr?id=1&ev=Lead"').event_name == "Lead"


def test_automatic_events_are_kept_under_their_names() -> None:
    for name in AUTOMATIC_EVENTS:
        assert event(f"/tr?id=1&ev={name}&es=automatic").event_name == name


any_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
OURS = """
event request channel pixel_id received_at event_name event_time event_id data url body headers method batch
startedDateTime postData params text mimeType response log entries
"""
ours = st.sampled_from(OURS.split())
shaped = st.recursive(
    any_json | st.sampled_from(["/tr?ev=1", "https://x/tr/", "/v1.0/1/events", "POST", "--a\r\n", "data=[]", "/"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ours, inner, max_size=6),
    max_leaves=14,
)


@given(st.binary(max_size=300), st.sampled_from(["lines", "har", "document"]))
def test_arbitrary_bytes_never_raise(item: bytes, form: str) -> None:
    read_item(item, ORIGIN, form, LIMITS)


@given(shaped, st.sampled_from(["lines", "har", "document"]))
def test_arbitrary_json_shaped_like_ours_never_raises_and_can_be_written(value: Any, form: str) -> None:
    try:
        item = orjson.dumps(value)
    except TypeError:  # lone surrogates; no JSON text of a file has them
        return
    got = read_item(item, ORIGIN, form, LIMITS)
    if isinstance(got, Request):
        assert got.events
        for one in got.events:
            orjson.dumps(one.payload)
            assert one.event_id is None or (isinstance(one.event_id, str) and one.event_id)
            assert one.pixel_id is None or isinstance(one.pixel_id, str)
            assert one.event_time is None or isinstance(one.event_time, float)
        orjson.dumps(got.body)


SECRETS = (EMAIL, PHONE, NAME, HASH, TOKEN)


@given(st.sampled_from(SECRETS), st.integers(0, 400), st.booleans())
def test_no_quarantined_item_shows_a_value(secret: str, cut: int, escaped: bool) -> None:
    whole = envelope(event=server_event(user_data={"em": secret, "fn": NAME}, note=f"{NAME}, {PHONE}; {EMAIL} {TOKEN}"))
    item = orjson.dumps({"body": orjson.dumps(whole).decode()} if escaped else whole)[: cut + 1]
    got = read_item(item, ORIGIN, "lines", LIMITS)
    if isinstance(got, Quarantined):
        for canary in SECRETS:
            assert canary not in got.excerpt + got.reason
            assert canary[:6] not in got.excerpt + got.reason


def test_a_wrong_channel_is_not_quoted() -> None:
    assert EMAIL not in refused(envelope(channel=EMAIL))


@pytest.mark.parametrize(
    "item",
    [
        {"data": [server_event()], "access_token": TOKEN},
        server_event(access_token=TOKEN),
        server_event(event_source_url=f"https://shop.example/?access_token={TOKEN}&x=1"),
        envelope(event=server_event(custom_data={"note": f'{{"access_token": "{TOKEN}"}}'})),
        f'data=[{{"event_name":"Lead"}}]&access_token={TOKEN}',
        f"https://www.facebook.com/tr?ev=Lead&dl=https%3A%2F%2Fshop.example%2F%3Faccess_token%3D{TOKEN}%26a%3Db",
    ],
)
def test_a_token_never_gets_past_reading(item: Any) -> None:
    assert TOKEN not in repr(request(item))
