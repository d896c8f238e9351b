"""Meta's Python client, unchanged but for its base URL: success, every refusal and every fault as it reports them."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterator

import aiohttp
import pytest
import requests
from facebook_business.adobjects.adspixel import AdsPixel
from facebook_business.adobjects.serverside.action_source import ActionSource
from facebook_business.adobjects.serverside.batch_processor import BatchProcessor
from facebook_business.adobjects.serverside.custom_data import CustomData
from facebook_business.adobjects.serverside.event import Event
from facebook_business.adobjects.serverside.event_request import EventRequest
from facebook_business.adobjects.serverside.event_request_async import EventRequestAsync
from facebook_business.adobjects.serverside.event_response import EventResponse
from facebook_business.adobjects.serverside.user_data import UserData
from facebook_business.api import FacebookAdsApi, FacebookAdsApiBatch, FacebookResponse
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession
from serving_clients import (
    AGENT,
    CODES,
    PIXEL,
    REFUSING,
    SECRET,
    TOKEN,
    meta,
    meta_for,
    payloads,
    raw_event,
    stored,
)

from simulator.checks.catalog import Rule
from simulator.customer.hashing import sha256
from simulator.emulator.network_faults import KINDS
from simulator.emulator.pixels import Pixel
from simulator.emulator.serving import Running

Point = Callable[..., None]


@pytest.fixture
def point(monkeypatch: pytest.MonkeyPatch) -> Iterator[Point]:
    """Let the client talk to an emulator: all that a shop changes."""
    made: list[FacebookAdsApi] = []

    def to(running: Running, token: str = TOKEN, **more: object) -> None:
        monkeypatch.setattr(FacebookSession, "GRAPH", running.url)
        made.append(FacebookAdsApi.init(access_token=token, crash_log=False, **more))

    yield to
    for api in made:
        api._session.requests.close()


def purchase(number: int) -> Event:
    return Event(
        event_name="Purchase",
        event_time=int(time.time()),
        event_id=f"order-{number}",
        event_source_url="https://shop.example/thanks",
        action_source=ActionSource.WEBSITE,
        user_data=UserData(
            email=f" Shopper.{number}@Example.COM ", client_ip_address="203.0.113.7", client_user_agent=AGENT
        ),
        custom_data=CustomData(value=9.5, currency="EUR"),
    )


def sync(*numbers: int) -> EventResponse:
    return EventRequest(PIXEL, [purchase(number) for number in numbers]).execute()


def asynchronous(*numbers: int) -> EventResponse:
    return asyncio.run(EventRequestAsync(PIXEL, [purchase(number) for number in numbers]).execute())


@pytest.mark.parametrize("send", [sync, asynchronous])
def test_success(point: Point, send: Callable[..., EventResponse]) -> None:
    with meta() as running:
        point(running)
        answer = send(1, 2)
        assert (answer.events_received, answer.messages) == (2, [])
        assert answer.fbtrace_id.startswith("A")
        assert stored(running) == [("Purchase", "order-1", "kept"), ("Purchase", "order-2", "kept")]
        assert payloads(running)[0]["user_data"]["em"] == [sha256("shopper.1@example.com")]
        assert TOKEN not in json.dumps(payloads(running))


def test_its_batch_processor(point: Point) -> None:
    with meta() as running:
        point(running)
        processor = BatchProcessor(batch_size=2, concurrent_requests=2)
        processor.process_events(EventRequestAsync(PIXEL, []), [purchase(number) for number in range(7)])
        processor.process_event_requests([EventRequestAsync(PIXEL, [purchase(number)]) for number in (7, 8)])
        assert [event_id for _, event_id, _ in stored(running)] == [f"order-{number}" for number in range(9)]


def test_its_graph_batch_tells_each_request_its_own_answer(point: Point) -> None:
    with meta() as running:
        point(running)
        batch = FacebookAdsApiBatch(FacebookAdsApi.get_default_api())
        good: list[FacebookResponse] = []
        bad: list[FacebookResponse] = []
        for each in (raw_event(event_id="a"), raw_event(event_time=1), raw_event(event_id="c")):
            AdsPixel(PIXEL).create_event(
                params={"data": [json.dumps(each)]}, batch=batch, success=good.append, failure=bad.append
            )
        assert batch.execute() is None
        assert [each.json()["events_received"] for each in good] == [1, 1]
        assert [each.error().api_error_subcode() for each in bad] == [2804003]
        assert [event_id for _, event_id, verdict in stored(running) if verdict == "kept"] == ["a", "c"]


@pytest.mark.parametrize("rule", REFUSING, ids=lambda rule: rule.code)
def test_every_refusal_of_an_event(point: Point, rule: Rule) -> None:
    with meta_for(rule) as (running, events):
        point(running)
        with pytest.raises(FacebookRequestError) as caught:
            AdsPixel(PIXEL).create_event(params={"data": [json.dumps(each) for each in events]})
        error = caught.value
        assert (error.http_status(), error.api_error_code(), error.api_error_subcode()) == (400, 100, rule.subcode)
        assert error.api_error_type() == "OAuthException"
        assert error.api_transient_error() is False
        assert error.api_blame_field_specs()[0][:1] == ["data"]
        assert {verdict for _, _, verdict in stored(running)} == {"rejected"}


PIXELS = (Pixel(PIXEL, TOKEN, SECRET), Pixel("42", "another-token"))
REFUSED_AT_THE_DOOR: list[tuple[str, dict[str, object], tuple[int, int, int | None]]] = [
    ("9", {"app_secret": SECRET}, (400, 100, 33)),
    (PIXEL, {"token": "wrong", "app_secret": SECRET}, (401, 190, None)),
    (PIXEL, {"token": "capisim-expired"}, (400, 190, 463)),
    (PIXEL, {"token": "capisim-password-changed"}, (400, 190, 460)),
    (PIXEL, {"token": "another-token"}, (400, 100, None)),
    (PIXEL, {"app_secret": "wrong"}, (400, 104, None)),
    (PIXEL, {}, (400, 104, None)),
    ("shop", {"app_secret": SECRET}, (404, 803, None)),
]


@pytest.mark.parametrize(("pixel", "given", "expected"), REFUSED_AT_THE_DOOR)
def test_refusals_of_who_may_not(
    point: Point, pixel: str, given: dict[str, object], expected: tuple[int, int, int | None]
) -> None:
    with meta(pixels=PIXELS) as running:
        point(running, **given)
        with pytest.raises(FacebookRequestError) as caught:
            EventRequest(pixel, [purchase(1)]).execute()
        error = caught.value
        assert (error.http_status(), error.api_error_code(), error.api_error_subcode()) == expected
        assert "kept" not in {verdict for _, _, verdict in stored(running)}


@pytest.mark.parametrize("send", [sync, asynchronous])
def test_its_proof_of_the_secret_is_taken(point: Point, send: Callable[..., EventResponse]) -> None:
    with meta(pixels=PIXELS) as running:
        point(running, app_secret=SECRET)
        assert send(1).events_received == 1


def test_the_asynchronous_client_knows_no_refusals(point: Point) -> None:
    with meta() as running:
        point(running, token="capisim-unparsable")
        # It looks for fbtrace_id beside the error, where neither Meta nor the emulator puts it.
        with pytest.raises(KeyError, match="fbtrace_id"):
            asynchronous(1)


@pytest.mark.parametrize("name", CODES)
def test_codes_that_come_from_outside(point: Point, name: str) -> None:
    with meta(network_faults=(name,)) as running:
        point(running)
        with pytest.raises(FacebookRequestError) as caught:
            sync(1)
        error = caught.value
        assert (error.http_status(), error.api_error_code(), error.api_error_subcode()) == CODES[name]
        assert error.api_transient_error() is (name != "code-190")
        assert stored(running) == []


SYNC_FAULTS: dict[str, tuple[type[Exception], str]] = {
    "http-500": (FacebookRequestError, "Status:  500"),
    # It takes any body without "error" for success, whatever the status, and falls over the page afterwards.
    "html-error": (TypeError, "string indices"),
    "reset": (requests.exceptions.ConnectionError, "(?i)reset|abort|disconnect|closed"),
    "timeout": (requests.exceptions.ReadTimeout, "timed out"),
}
ASYNC_FAULTS: dict[str, tuple[type[Exception], str]] = {
    "http-500": (aiohttp.ContentTypeError, "500"),
    "html-error": (aiohttp.ContentTypeError, "502"),
    "reset": (aiohttp.ClientConnectionError, "(?i)reset|abort|disconnect|closed"),
    "timeout:0.3": (aiohttp.ClientConnectionError, "(?i)reset|abort|disconnect|closed"),
}


@pytest.mark.parametrize("after", ["", "-after"])
@pytest.mark.parametrize("name", SYNC_FAULTS)
def test_faults_of_the_network(point: Point, name: str, after: str) -> None:
    kind, said = SYNC_FAULTS[name]
    with meta(network_faults=(name + after,)) as running:
        point(running, timeout=0.5 if name == "timeout" else 60)
        with pytest.raises(kind, match=said):
            sync(1)
        assert [verdict for _, _, verdict in stored(running)] == (["kept"] if after else [])


@pytest.mark.parametrize("after", ["", "-after"])
@pytest.mark.parametrize("name", ASYNC_FAULTS)
def test_faults_of_the_network_for_the_asynchronous_client(point: Point, name: str, after: str) -> None:
    kind, said = ASYNC_FAULTS[name]
    form, colon, seconds = name.partition(":")
    with meta(network_faults=(form + after + colon + seconds,)) as running:
        point(running)
        with pytest.raises(kind, match=said):
            asynchronous(1)
        assert [verdict for _, _, verdict in stored(running)] == (["kept"] if after else [])


@pytest.mark.parametrize("send", [sync, asynchronous])
@pytest.mark.parametrize("name", ["latency:0.1", "slow-body:0.1"])
def test_an_answer_that_takes_its_time(point: Point, send: Callable[..., EventResponse], name: str) -> None:
    with meta(network_faults=(name,)) as running:
        point(running)
        assert send(1).events_received == 1


def test_every_fault_is_tried() -> None:
    tried = {*SYNC_FAULTS, *CODES, "latency", "slow-body"}
    assert tried == {name for name in KINDS if not name.endswith("-after")}


def test_a_retry_after_a_lost_answer_is_a_duplicate(point: Point) -> None:
    with meta() as running:
        point(running)
        running.service.faults.queue("reset-after")
        with pytest.raises(requests.exceptions.ConnectionError):
            sync(1)
        assert sync(1).events_received == 1
        assert [verdict for _, _, verdict in stored(running)] == ["kept", "duplicate"]
