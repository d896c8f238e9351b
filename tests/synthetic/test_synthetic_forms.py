"""Whatever the wire form, capisim reads the same events out of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from shop_streams import stream

from simulator.capture.read import read_item
from simulator.capture.source import Source
from simulator.event import Event, Origin, Request
from simulator.settings import Limits
from simulator.synthetic import Made
from simulator.synthetic.forms import FORMS, Form, written
from simulator.synthetic.har_form import har
from simulator.synthetic.pixel_request import LONGEST_URL, pixel_request
from simulator.synthetic.server_request import MOST_EVENTS, batches

SHOPPERS = 60


def read(path: Path) -> tuple[list[Event], list[Request]]:
    """The events of a file, and the words of consent in it."""
    events: list[Event] = []
    words: list[Request] = []
    for chunk in Source(str(path), 0, Limits()).chunks():
        for item in chunk.items:
            request = read_item(item, Origin(str(path), 0, None), chunk.form, Limits())
            if request is None:
                continue
            assert isinstance(request, Request), request
            events += request.events
            if request.form == "consent":
                words.append(request)
    return events, words


def file_of(folder: Path, made: tuple[Made, ...], form: Form) -> Path:
    path = folder / ("shop.har" if form == "har" else "shop.jsonl")
    path.write_bytes(b"".join(written(made, form)))
    return path


def told(channel: str, pixel_id: str | None, received_at: float | None, payload: dict[str, Any]) -> tuple[Any, ...]:
    return channel, pixel_id, received_at, payload


@pytest.mark.parametrize("form", [form for form in FORMS if form != "har"])
def test_every_form_holds_the_same_events(form: Form, tmp_path: Path) -> None:
    made = stream(shoppers=SHOPPERS, days=2)
    events, words = read(file_of(tmp_path, made, form))
    assert [told(each.channel, each.pixel_id, each.received_at, each.payload) for each in events] == [
        told(each.channel, each.pixel_id, each.received_at, each.payload) for each in made if each.word is None
    ]
    assert [word.body["word"] for word in words] == [each.word for each in made if each.word is not None]


def test_a_har_holds_the_browsers_events(tmp_path: Path) -> None:
    made = stream(shoppers=SHOPPERS)
    events, _ = read(file_of(tmp_path, made, "har"))
    browser = [each for each in made if each.channel == "browser" and each.word is None]
    assert len(events) == len(browser) > 100
    for event, each in zip(events, browser, strict=True):
        # A browser doesn't record its own address.
        user = {key: value for key, value in each.payload["user_data"].items() if key != "client_ip_address"}
        assert event.payload == {**each.payload, "user_data": user}
        assert (event.pixel_id, event.received_at) == (each.pixel_id, each.received_at)


def test_what_a_browser_blocked_only_a_har_shows(tmp_path: Path) -> None:
    made = tuple(each for each in stream(shoppers=SHOPPERS) if each.channel == "browser" and each.word is None)[:9]
    blocked = (made[0]._replace(blocked=True), *made[1:])
    for form in FORMS:
        # Nobody received it; the HAR has the request all the same, and says that it never left.
        with_it = b"".join(written(blocked, form))
        assert (with_it == b"".join(written(made[1:], form))) is (form != "har")
    entries = json.loads(b"".join(har(blocked)))["log"]["entries"]
    assert [entry["response"].get("_error") for entry in entries] == ["net::ERR_BLOCKED_BY_CLIENT", *[None] * 8]


def test_a_har_is_one_and_says_what_it_is() -> None:
    log = json.loads(b"".join(har(stream(shoppers=SHOPPERS))))["log"]
    assert log["version"] == "1.2"
    assert "Made up" in log["comment"]
    for entry in log["entries"]:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= set(entry)
        assert {each["name"] for each in entry["request"]["queryString"]} >= {"id", "ev", "eid", "ts"}
    empty = json.loads(b"".join(har([])))
    assert empty["log"]["entries"] == []


def test_a_har_of_a_long_request_has_a_form(tmp_path: Path) -> None:
    long = _long(stream(shoppers=SHOPPERS))
    entry = json.loads(b"".join(har([long])))["log"]["entries"][0]
    assert entry["request"]["method"] == "POST"
    assert entry["request"]["postData"]["text"].startswith("id=1234567890&ev=")
    events, _ = read(file_of(tmp_path, (long,), "har"))
    assert events[0].payload["custom_data"] == long.payload["custom_data"]


def _long(made: tuple[Made, ...]) -> Made:
    one = next(each for each in made if each.payload.get("event_name") == "AddToCart" and each.channel == "browser")
    custom = {**one.payload["custom_data"], "content_name": "x" * LONGEST_URL}
    return one._replace(payload={**one.payload, "custom_data": custom})


def test_short_requests_are_addresses_and_long_ones_forms(tmp_path: Path) -> None:
    made = stream(shoppers=SHOPPERS)
    short = pixel_request(next(each for each in made if each.channel == "browser" and each.word is None))
    assert short.form is None
    assert short.url.startswith("https://www.facebook.com/tr/?id=1234567890&ev=PageView&dl=https%3A%2F%2F")
    assert short.url.endswith("&rqm=GET")
    assert len(short.url) < LONGEST_URL
    long = _long(made)
    sent = pixel_request(long)
    assert sent.url == "https://www.facebook.com/tr/"
    assert sent.form is not None
    assert sent.form.endswith("rqm=formPOST")
    for form in ("requests", "wire"):
        events, _ = read(file_of(tmp_path, (long,), form))
        assert events[0].payload == long.payload


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"event_id": None}, ("eid", None)),
        ({"event_id": "other"}, ("eid", "other")),
        ({"event_time": "not a time"}, ("ts", "not a time")),
        ({"event_time": None}, ("ts", None)),
        ({"event_name": "purchase"}, ("ev", "purchase")),
        ({"data_processing_options": ["LDU"], "data_processing_options_country": 1}, ("dpo", "LDU")),
        ({"data_processing_options": ["LDU"], "data_processing_options_country": 1}, ("dpoco", "1")),
        ({"data_processing_options": []}, ("dpo", "")),
        ({"user_data": None}, ("fbp", None)),
        ({"event_source_url": None}, ("dl", None)),
    ],
)
def test_what_a_fault_changes_reaches_the_wire(changes: dict[str, Any], parameter: tuple[str, str | None]) -> None:
    made = next(each for each in stream(shoppers=SHOPPERS) if each.channel == "browser" and each.word is None)
    changed = made._replace(payload={**made.payload, **changes})
    assert dict(pixel_request(changed).parameters).get(parameter[0]) == parameter[1]


def test_a_body_reaches_the_wire() -> None:
    made = stream(shoppers=SHOPPERS)
    server = [each._replace(body={"test_event_code": "TEST1"}) for each in made if each.channel == "server"]
    lines = [json.loads(line) for line in b"".join(written(server, "requests")).splitlines()]
    assert all(line["request"]["body"]["test_event_code"] == "TEST1" for line in lines)
    browser = next(each for each in made if each.channel == "browser" and each.word is None)
    agent = dict(pixel_request(browser._replace(body={**browser.body, "a": "tmgoogletagmanager"})).parameters)
    assert agent["a"] == "tmgoogletagmanager"


def test_batches_keep_the_order_and_the_limit() -> None:
    made = stream(shoppers=SHOPPERS)
    cut = list(batches(made))
    assert [each for batch in cut for each in batch] == list(made)
    assert max(map(len, cut)) > 1
    server = next(each for each in made if each.channel == "server")
    assert [len(batch) for batch in batches([server] * (2 * MOST_EVENTS + 1))] == [MOST_EVENTS, MOST_EVENTS, 1]
    other = server._replace(body={"test_event_code": "TEST1"})
    assert [len(batch) for batch in batches([server, server, other, server])] == [2, 1, 1]
