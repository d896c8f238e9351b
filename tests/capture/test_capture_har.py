"""HAR files: which entries count, and what they carry."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode

import orjson
import pytest
from captured import LIMITS, PIXEL, TOKEN, multipart, read, refused, server_event, tr_url

from simulator.capture.har import slim
from simulator.capture.source import Source
from simulator.event import Event, Request
from simulator.settings import Limits

TR = "https://www.facebook.com/tr/"
PARAMETERS = {"id": PIXEL, "ev": "Lead", "eid": "e1", "cd[value]": "1 + 1"}


def entry(url: str, method: str = "GET", post: Any = None, **response: Any) -> dict[str, Any]:
    return {
        "startedDateTime": "2023-11-14T22:13:20.500Z",
        "request": {
            "method": method,
            "url": url,
            "headers": [{"name": "User-Agent", "value": "UA/1"}, {"name": "Cookie", "value": "c_user=4242"}],
            "postData": post,
        },
        "response": {"status": 200, "content": {"text": "x" * 5000}, **response},
    }


def write(folder: Path, entries: list[Any], indent: bool = True) -> str:
    file = folder / "visit.har"
    file.write_bytes(orjson.dumps({"log": {"version": "1.2", "entries": entries}}, option=orjson.OPT_INDENT_2 * indent))
    return str(file)


def events(path: str, limits: Limits = LIMITS) -> list[Event]:
    found = []
    for chunk in Source(path, 0, limits).chunks():
        assert chunk.form == "har"
        for item in chunk.items:
            got = read(item, "har")
            if got is not None:
                assert isinstance(got, Request), got
                found += got.events
    return found


PARAMS = [{"name": name, "value": value} for name, value in PARAMETERS.items()]
ENCODED = [{"name": quote_plus(name), "value": quote_plus(value)} for name, value in PARAMETERS.items()]
CUT = '------Bound-ary7\r\nContent-Disposition: form-data; name="cd[curr'
POSTS: dict[str, Any] = {
    "text": {"mimeType": "application/x-www-form-urlencoded", "text": urlencode(PARAMETERS)},
    "decoded params": {"mimeType": "application/x-www-form-urlencoded", "params": PARAMS},
    "params as sent": {"mimeType": "application/x-www-form-urlencoded", "params": ENCODED},
    "text and params": {
        "mimeType": "application/x-www-form-urlencoded",
        "text": urlencode(PARAMETERS),
        "params": ENCODED,
    },
    "beacon": {"mimeType": "multipart/form-data; boundary=----Bound-ary7", "text": multipart(PARAMETERS)},
    "beacon cut short": {"mimeType": "multipart/form-data", "text": multipart(PARAMETERS, end=False) + CUT},
    "beacon params": {"mimeType": "multipart/form-data; boundary=b", "params": PARAMS},
}


@pytest.mark.parametrize("host", [TR, "https://shop.example/tr"])
@pytest.mark.parametrize("name", POSTS)
def test_form_posts_and_beacons(tmp_path: Path, name: str, host: str) -> None:
    (got,) = events(write(tmp_path, [entry(host, "POST", POSTS[name])]))
    assert (got.channel, got.pixel_id, got.event_name, got.event_id) == ("browser", PIXEL, "Lead", "e1")
    assert got.received_at == 1_700_000_000.5
    assert got.payload["custom_data"] == {"value": "1 + 1"}
    assert got.payload["user_data"] == {"client_user_agent": "UA/1"}


@pytest.mark.parametrize("indent", [True, False])
def test_a_visit_counts_every_hit_once_and_nothing_else(tmp_path: Path, indent: bool) -> None:
    hit = tr_url(TR, **PARAMETERS)
    twin = tr_url("https://www.facebook.com/privacy_sandbox/pixel/register/trigger/", **PARAMETERS)
    entries = [
        entry("https://shop.example/track"),
        entry("https://shop.example/tr?prev=1"),
        entry("https://plausible.example/api/events", "POST", {"text": "{}"}),
        entry("https://www.facebook.com/tr/", "OPTIONS"),
        entry(hit),
        entry(twin),
        entry(tr_url(TR, id=PIXEL, ev="SubscribedButtonClick", es="automatic")),
        entry(
            f"https://graph.facebook.com/v26.0/{PIXEL}/events?access_token={TOKEN}",
            "POST",
            {"mimeType": "application/json", "text": orjson.dumps({"data": [server_event()]}).decode()},
        ),
        {"request": "broken"},
        "broken",
    ]
    got = events(write(tmp_path, entries, indent))
    assert [(one.channel, one.event_name) for one in got] == [
        ("browser", "Lead"),
        ("browser", "SubscribedButtonClick"),
        ("server", "Purchase"),
    ]
    assert TOKEN not in repr(got)


def test_a_har_is_read_through_gzip(tmp_path: Path) -> None:
    file = Path(write(tmp_path, [entry(tr_url(TR, **PARAMETERS))]))
    file.write_bytes(gzip.compress(file.read_bytes()))
    assert len(events(str(file))) == 1


def test_a_har_with_another_member_first(tmp_path: Path) -> None:
    file = tmp_path / "odd.har"
    file.write_bytes(
        orjson.dumps({"_tool": 1, "log": {"entries": [entry(tr_url(TR, ev="Lead"))]}}, option=orjson.OPT_INDENT_2)
    )
    assert len(events(str(file))) == 1


def test_nothing_of_a_response_or_a_cookie_is_kept() -> None:
    kept = slim(entry(tr_url(TR, **PARAMETERS)))
    assert b"xxxx" not in orjson.dumps(kept)
    got = read(orjson.dumps(kept), "har")
    assert isinstance(got, Request)
    assert b"4242" not in (got.raw or b"")


def test_a_blocked_request_never_reached_meta() -> None:
    blocked = entry(tr_url(TR, **PARAMETERS), status=0, _error="net::ERR_BLOCKED_BY_CLIENT")
    assert "never reached Meta" in refused(slim(blocked) or {}, "har")
    aborted = entry(tr_url(TR, **PARAMETERS), status=0, _error="net::ERR_ABORTED")
    assert isinstance(read(slim(aborted) or {}, "har"), Request)


def test_an_entry_on_a_line_of_its_own() -> None:
    assert isinstance(read(entry(tr_url(TR, **PARAMETERS))), Request)


def problems(path: str, limits: Limits = LIMITS) -> tuple[int, list[str]]:
    chunks = list(Source(path, 0, limits).chunks())
    return sum(1 for chunk in chunks for item in chunk.items if item), [p.reason for c in chunks for p in c.problems]


def test_a_har_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    file = Path(write(tmp_path, [entry(tr_url(TR, **PARAMETERS)) for _ in range(40)]))
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    read_entries, (reason,) = problems(str(file))
    assert 0 < read_entries < 40
    assert "breaks off" in reason
    file.write_bytes(gzip.compress(whole)[:-12])
    assert "ends early" in problems(str(file))[1][0]
    file.write_bytes(whole[:200] + b"\xff\xfe}}{{" + whole[200:])
    assert "stops being JSON" in problems(str(file))[1][0]


def test_limits_of_a_har(tmp_path: Path) -> None:
    path = write(tmp_path, [entry(tr_url(TR, **PARAMETERS)) for _ in range(60)])
    count, (reason,) = problems(path, Limits(har_bytes=200_000))
    assert 0 < count < 60
    assert "longer than 200,000 bytes" in reason
    count, reasons = problems(path, Limits(line_bytes=100))
    assert (count, len(reasons)) == (0, 60)
    assert "no more than 100 are read" in reasons[0]
