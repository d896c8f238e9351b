"""The Graph client: what it sends, what it makes of every kind of answer, and that no secret is told."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from urllib.parse import parse_qs, urlsplit

import pytest
from emulated import emulated
from one_answer import http, one_answer

from simulator.errors import UsageError
from simulator.forward.answers import Answer, Trouble
from simulator.forward.graph import Graph, checked_url
from simulator.forward.tokens import Found, Token
from simulator.forward.transient import chance

CANARY = "EAAcanaryTokenThatMustNeverBeSeen0001"
SECRET = "app-secret-canary-0002"
FOUND = Found(Token(CANARY), "the test")
EVENTS = "1234567890/events"


def graph(url: str, *, seconds: float = 20.0, secret: str | None = None) -> Graph:
    return Graph(url, "v26.0", FOUND, None if secret is None else Token(secret), total_seconds=seconds)


def ask(*pieces: bytes, reset: bool = False, hold: bool = False, seconds: float = 20.0) -> Answer:
    """What the client makes of an answer."""
    with one_answer(*pieces, reset=reset, hold=hold) as server, graph(server.url, seconds=seconds) as client:
        return client.post(EVENTS, {"data": []})


def test_the_token_is_in_the_header_and_the_proof_in_the_body() -> None:
    with one_answer(http(b"{}")) as server, graph(server.url, secret=SECRET) as client:
        assert client.post(EVENTS, {"data": []}).ok
        head, _, body = server.received[0].partition(b"\r\n\r\n")
    assert head.split(b"\r\n")[0] == b"POST /v26.0/1234567890/events HTTP/1.1"
    assert f"authorization: bearer {CANARY}".lower().encode() in head.lower()
    assert b"user-agent: capisim/" in head.lower()
    assert json.loads(body) == {"data": [], "appsecret_proof": Token(CANARY).proof(Token(SECRET))}
    assert CANARY.encode() not in body
    assert SECRET.encode() not in head + body


def test_a_get_has_the_proof_alone_in_its_url() -> None:
    with one_answer(http(b'{"data": []}')) as server, graph(server.url, secret=SECRET) as client:
        assert client.get("me/adaccounts", {"fields": "id,name"}).body == {"data": []}
        line = server.received[0].split(b"\r\n")[0].decode()
        shown = client.redact(line)
    query = parse_qs(urlsplit(line.split()[1]).query)
    assert query == {"fields": ["id,name"], "appsecret_proof": [Token(CANARY).proof(Token(SECRET))]}
    assert "appsecret_proof=(hidden)" in shown
    assert CANARY not in line


def test_an_error_is_read_whole() -> None:
    told = {
        "message": "Invalid parameter",
        "type": "OAuthException",
        "code": 100,
        "error_subcode": 2804003,
        "is_transient": False,
        "error_user_title": "Event Timestamp Too Old",
        "error_user_msg": "Send it within 7 days.",
        "fbtrace_id": "AbCdEf",
        "error_data": json.dumps({"blame_field_specs": [["data", 0, "event_time"]]}),
    }
    found = ask(http(json.dumps({"error": told}).encode(), 400))
    assert not found.ok
    assert found.status == 400
    assert found.error is not None
    assert (found.error.code, found.error.subcode, found.error.is_transient) == (100, 2804003, False)
    assert found.error.blame == ("data.0.event_time",)
    assert str(found) == "100/2804003: Event Timestamp Too Old: Send it within 7 days."


@pytest.mark.parametrize(
    "body", ['{"error": "no"}', '{"error": {}}', '{"error": {"code": "100", "error_data": "{"}}', '{"error": [1]}']
)
def test_an_odd_error_is_still_one(body: str) -> None:
    found = ask(http(body.encode(), 200))
    assert found.error is not None
    assert not found.ok
    assert str(found)


def test_a_token_that_meta_repeats_is_hidden() -> None:
    body = {"error": {"message": f"Malformed access token {CANARY}", "code": 190, f"{CANARY}": [CANARY, 1]}}
    found = ask(http(json.dumps(body).encode(), 400))
    assert CANARY not in repr(found)
    assert "Malformed access token (hidden)" in str(found)


@pytest.mark.parametrize(("value", "seconds"), [("120", 120.0), ("nonsense", None), ("", None)])
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert ask(http(b"{}", 429, retry_after=value)).retry_after == seconds


def test_retry_after_as_a_date() -> None:
    found = ask(http(b"{}", 503, retry_after="Fri, 31 Dec 2100 23:59:59 GMT"))
    assert found.retry_after == 6 * 3600, "the library takes no longer pause for meant"


@pytest.mark.parametrize(
    ("pieces", "kind", "status"),
    [
        ((http(b"<html>", 502),), Trouble.NOT_JSON, 502),
        ((http(b"", 500),), Trouble.NOT_JSON, 500),
        ((http(b"{", 200),), Trouble.NOT_JSON, 200),
        ((http(b"", 302, location="https://elsewhere.example/"),), Trouble.NOT_JSON, 302),
        ((b"HTTP/1.1 200 Any\r\ncontent-length: 50\r\n\r\n{}",), Trouble.RESET, None),
        ((b"no http at all\r\n\r\n",), Trouble.RESET, None),
        ((b"",), Trouble.RESET, None),
        ((http(b"no gzip", content_encoding="gzip"),), Trouble.NOT_JSON, None),
    ],
    ids=["page", "empty", "half", "redirect", "cut", "other", "nothing", "packed"],
)
def test_what_is_no_answer(pieces: tuple[bytes, ...], kind: Trouble, status: int | None) -> None:
    found = ask(*pieces)
    assert found.failure is not None
    assert (found.failure.kind, found.status) == (kind, status)
    assert not found.ok
    assert found.failure.may_have_arrived


def test_a_packed_answer_is_unpacked() -> None:
    assert ask(http(gzip.compress(b'{"a": 1}'), content_encoding="gzip")).body == {"a": 1}


def test_a_redirect_is_not_followed() -> None:
    with one_answer(http(b"{}")) as other:
        ask(http(b"", 302, location=other.url + "/v26.0/me"))
        assert other.received == []


def test_a_reset_may_have_arrived() -> None:
    found = ask(reset=True)
    assert found.failure is not None
    assert found.failure.kind is Trouble.RESET
    assert chance(found).again


@pytest.mark.parametrize(
    "pieces", [(), (b"HTTP/1.1 200 Any\r\ncontent-length: 50\r\n\r\n", b"{")], ids=["no head", "half a body"]
)
def test_a_silent_server_uses_up_the_budget(pieces: tuple[bytes, ...]) -> None:
    found = ask(*pieces, hold=True, seconds=0.1)
    assert found.failure is not None
    assert found.failure.kind is Trouble.TIMEOUT
    assert found.failure.may_have_arrived


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 Any\r\ncontent-length: 100000\r\n\r\n", b"HTTP/1.1 200 Any\r\nx: "])
def test_an_answer_that_trickles_in_uses_up_the_budget(head: bytes) -> None:
    """Every piece comes soon enough, of the body or of the headers; the whole does not."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(head)
                try:
                    while not over.wait(0.01):
                        connection.sendall(b" ")
                except OSError:
                    return

        thread = threading.Thread(target=trickle, daemon=True)
        thread.start()
        with graph(f"http://127.0.0.1:{server.getsockname()[1]}", seconds=0.2) as client:
            found = client.post(EVENTS, {})
        over.set()
        thread.join(20)
    assert found.failure is not None
    assert found.failure.kind is Trouble.TIMEOUT


def test_half_a_character_is_sent_as_json_writes_it() -> None:
    with one_answer(http(b"{}")) as server, graph(server.url) as client:
        assert client.post(EVENTS, {"data": ["\ud800"]}).ok
        assert b'{"data": ["\\ud800"]}' in server.received[0]


def test_a_connection_is_used_again_and_a_base_path_stays() -> None:
    with emulated() as (_, url), graph(url) as client:
        for _ in range(3):
            assert client.get("me/adaccounts").ok
        assert client._pool.num_connections == 1
    with one_answer(http(b"{}")) as server, graph(f"{server.url}/meta/") as client:
        client.get("me")
        assert server.received[0].startswith(b"GET /meta/v26.0/me HTTP/1.1")


def test_no_time_left_sends_nothing() -> None:
    with one_answer(http(b"{}")) as server, graph(server.url) as client:
        found = client.post(EVENTS, {}, seconds=0)
        assert server.received == []
    assert found.failure is not None
    assert not found.failure.may_have_arrived


def test_a_closed_port_is_refused_and_a_proxy_in_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with one_answer(http(b"{}")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with graph(f"http://127.0.0.1:{port}") as client:
            found = client.post(EVENTS, {})
        assert proxy.received == []
    assert found.failure is not None
    assert found.failure.kind is Trouble.REFUSED
    assert not found.failure.may_have_arrived


def test_an_unknown_host_is_told_with_the_proxy_that_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    monkeypatch.setenv("HTTPS_PROXY", f"http://user:{SECRET}@proxy.example")
    with graph("https://graph.example") as client:
        found = client.post(EVENTS, {})
    assert found.failure is not None
    assert found.failure.kind is Trouble.UNRESOLVED
    assert "HTTPS_PROXY is set" in found.failure.text
    assert SECRET not in found.failure.text


def test_a_host_without_a_certificate_gets_no_token() -> None:
    with (
        one_answer(http(b"{}"), deaf=True) as server,
        graph(server.url.replace("http:", "https:"), seconds=5) as client,
    ):
        found = client.post(EVENTS, {})
        assert CANARY.encode() not in b"".join(server.received)
    assert found.failure is not None
    assert found.failure.kind is Trouble.TLS
    assert not found.failure.may_have_arrived


@pytest.mark.parametrize(
    "url",
    [
        "http://graph.facebook.com",
        "ftp://127.0.0.1",
        "graph.facebook.com",
        f"https://name:{SECRET}@graph.facebook.com",
        f"https://graph.facebook.com?access_token={SECRET}",
        "https://",
        "http://[::1",
        "http://localhost.example",
        "https://host:port",
    ],
)
def test_where_no_token_is_sent(url: str) -> None:
    with pytest.raises(UsageError) as told:
        graph(url)
    assert SECRET not in str(told.value)


def test_where_a_token_is_sent() -> None:
    assert checked_url("https://graph.facebook.com/") == "https://graph.facebook.com"
    for url in ("http://127.0.0.1:8765", "http://[::1]:8765", "http://localhost:1/base"):
        assert checked_url(url) == url
    with pytest.raises(UsageError, match=r"like v26\.0"):
        Graph("https://graph.facebook.com", "26", FOUND)


def test_nothing_of_the_client_shows_its_secrets() -> None:
    with graph("https://graph.facebook.com", secret=SECRET) as client:
        shown = repr(client) + client.url(EVENTS) + client.redact(f"{CANARY} {SECRET}")
    assert CANARY not in shown
    assert SECRET not in shown


def test_every_fault_of_the_emulator_is_understood() -> None:
    expected = {
        "none": (200, None, None),
        "code-2": (500, 2, None),
        "code-4": (403, 4, None),
        "code-17": (400, 17, None),
        "code-190": (401, 190, None),
        "http-500": (500, None, Trouble.NOT_JSON),
        "html-error": (502, None, Trouble.NOT_JSON),
        "reset": (None, None, Trouble.RESET),
        "timeout:0.05": (None, None, Trouble.RESET),
        "reset-after": (None, None, Trouble.RESET),
        "slow-body:0.05": (200, None, None),
        "latency:0.01": (200, None, None),
    }
    seen = {}
    with emulated() as (service, url), graph(url) as client:
        service.faults.queue(*expected)
        for name in expected:
            found = client.get("dataset_quality", {"dataset_id": "1234567890"})
            code = found.error.code if found.error is not None else None
            seen[name] = (found.status, code, found.failure.kind if found.failure is not None else None)
    assert seen == expected
