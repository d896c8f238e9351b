"""An answer goes out in one piece, and the connection goes on or ends as the client asked."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import TYPE_CHECKING, Any

import pytest
from calling import EVENTS, event

from simulator.emulator.service import Service
from simulator.emulator.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.emulator.serving import Running

HEAD = f"POST {EVENTS}?access_token=x HTTP/1.1\r\nHost: localhost\r\n"


def request(head: str = HEAD, more: str = "", body: str | None = None) -> bytes:
    text = json.dumps({"data": [event()]}) if body is None else body
    return f"{head}{more}Content-Length: {len(text)}\r\n\r\n{text}".encode()


@pytest.fixture
def running(service: Service) -> Iterator[Running]:
    with serving(service) as found:
        yield found


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is written to any connection, write by write."""
    noted: list[bytes] = []
    transport: Any = asyncio.selector_events._SelectorSocketTransport  # type: ignore[attr-defined]
    write = transport.write

    def note(self: object, data: bytes) -> None:
        noted.append(data)
        write(self, data)

    monkeypatch.setattr(transport, "write", note)
    return noted


def ask(running: Running, *requests: bytes, ends: bool = False) -> list[bytes]:
    """The answers on one connection; with ``ends`` it must be the server that ends it."""
    answers: list[bytes] = []
    with (
        socket.create_connection((running.host, running.port), timeout=30) as connection,
        connection.makefile("rb") as file,
    ):
        connection.sendall(b"".join(requests))
        for _ in requests:
            head = b"".join(iter(file.readline, b"\r\n"))
            length = next(int(line.split()[1]) for line in head.splitlines() if line.startswith(b"content-length:"))
            answers.append(head + b"\r\n" + file.read(length))
        if ends:
            assert file.read() == b""
    return answers


def test_the_answers_of_the_events_edge_are_one_piece_each(running: Running, pieces: list[bytes]) -> None:
    answers = ask(running, request(), request(body="{"))
    assert pieces == answers
    assert [(each[:12], each[-1:]) for each in answers] == [(b"HTTP/1.1 200", b"}"), (b"HTTP/1.1 400", b"}")]
    assert all(b"\r\ndate: " in each and b"connection:" not in each for each in answers)


@pytest.mark.parametrize(
    "last",
    [request(more="Connection: close\r\n"), request(HEAD.replace("HTTP/1.1", "HTTP/1.0"))],
    ids=["close", "HTTP/1.0"],
)
def test_who_wants_no_more_gets_one_piece_and_the_end(running: Running, pieces: list[bytes], last: bytes) -> None:
    answers = ask(running, request(), last, ends=True)
    assert pieces == answers
    assert [b"connection: close" in each for each in answers] == [False, True]


def test_requests_that_come_at_once_are_answered_in_their_order(running: Running, service: Service) -> None:
    bad = [request(body=json.dumps({"data": [event(event_name=...)]})) for _ in range(5)]
    answers = ask(running, *(each for one in bad for each in (request(), one)))
    assert [each[9:12] for each in answers] == [b"200", b"400"] * 5
    assert service.listener.progress().read == 10


def test_who_waits_for_leave_to_send_the_body_gets_it(running: Running) -> None:
    head, _, body = request(more="Expect: 100-continue\r\n").partition(b"\r\n\r\n")
    with (
        socket.create_connection((running.host, running.port), timeout=30) as connection,
        connection.makefile("rb") as file,
    ):
        connection.sendall(head + b"\r\n\r\n")
        assert (file.readline(), file.readline()) == (b"HTTP/1.1 100 Continue\r\n", b"\r\n")
        connection.sendall(body)
        assert file.readline() == b"HTTP/1.1 200 OK\r\n"


def test_a_body_in_two_parts_is_awaited(running: Running, pieces: list[bytes]) -> None:
    whole = request()
    with (
        socket.create_connection((running.host, running.port), timeout=30) as connection,
        connection.makefile("rb") as file,
    ):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(whole[:-9])
        # The same connection can't answer before; another one shows that the first part has been read.
        assert ask(running, request())[0].startswith(b"HTTP/1.1 200")
        connection.sendall(whole[-9:])
        assert file.readline() == b"HTTP/1.1 200 OK\r\n"
    assert len(pieces) == 2
