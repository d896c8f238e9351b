"""Whatever comes in: an answer of Graph's or the image, never a 500, a traceback, a token, or a hang."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from calling import EVENTS, NOON, PIXEL, Answer, InProcess, event
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.emulator.network_faults import KINDS
from simulator.emulator.pixels import Pixel
from simulator.emulator.service import Handled, Service
from simulator.settings import Settings
from simulator.store import open_store

TOKEN = "EAAcanaryOfTheFuzzedRequests"
PATIENCE = 60
SLOWER = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with open_store(":memory:") as store:
        made = Service(store, Settings(workers=1), pixels=[Pixel(PIXEL)], clock=lambda: float(NOON))
        yield made
        made.close()


class Caller(InProcess):
    """Calls the application; one that takes too long fails, as one that raises does."""

    def __init__(self, service: Service) -> None:
        super().__init__(service)
        self.handled: list[Handled] = []
        service.watch(self.handled.append)

    async def _call(self, *args: Any) -> Answer:
        async with asyncio.timeout(PATIENCE):
            return await super()._call(*args)


@pytest.fixture(scope="module")
def call(service: Service) -> Caller:
    return Caller(service)


def check(call: Caller, found: Answer) -> None:
    """What holds of every answer of Graph's."""
    body = found.json()
    assert found.status != 500, body
    assert found.headers["content-type"].startswith("application/json")
    if found.status != 200:
        error = body["error"]
        assert {"message", "type", "code", "is_transient", "fbtrace_id"} <= set(error)
        assert error["code"] != 1
    elif isinstance(body, dict):
        assert body["events_received"] >= 0
    assert b"Traceback" not in found.body
    assert TOKEN.encode() not in found.body
    assert not any(TOKEN in str(each) or "a fault in capisim" in each.note for each in call.handled)
    call.handled.clear()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    [
        "event_name",
        "event_time",
        "event_id",
        "action_source",
        "user_data",
        "custom_data",
        "app_data",
        "event_source_url",
        "messaging_channel",
        "data_processing_options",
        "original_event_data",
        "opt_out",
        "fbp",
        "é",
    ]
)
EVENT = st.builds(lambda base, more: base | more, st.just(event()), st.dictionaries(KEYS, JSON, max_size=3))
DATA = JSON | st.lists(EVENT | JSON | EVENT.map(json.dumps), max_size=3) | st.lists(EVENT, max_size=3).map(json.dumps)
MEMBERS = st.dictionaries(
    st.sampled_from(
        ["test_event_code", "partner_agent", "namespace_id", "upload_id", "trace", "batch", "appsecret_proof", "data"]
    )
    | st.text(max_size=6),
    JSON,
    max_size=3,
)
HEADERS = st.dictionaries(
    st.sampled_from(
        ["content-type", "content-encoding", "authorization", "prefer", "user-agent", "referer", "x-forwarded-for"]
    ),
    st.sampled_from(
        [
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data;boundary=x",
            "gzip",
            "deflate,gzip",
            "br",
            "Bearer",
            "capisim-verdict",
            "identity",
            "text/plain;charset=no",
        ]
    )
    | st.just(f"Bearer {TOKEN}")
    | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20),
    max_size=3,
)


def known_to_http(text: str) -> str:
    return quote(text, safe="/{}[]?&=%")


@SLOWER
@given(DATA, MEMBERS, HEADERS)
def test_documents(call: Caller, data: Any, members: dict[str, Any], headers: dict[str, str]) -> None:
    body = json.dumps({"access_token": TOKEN, "data": data, **members})
    check(call, call("POST", EVENTS, body.encode("utf-8", "surrogatepass"), headers))


@SLOWER
@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")), HEADERS)
def test_bytes(call: Caller, body: bytes, headers: dict[str, str]) -> None:
    check(call, call("POST", f"{EVENTS}?access_token={TOKEN}", body, headers))


@SLOWER
@given(
    DATA.map(lambda data: data if isinstance(data, str) else json.dumps(data)),
    st.dictionaries(st.text(max_size=8), st.text(max_size=12), max_size=3),
    st.booleans(),
)
def test_forms(call: Caller, data: str, fields: dict[str, str], multipart: bool) -> None:
    members = {"access_token": TOKEN, "data": data, **fields}
    if multipart:
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in members.items()
        ]
        body = "".join(parts) + "--x--\r\n"
        kind = "multipart/form-data; boundary=x"
    else:
        body = urlencode(members, errors="replace")
        kind = "application/x-www-form-urlencoded"
    check(call, call("POST", EVENTS, body.encode("utf-8", "replace"), {"content-type": kind}))


REQUEST = st.fixed_dictionaries(
    {},
    optional={
        "method": st.sampled_from(["POST", "GET", "post", ""]) | JSON,
        "relative_url": st.sampled_from([f"v26.0/{PIXEL}/events", f"{PIXEL}/events?x=1", "me", "//[", "", "%zz/events"])
        | JSON,
        "body": DATA.map(lambda data: urlencode({"data": json.dumps(data)}, errors="replace")) | JSON,
    },
)


@SLOWER
@given(st.lists(REQUEST | JSON, max_size=4) | JSON, st.booleans())
def test_batches(call: Caller, batch: Any, as_text: bool) -> None:
    members = {"access_token": TOKEN, "batch": json.dumps(batch) if as_text else batch}
    found = call("POST", "/v26.0/", json.dumps(members))
    check(call, found)
    if found.status == 200:
        assert all(each["code"] in (200, 400, 401, 404) for each in found.json())


@SLOWER
@given(st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH"]), st.text(max_size=30), st.text(max_size=30))
def test_paths(call: Caller, method: str, path: str, query: str) -> None:
    url = known_to_http(f"/v1.0/{path}") + "?" + known_to_http(query)
    found = call(method, url.replace("#", ""))
    assert found.status not in (200, 500) or method in ("GET", "POST")
    assert found.status != 500
    assert b"Traceback" not in found.body
    call.handled.clear()


PIXEL_KEYS = st.sampled_from(
    [
        "id",
        "ev",
        "eid",
        "dl",
        "rl",
        "fbp",
        "fbc",
        "cd[value]",
        "cd[contents]",
        "ud[em]",
        "udff[em]",
        "ts",
        "v",
        "o",
        "dpo",
        "cd[",
        "cd[]",
        "][",
        "es",
        "coo",
        "rqm",
    ]
)


@SLOWER
@given(
    st.lists(st.tuples(PIXEL_KEYS | st.text(max_size=6), st.text(max_size=20) | JSON.map(json.dumps)), max_size=8),
    st.binary(max_size=60),
    HEADERS,
    st.booleans(),
)
def test_the_pixel(call: Caller, pairs: list[tuple[str, str]], raw: bytes, headers: dict[str, str], post: bool) -> None:
    query = urlencode([("id", PIXEL), ("ev", "Lead"), *pairs], errors="replace")
    headers = {name: value for name, value in headers.items() if name != "content-encoding"}
    way = ("POST", "/tr/", query.encode() + raw) if post else ("GET", f"/tr?{query}", None)
    found = call(*way, headers)
    # Whatever is wrong with it: the image.
    assert (found.status, found.headers["content-type"]) == (200, "image/gif")
    assert not any("a fault in capisim" in each.note for each in call.handled)
    call.handled.clear()


@SLOWER
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20))
def test_the_header_of_a_fault(call: Caller, text: str) -> None:
    if text.strip().lower().partition(":")[0].partition("=")[0] in KINDS:
        return
    found = call("GET", "/tr?id=1&ev=Lead", None, {"x-capisim-fault": text})
    assert found.status in (200, 400)
    call.handled.clear()


def test_whatever_came_is_in_the_store(service: Service) -> None:
    run, count = service.ask_from_elsewhere(lambda store, run: (run, store.last_number(run))).result()
    assert run == 1
    assert count == service.ask_from_elsewhere(lambda store, run: sum(store.totals(run).values())).result()
