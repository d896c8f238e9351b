"""What both endpoints answer at their simplest, and that an answer means stored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from calling import EVENTS, PIXEL, event, post

from simulator.emulator.service import Handled
from simulator.verdict import Outcome

if TYPE_CHECKING:
    from calling import Client

    from simulator.emulator.service import Service


def stored(service: Service) -> list[str]:
    """The verdicts in the store, in order."""
    return [
        line.verdict.value for line in service.ask_from_elsewhere(lambda store, run: list(store.lines(run))).result()
    ]


def test_a_good_event_is_answered_as_graph_does_and_is_stored(client: Client, service: Service) -> None:
    found = post(client, event())
    assert found.status == 200
    body = found.json()
    assert list(body) == ["events_received", "messages", "fbtrace_id"]
    assert (body["events_received"], body["messages"]) == (1, [])
    assert re.fullmatch(r"A[A-Za-z0-9_-]{22}", body["fbtrace_id"])
    assert found.headers["content-type"].startswith("application/json")
    assert stored(service) == ["kept"]


def test_a_refused_event_refuses_its_whole_request(client: Client, service: Service) -> None:
    found = post(client, event(), event(event_time=1, event_id="b"))
    assert found.status == 400
    assert (found.error["code"], found.error["error_subcode"]) == (100, 2804003)
    assert found.error["error_data"] == {"blame_field_specs": [["data", 1, "event_time"]]}
    assert stored(service) == ["rejected", "rejected"]


@pytest.mark.parametrize("path", ["/tr", "/tr/"])
def test_the_pixel_answers_an_image_and_its_event_meets_the_server_copy(
    client: Client, service: Service, path: str
) -> None:
    found = client("GET", f"{path}?id={PIXEL}&ev=Purchase&eid=order-1001&cd[value]=9.5&cd[currency]=EUR")
    assert (found.status, found.headers["content-type"]) == (200, "image/gif")
    assert found.body.startswith(b"GIF89a")
    assert post(client, event()).status == 200
    assert stored(service) == ["kept", "duplicate"]


def test_a_page_of_any_origin_may_post_to_the_pixel(client: Client, service: Service) -> None:
    asked = {"origin": "https://shop.example", "access-control-request-method": "POST"}
    allowed = client("OPTIONS", "/tr/", headers=asked | {"access-control-request-private-network": "true"})
    assert allowed.status == 204
    assert allowed.headers["access-control-allow-origin"] == "https://shop.example"
    assert allowed.headers["access-control-allow-private-network"] == "true"
    form = f"id={PIXEL}&ev=PageView&eid=p1&dl=https%3A%2F%2Fshop.example%2F"
    headers = {"origin": "https://shop.example", "content-type": "application/x-www-form-urlencoded"}
    assert client("POST", "/tr/", form, headers).headers["access-control-allow-credentials"] == "true"
    multipart = (
        f'--x\r\nContent-Disposition: form-data; name="id"\r\n\r\n{PIXEL}\r\n'
        '--x\r\nContent-Disposition: form-data; name="ev"\r\n\r\nLead\r\n--x--\r\n'
    )
    assert client("POST", "/tr", multipart, {"content-type": "multipart/form-data; boundary=x"}).status == 200
    names = service.ask_from_elsewhere(lambda store, run: [line.event_name for line in store.lines(run)]).result()
    assert names == ["PageView", "Lead"]


def test_no_token_is_told_before_anything_else_and_what_came_is_kept_in_quarantine(
    client: Client, service: Service
) -> None:
    found = client("POST", EVENTS, "{no json")
    assert (found.status, found.error["code"]) == (401, 190)
    assert stored(service) == ["quarantined"]


def test_a_path_that_is_unknown_says_what_exists(client: Client) -> None:
    found = client("GET", "/v26.0/me/accounts")
    assert (found.status, found.error["code"]) == (400, 2500)
    told = found.json()["capisim"]["exists"]
    assert {"/", "/tr", "/v{version}/{object}/events", "/capisim/wait"} <= set(told)
    assert not [path for path in told if path != "/" and path.endswith("/")]


def test_who_only_asks_stores_nothing(client: Client, service: Service) -> None:
    assert client("HEAD", f"/tr?id={PIXEL}&ev=PageView").status == 200
    found = client("GET", f"{EVENTS}?access_token=any")
    assert (found.status, found.error["code"], found.error["error_subcode"]) == (400, 100, 33)
    assert client("GET", EVENTS).error["code"] == 190
    assert stored(service) == []


def test_the_watchers_see_every_answer_without_its_query(client: Client, service: Service) -> None:
    seen: list[Handled] = []
    service.watch(seen.append)
    client("POST", f"{EVENTS}?access_token=canary", "{}")
    client("GET", f"/tr?id={PIXEL}&ev=PageView")
    assert [(each.method, each.path, each.status) for each in seen] == [("POST", EVENTS, 400), ("GET", "/tr", 200)]
    assert seen[0].taken[0].verdicts[0].verdict == Outcome.QUARANTINED


@pytest.mark.parametrize("version", ["1.0%0d%0ax-injected:%201", "%E2%82%AC", "26.0.1", "-1", ""])
def test_what_is_no_version_is_an_unknown_path_and_never_in_a_header(client: Client, version: str) -> None:
    found = client("POST", f"/v{version}/{PIXEL}/events?access_token=any", "{}")
    assert (found.status, found.error["code"]) == (400, 2500)
    assert not {"x-injected", "facebook-api-version"} & set(found.headers)
