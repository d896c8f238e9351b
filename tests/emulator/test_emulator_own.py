"""What our own routes answer: events, report, wait, reset, health."""

from __future__ import annotations

import json
import re
import threading
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from calling import PIXEL, OverSocket, event, post
from starlette.requests import Request

from simulator.emulator.app import build_app
from simulator.emulator.own.asking import refuse_strangers
from simulator.emulator.own.live import Standing
from simulator.emulator.own.operations import OwnError
from simulator.emulator.own.routes import OPERATIONS
from simulator.emulator.serving import serving
from simulator.reports.summary import summarize

if TYPE_CHECKING:
    from collections.abc import Callable

    from calling import Answer, Client

    from simulator.emulator.service import Service


def ask(client: Client, path: str, **query: Any) -> Answer:
    return client("GET", f"/capisim/{path}?{urlencode(query)}")


def view(client: Client, event_id: str, name: str = "PageView") -> None:
    url = f"/tr?id={PIXEL}&ev={name}&eid={event_id}&dl=https%3A%2F%2Fshop.example%2F"
    assert client("GET", url).status == 200


def split_pair(client: Client) -> None:
    """One order that the browser and the server report under two IDs: only the look for suspicions sees it."""
    order = "cd[order_id]=1001&cd[value]=9.5&cd[currency]=EUR"
    assert client("GET", f"/tr?id={PIXEL}&ev=Purchase&eid=browser-1&{order}").status == 200
    custom = {"order_id": "1001", "value": 9.5, "currency": "EUR"}
    assert post(client, event(event_id="server-1", custom_data=custom)).status == 200


def test_events_come_a_page_at_a_time(client: Client) -> None:
    for number in range(5):
        view(client, f"p{number}", "PageView" if number % 2 else "Lead")
    first = ask(client, "events", filter="name:Lead", limit=2).json()
    assert [each["event_id"] for each in first["events"]] == ["p0", "p2"]
    second = ask(client, "events", filter="name:Lead", limit=2, after=first["next_after"]).json()
    assert ([each["n"] for each in second["events"]], second["next_after"]) == ([5], None)
    everything = ask(client, "events").json()
    assert ([each["n"] for each in everything["events"]], everything["next_after"]) == ([1, 2, 3, 4, 5], None)
    assert everything["run"] == 1


def test_events_are_told_as_in_json_lines_with_the_suspicions_so_far(client: Client) -> None:
    split_pair(client)
    found = ask(client, "events", filter="finding:DUP").json()["events"]
    assert found
    assert {finding["rule"][:3] for each in found for finding in each["findings"]} >= {"DUP"}
    members = (
        "n origin channel pixel_id event_name event_id verdict duplicate_of key after_seconds survivor_rule findings"
    )
    assert " ".join(found[0]) == members


def test_the_report_is_that_of_the_run(client: Client, service: Service) -> None:
    post(client, event())
    view(client, "order-1001", "Purchase")
    found = ask(client, "report")
    assert found.headers["content-type"] == "application/json"
    known = service.ask_from_elsewhere(summarize).result()
    assert found.json() == json.loads(json.dumps(known))
    assert found.json()["verdicts"]["duplicate"] == 1


def test_a_reset_begins_a_run_and_the_finished_one_can_still_be_asked_for(client: Client) -> None:
    view(client, "p1")
    assert client("POST", "/capisim/reset").json() == {"run": 2, "finished": 1}
    assert ask(client, "events").json() == {"run": 2, "events": [], "next_after": None, "looked": True}
    assert [each["event_id"] for each in ask(client, "events", run=1).json()["events"]] == ["p1"]
    assert ask(client, "report", run=1).json()["events"] == 1
    assert ask(client, "report").json()["run"]["id"] == 2
    missing = ask(client, "events", run=99)
    assert (missing.status, missing.json()["error"]["message"]) == (404, "there is no run 99")
    assert client("POST", "/capisim/reset", "{}", {"content-type": "application/json"}).json()["run"] == 3


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("a=1", "application/x-www-form-urlencoded", 415),
        ("{}", "text/plain", 415),
        ("{", "application/json", 400),
        ('{"title": 1}', "application/json", 400),
    ],
)
def test_a_reset_that_is_not_meant_as_one_changes_nothing(
    client: Client, service: Service, body: str, content_type: str, status: int
) -> None:
    assert client("POST", "/capisim/reset", body, {"content-type": content_type}).status == status
    assert service.listener.run == 1


def test_health_tells_the_run_and_how_much_came(client: Client) -> None:
    view(client, "p1")
    found = ask(client, "health").json()
    assert (found["status"], found["run"], found["events"]) == ("ok", 1, 1)


def test_wait_looks_at_once_also_without_time(client: Client) -> None:
    assert ask(client, "wait", count=0, timeout=0).json()["held"] is True
    missed = ask(client, "wait", filter="name:Lead", timeout=0)
    assert missed.status == 409
    assert missed.json() == {
        "held": False,
        "run": 1,
        "count": 0,
        "wanted": 1,
        "error": {"message": "0 of 1 events came within 0 seconds"},
    }
    view(client, "l1", "Lead")
    assert ask(client, "wait", filter="name:Lead", timeout=0).json() == {
        "held": True,
        "run": 1,
        "count": 1,
        "wanted": 1,
    }


def whole_pair(client: Client) -> None:
    post(client, event())
    view(client, "order-1001", "Purchase")


@pytest.mark.parametrize(("by", "happens"), [("verdict:duplicate", whole_pair), ("finding:DUP", split_pair)])
def test_wait_answers_once_it_holds(service: Service, by: str, happens: Callable[[Client], None]) -> None:
    with serving(service) as running:
        waiter, sender = OverSocket(running.url), OverSocket(running.url)
        found: list[Answer] = []
        query = {"filter": by, "timeout": 60}
        waiting = threading.Thread(target=lambda: found.append(ask(waiter, "wait", **query)))
        waiting.start()
        happens(sender)
        waiting.join(60)
        assert found[0].json()["held"] is True
        waiter.close()
        sender.close()


def test_wait_gives_up_in_time(client: Client) -> None:
    assert ask(client, "wait", timeout=0.05).json()["held"] is False


def test_wait_sees_suspicions(client: Client) -> None:
    split_pair(client)
    assert ask(client, "wait", filter="finding:DUP", timeout=0).json()["held"] is True
    assert ask(client, "wait", filter="DUP001 | has:finding", timeout=0).json()["held"] is True


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("events?filters=a", "there is no parameter filters: /capisim/events has filter, after, limit, patience, run"),
        ("events?limit=0", "limit is a whole number from 1 to 1000"),
        ("events?limit=1_0", "limit is a whole number from 1 to 1000"),
        ("events?after=-1", "after is a whole number from 0 to 4294967295"),
        ("wait?timeout=61", "timeout is a number from 0 to 60"),
        ("wait?timeout=nan", "timeout is a number from 0 to 60"),
        ("health?a=1", "there is no parameter a: /capisim/health has none"),
    ],
)
def test_a_query_that_can_not_be_read_is_told(client: Client, path: str, told: str) -> None:
    found = client("GET", f"/capisim/{path}")
    assert (found.status, found.json()["error"]["message"]) == (400, told)


def test_a_mistake_in_a_filter_is_told_with_its_column(client: Client) -> None:
    found = ask(client, "wait", filter="nome:Lead")
    assert (found.status, found.json()["error"]["column"]) == (400, 1)
    assert "did you mean name" in found.json()["error"]["message"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:8765"}, 200),
        ({"host": "[::1]:8765"}, 200),
        ({"host": "shop.localhost"}, 200),
        ({"host": "attacker.example"}, 403),
        ({"host": "attacker"}, 403),
        ({"host": "127.0.0.1.attacker.example"}, 403),
        ({"host": "["}, 403),
        ({"host": ""}, 403),
        ({"host": "127.0.0.1:80", "origin": "http://127.0.0.1"}, 200),
        ({"host": "127.0.0.1:80", "origin": "http://127.0.0.1:3000"}, 403),
        ({"host": "127.0.0.1:80", "origin": "https://attacker.example"}, 403),
        ({"host": "127.0.0.1:80", "origin": "null"}, 403),
        ({"host": "127.0.0.1:80", "origin": "http://["}, 403),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("GET", "report"), ("POST", "reset"), ("GET", "")])
def test_only_this_machine_and_its_own_pages_may_ask(
    service: Service, headers: dict[str, str], status: int, method: str, path: str
) -> None:
    with serving(service) as running:
        client = OverSocket(running.url)
        assert client(method, f"/capisim/{path}", headers=headers).status == status
        client.close()


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "events"), ("GET", "reset"), ("DELETE", ""), ("OPTIONS", "wait")]
)
def test_a_wrong_method_is_never_taken_for_a_question_to_graph(
    client: Client, service: Service, method: str, path: str
) -> None:
    found = client(method, f"/capisim/{path}", "{}")
    assert found.status == 405
    assert found.headers["allow"] == ("POST" if path == "reset" else "GET")
    assert "access-control-allow-origin" not in found.headers
    assert service.listener.progress().read == 0


def test_no_browser_keeps_an_answer_or_shows_it_elsewhere(client: Client) -> None:
    for path in ("events", "report", "health", "openapi.json", "live?timeout=0", ""):
        headers = client("GET", f"/capisim/{path}").headers
        assert headers["cache-control"] == "no-store"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers


async def test_pages_share_what_is_counted_and_know_how_long_they_may_wait(service: Service) -> None:
    shared = Standing()
    assert shared.patience(service, 20) == 0
    first = await shared.tell(service)
    assert await shared.tell(service) is first
    assert shared.patience(service, 20) == 20
    service.tell_change()
    # The next look rests for a moment, and a page need not wait longer than that for what it finds.
    assert 0 < shared.patience(service, 20) <= 1
    second = await shared.tell(service)
    assert (first["seen"], second["seen"]) == (0, 1)
    assert {name: value for name, value in second.items() if name != "seen"} == {
        name: value for name, value in first.items() if name != "seen"
    }


def test_nobody_who_waits_holds_up_the_end(service: Service) -> None:
    app, begun = build_app(service), threading.Semaphore(0)

    async def counting(scope: Any, receive: Any, send: Any) -> None:
        begun.release()
        await app(scope, receive, send)

    found: dict[str, Answer] = {}
    with serving(service, app=counting) as running:
        clients = [OverSocket(running.url) for _ in range(2)]
        questions = {"wait": {"timeout": 60}, "live": {"seen": service.commits}}
        threads = [
            threading.Thread(target=lambda c=client, p=path: found.update({p: ask(c, p, **questions[p])}))
            for client, path in zip(clients, questions, strict=True)
        ]
        for thread in threads:
            thread.start()
            assert begun.acquire(timeout=60)
    for thread, client in zip(threads, clients, strict=True):
        thread.join(60)
        client.close()
    assert (found["wait"].status, found["live"].status) == (503, 200)
    assert found["wait"].json()["error"]["message"] == "capisim is being stopped"


@pytest.mark.parametrize(
    ("host", "server", "taken"),
    [
        ("capisim:8765", "172.17.0.2", True),
        ("capisim:8765", "127.0.0.1", False),
        ("capisim.attacker.example", "172.17.0.2", False),
        ("172.17.0.2:8765", "172.17.0.2", True),
        ("192.0.2.1", "172.17.0.2", True),
        ("", "172.17.0.2", False),
    ],
)
def test_containers_may_call_each_other_by_name(host: str, server: str, taken: bool) -> None:
    headers = [(b"host", host.encode())]
    scope = {
        "type": "http",
        "scheme": "http",
        "path": "/",
        "query_string": b"",
        "headers": headers,
        "server": (server, 1),
    }
    with nullcontext() if taken else pytest.raises(OwnError):
        refuse_strangers(Request(scope))


def test_the_readme_tells_every_operation_with_its_parameters() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    told = {
        found[0]: found[1]
        for found in re.findall(r"^\| `(?:GET|POST) (/capisim/[^?`]*)\??([^`]*)` \|", readme, re.MULTILINE)
    }
    for operation in OPERATIONS:
        # The rest is what the page itself asks for.
        if "page." not in operation.path and operation.path not in ("/capisim", "/capisim/live"):
            assert told[operation.path] == "&".join(f"{each.name}=" for each in operation.parameters)
