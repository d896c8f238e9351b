"""The emulator inside a test: what arrives, what may be expected of it, waiting for it, and faults for its clients."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import urllib3

from simulator.errors import UsageError
from simulator.testing import Capisim, Listening

PIXEL = "1234567890"
FBP = "fb.1.1767225600000.1234567890"
USER = {"em": ["a" * 64], "client_user_agent": "Mozilla/5.0", "client_ip_address": "203.0.113.7", "fbp": FBP}


@pytest.fixture
def meta() -> Iterator[Listening]:
    with Capisim().listen() as listening:
        yield listening


def pixel(meta: Listening, event_id: str, name: str = "Purchase") -> None:
    url = f"{meta.url}/tr?id={PIXEL}&ev={name}&eid={event_id}&fbp={FBP}&dl=https%3A%2F%2Fshop.example%2F"
    with urllib3.PoolManager(retries=False, timeout=60) as pool:
        assert pool.request("GET", f"{url}&cd[value]=9.5&cd[currency]=EUR").status == 200


def server(meta: Listening, event_id: str, name: str = "Purchase") -> urllib3.BaseHTTPResponse:
    import time

    event: dict[str, Any] = {
        "event_name": name,
        "event_time": int(time.time()),
        "event_id": event_id,
        "action_source": "website",
        "event_source_url": "https://shop.example/",
        "user_data": USER,
        "custom_data": {"value": 9.5, "currency": "EUR"},
    }
    body = json.dumps({"data": [event], "access_token": "any"}).encode()
    with urllib3.PoolManager(retries=False, timeout=60) as pool:
        return pool.request("POST", f"{meta.url}/v26.0/{PIXEL}/events", body=body)


def test_what_arrives_may_be_expected_at_once(meta: Listening) -> None:
    pixel(meta, "order-1")
    assert server(meta, "order-1").status == 200
    assert [str(event.verdict) for event in meta.events] == ["kept", "duplicate"]
    meta.expect_event("Purchase")
    meta.expect_deduplicated("Purchase", within=60)
    assert len(meta.pairs) == 1
    with pytest.raises(AssertionError, match="expected Lead to count once, but it is not there"):
        meta.expect_event("Lead")


def test_a_result_stays_as_it_was_and_the_next_has_more(meta: Listening) -> None:
    assert meta.events == ()
    pixel(meta, "order-1")
    first = meta.result()
    pixel(meta, "order-2")
    assert (len(first.events), len(meta.events)) == (1, 2)


def test_copies_that_look_like_one_are_suspected_while_it_still_listens(meta: Listening) -> None:
    pixel(meta, "order-1")
    server(meta, "server-order-1")
    assert len(meta.suspected) == 1
    assert "looks like one action, and counts twice" in meta.dump()


def test_reset_begins_anew(meta: Listening) -> None:
    pixel(meta, "order-1")
    meta.next_faults("code-2")
    meta.reset()
    assert meta.events == ()
    assert server(meta, "order-1").status == 200
    meta.expect_event("Purchase", channel="server")


def test_faults_meet_the_next_requests(meta: Listening) -> None:
    meta.next_faults("code-2", "http-500-after")
    assert [server(meta, "order-1").status for _ in range(3)] == [500, 500, 200]
    # The second was stored although its answer was lost; so the third is its copy.
    assert [event.became for event in meta.events] == ["kept", "duplicate of #1"]
    with pytest.raises(UsageError, match="did you mean code-2"):
        meta.next_faults("cod-2")


def test_waiting_for_an_event_ends_when_it_arrives(meta: Listening) -> None:
    sent = threading.Thread(target=lambda: [pixel(meta, "1", "Lead"), pixel(meta, "2"), pixel(meta, "3")])
    sent.start()
    assert len(meta.wait_for("Purchase", count=2, channel="browser", timeout=60)) == 2
    sent.join(60)


def test_waiting_in_vain_says_what_came_instead(meta: Listening) -> None:
    pixel(meta, "order-1")
    with pytest.raises(AssertionError) as caught:
        meta.wait_for("Purchase", count=2, timeout=0)
    assert "to arrive 2 times, but it did once" in str(caught.value)
    assert "order-1" in str(caught.value)
    with pytest.raises(UsageError):
        meta.wait_for("Purchase", count=0)
    with pytest.raises(UsageError):
        meta.wait_for("Purchase", channel="post")


def test_idle_is_when_every_answer_is_out(meta: Listening) -> None:
    meta.wait_idle(quiet=0, timeout=60)
    meta.next_faults("timeout-after")

    def wait() -> None:
        with pytest.raises(urllib3.exceptions.HTTPError):
            pixel(meta, "order-1")

    held = threading.Thread(target=wait)
    held.start()
    meta.wait_for("Purchase", timeout=60)
    with pytest.raises(AssertionError, match="requests still come or wait"):
        meta.wait_idle(quiet=0, timeout=0)
    meta.close()
    held.join(60)
    assert not held.is_alive()


def test_settings_are_those_of_capisim_toml() -> None:
    strict = Capisim(environment="production")
    meta = strict.listen(emulator={"pixels": [PIXEL], "network_faults": ["http-500"]})
    assert strict.listening == (meta,)
    assert server(meta, "1").status == 500
    strict.close()
    assert strict.listening == ()
    with pytest.raises(urllib3.exceptions.HTTPError):
        server(meta, "1")
