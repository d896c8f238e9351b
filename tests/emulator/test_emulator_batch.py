"""Graph's batch requests: each is answered by itself, and a file of the batch is judged the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import orjson
import pytest
from calling import NOON, PIXEL, event

from simulator.emulator.pixels import Pixel
from simulator.pipeline import replay
from simulator.settings import Emulator, Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from calling import Client

    from simulator.emulator.service import Service

FORM = {"content-type": "application/x-www-form-urlencoded"}


def call(*events: dict[str, Any], pixel: str = PIXEL, **more: str) -> dict[str, Any]:
    """One request of a batch, as the Python SDK writes it."""
    body = "&".join(f"{name}={quote(value)}" for name, value in {"data": json.dumps(events), **more}.items())
    return {"method": "POST", "relative_url": f"{pixel}/events", "body": body}


def send(client: Client, calls: Any, url: str = "/v26.0/", **more: str) -> Any:
    given = calls if isinstance(calls, str) else json.dumps(calls)
    return client("POST", url, urlencode({"access_token": "x", "batch": given, **more}), FORM)


@pytest.mark.parametrize("url", ["/v26.0/", "/v26.0", "/"])
def test_each_request_is_answered_by_itself(client: Client, service: Service, url: str) -> None:
    late = event(event_time=NOON - 8 * 86_400)
    found = send(
        client, [call(event(), event(event_id="b")), call(event(event_id="c"), late), {"relative_url": "me"}], url
    )
    assert found.status == 200
    first, second, third = found.json()
    assert (first["code"], json.loads(first["body"])["events_received"]) == (200, 2)
    assert (second["code"], json.loads(second["body"])["error"]["error_subcode"]) == (400, 2804003)
    assert (third["code"], json.loads(third["body"])["error"]["code"]) == (400, 2500)
    verdicts = service.ask_from_elsewhere(lambda store, run: [each.verdict.value for each in store.lines(run)]).result()
    assert verdicts == ["kept", "kept", "rejected", "rejected"]


def test_a_file_of_the_batch_gets_the_same_verdicts(client: Client, service: Service, tmp_path: Path) -> None:
    calls = [call(event()), call(event(), event(event_id="b", event_time=1)), call(event(event_id="b"))]
    send(client, calls)
    body = urlencode({"access_token": "x", "batch": json.dumps(calls)})
    line = {"request": {"method": "POST", "url": "https://graph.facebook.com/v26.0/", "headers": FORM, "body": body}}
    file = tmp_path / "batch.jsonl"
    file.write_bytes(orjson.dumps(line | {"received_at": float(NOON)}))
    live = service.ask_from_elsewhere(lambda store, run: list(store.lines(run))).result()
    with open_store(":memory:") as store:
        again = list(store.lines(replay(store, [str(file)], Settings(workers=1))))
    assert [each.verdict for each in live] == [each.verdict for each in again]
    assert [each.duplicate_of for each in live] == [each.duplicate_of for each in again]
    assert [each.verdict.value for each in again] == ["kept", "rejected", "rejected", "kept"]


@pytest.mark.parametrize("service", [{"pixels": [Pixel("1", "one"), Pixel("2", "two")]}], indirect=True)
def test_a_request_may_have_a_token_of_its_own(client: Client) -> None:
    calls = [call(event(), pixel="1", access_token="one"), call(event(), pixel="2"), call(event(), pixel="1")]
    found = client("POST", "/v26.0/", urlencode({"access_token": "two", "batch": json.dumps(calls)}), FORM)
    assert [each["code"] for each in found.json()] == [200, 200, 400]


def test_the_headers_are_left_out_when_nobody_wants_them(client: Client) -> None:
    assert "headers" in send(client, [call(event())]).json()[0]
    assert "headers" not in send(client, [call(event())], include_headers="false").json()[0]


@pytest.mark.parametrize("service", [{"limits": Emulator(batch_requests=2)}], indirect=True)
def test_a_batch_has_an_end(client: Client) -> None:
    assert send(client, [call(event())] * 2).status == 200
    found = send(client, [call(event())] * 3)
    assert (found.status, found.error["code"]) == (400, 100)


@pytest.mark.parametrize("batch", ["[{", "[]", "{}", "[1]", "7", ""])
def test_something_that_is_no_batch_is_refused(client: Client, batch: str) -> None:
    found = send(client, batch)
    assert (found.status, found.error["code"]) == (400, 100)


@pytest.mark.parametrize(
    "inner",
    [
        {},
        {"relative_url": 5},
        {"relative_url": f"{PIXEL}/events", "method": "GET"},
        {"relative_url": f"{PIXEL}/events", "method": 5, "body": 7},
        {"relative_url": f"{PIXEL}/events", "method": "POST", "body": "{"},
        {"relative_url": "//[", "method": "POST"},
    ],
)
def test_a_request_of_a_batch_that_makes_no_sense_is_refused_alone(client: Client, inner: Any) -> None:
    found = send(client, [inner, call(event())]).json()
    assert [each["code"] for each in found] == [400, 200]


def test_each_request_of_a_batch_has_a_place_of_its_own(client: Client) -> None:
    call = {"method": "POST", "relative_url": f"{PIXEL}/events", "body": f"data={json.dumps([event(), event()])}"}
    client("POST", "/v26.0/", f"access_token=x&batch={quote(json.dumps([call, call]))}", FORM)
    origins = [each["origin"] for each in client("GET", "/capisim/events").json()["events"]]
    assert origins == ["listen:1 data[0]", "listen:1 data[1]", "listen:2 data[0]", "listen:2 data[1]"]


def test_without_a_batch_the_root_is_unknown(client: Client) -> None:
    assert client("POST", "/v26.0/", "access_token=x", FORM).error["code"] == 2500
    assert client("GET", "/v26.0/").error["code"] == 2500


def test_verdicts_stand_in_each_answer_that_asks_for_them(client: Client) -> None:
    calls = urlencode({"access_token": "x", "batch": json.dumps([call(event()), call(event(action_source=...))])})
    found = client("POST", "/v26.0/", calls, FORM | {"prefer": "respond-async, capisim-verdict;x=1"}).json()
    blocks = [json.loads(each["body"])["capisim"] for each in found]
    assert [each["events"][0]["verdict"] for each in blocks] == ["kept", "duplicate"]
    assert blocks[1]["events"][0]["duplicate_of"] == 1
    assert {"rule", "name", "severity", "path", "message", "fix"} == set(blocks[1]["events"][0]["findings"][0])
