"""What is too large, too slow or too much is cut, and everybody else is still answered."""

from __future__ import annotations

import gzip
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from calling import EVENTS, InProcess, OverSocket, event, post

from simulator.emulator import protocol
from simulator.emulator.pixel import GIF
from simulator.emulator.service import Service
from simulator.emulator.serving import Running, serving
from simulator.settings import Emulator, Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL = Emulator(body_bytes=5000, unpacked_bytes=20_000, header_bytes=4096, connections=4, patience_seconds=0.5)
HEAD = f"POST {EVENTS}?access_token=x HTTP/1.1\r\nHost: x\r\n".encode()


@pytest.fixture
def running() -> Iterator[Running]:
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1, emulator=SMALL))
        with serving(service) as found:
            yield found
        service.close()


@contextmanager
def connected(running: Running, sent: bytes) -> Iterator[socket.socket]:
    with socket.create_connection((running.host, running.port), timeout=30) as made:
        made.sendall(sent)
        yield made


def answer(made: socket.socket) -> bytes:
    """Everything until the other side closes."""
    got = b""
    try:
        while block := made.recv(65536):
            got += block
    except ConnectionError:
        pass
    return got


def still_answers(running: Running) -> bool:
    client = OverSocket(running.url)
    try:
        return client("GET", "/tr?id=1&ev=PageView").status == 200
    finally:
        client.close()


def test_a_body_that_is_too_large_is_refused_before_it_is_read(running: Running) -> None:
    with connected(running, HEAD + b"Content-Length: 5001\r\n\r\n") as made:
        assert answer(made).startswith(b"HTTP/1.1 413 ")
    assert still_answers(running)


def test_a_body_without_a_length_is_cut_when_it_is_too_large(running: Running) -> None:
    chunk = b"800\r\n" + b"x" * 0x800 + b"\r\n"
    with connected(running, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 3) as made:
        assert answer(made).startswith(b"HTTP/1.1 413 ")
    assert still_answers(running)


def test_a_small_body_that_unpacks_to_a_large_one_is_refused(running: Running) -> None:
    client = OverSocket(running.url)
    bomb = gzip.compress(b" " * 2_000_000)
    assert len(bomb) < SMALL.body_bytes
    assert client("POST", f"{EVENTS}?access_token=x", bomb, {"content-encoding": "gzip"}).status == 413
    twice = gzip.compress(gzip.compress(b" " * 20_000_000))
    assert client("POST", EVENTS, twice, {"content-encoding": "gzip, gzip"}).status == 413
    fits = gzip.compress(b" " * SMALL.unpacked_bytes)
    assert client("POST", f"{EVENTS}?access_token=x", fits, {"content-encoding": "gzip"}).status == 400
    client.close()


@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"X-Long: " + b"y" * 5000 + b"\r\n\r\n",
        HEAD + b"".join(b"X-%d: y\r\n" % number for number in range(600)) + b"\r\n",
        b"GET /" + b"z" * 5000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-Endless: " + b"y" * 100_000,
    ],
    ids=["one", "many", "line", "endless"],
)
def test_headers_that_are_too_large_end_the_connection(running: Running, sent: bytes) -> None:
    with connected(running, b"") as made:
        try:
            made.sendall(sent)
        except ConnectionError:
            got = b""
        else:
            got = answer(made)
    assert b"200 OK" not in got
    assert still_answers(running)


@pytest.mark.parametrize("sent", [b"", b"POST /v26", HEAD], ids=["nothing", "half a line", "half the headers"])
def test_a_client_that_never_ends_its_headers_is_cut(running: Running, sent: bytes) -> None:
    with connected(running, sent) as made:
        assert b"200 OK" not in answer(made)
    assert still_answers(running)


def test_a_second_request_on_a_connection_has_the_same_limits(running: Running) -> None:
    good = b"GET /tr?id=1&ev=Lead HTTP/1.1\r\nHost: x\r\n\r\n"
    for bad in (b"GET /" + b"z" * 5000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nX: y"):
        with connected(running, good) as made:
            first = b""
            while not first.endswith(GIF):
                first += made.recv(65536)
            made.sendall(bad)
            assert b"200 OK" not in answer(made)


def test_a_client_that_never_ends_its_body_is_cut(running: Running) -> None:
    with connected(running, HEAD + b"Content-Length: 100\r\n\r\nhalf") as made:
        assert answer(made).startswith(b"HTTP/1.1 408 ")
    assert still_answers(running)


def test_a_stop_does_not_wait_for_the_rest_of_a_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LAST_BYTES_SECONDS", 0.01)
    patient = Emulator(patience_seconds=300)
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1, emulator=patient))
        with serving(service) as running:
            made = socket.create_connection((running.host, running.port), timeout=30)
            # Asked to go on, it has read the head.
            made.sendall(HEAD + b"Expect: 100-continue\r\nContent-Length: 100\r\n\r\n")
            assert made.recv(65536).startswith(b"HTTP/1.1 100 ")
            made.sendall(b"half")
        with made:
            assert answer(made).startswith(b"HTTP/1.1 408 ")
        service.close()


def test_more_connections_than_allowed_are_told_so_and_the_others_stay(running: Running) -> None:
    good = b"GET /tr?id=1&ev=Lead HTTP/1.1\r\nHost: x\r\n"
    held = [socket.create_connection((running.host, running.port), timeout=30) for _ in range(4)]
    try:
        with connected(running, good + b"Connection: close\r\n\r\n") as made:
            assert answer(made).startswith(b"HTTP/1.1 503 ")
    finally:
        for each in held:
            each.close()


def test_bytes_that_are_no_http_are_no_matter(running: Running) -> None:
    with connected(running, b"\x16\x03\x01\x02\x00 no http\r\n\r\n") as made:
        assert answer(made).startswith(b"HTTP/1.1 400 ")
    assert still_answers(running)


def test_a_store_that_fails_is_told_as_a_passing_fault(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.errors import StoreError

    client = InProcess(service)

    def fail(*_: object) -> None:
        raise StoreError("store x: the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(service.listener, "take", fail)
        found = post(client, event())
    assert (found.status, found.error["code"], found.error["is_transient"]) == (500, 2, True)
    assert b"disk" not in found.body
    assert post(client, event()).status == 200


def test_a_large_body_right_behind_its_headers_is_no_header(service: Service) -> None:
    with serving(service) as found:
        events = [event(event_id=f"order-{number}") for number in range(900)]
        client = OverSocket(found.url)
        assert [post(client, *events).status for _ in range(3)] == [200, 200, 200]
        client.close()
