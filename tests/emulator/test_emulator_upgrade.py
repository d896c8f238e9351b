"""A client that would rather speak another protocol is answered in this one, with its body read."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pytest
from calling import EVENTS, NOON, event

from simulator.emulator.protocol import without_upgrade
from simulator.emulator.service import Service
from simulator.emulator.serving import Running, serving
from simulator.settings import Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = json.dumps({"access_token": "any", "data": [event()], "note": "\\r\\nUpgrade: no"}).encode()
# As the client of the Java platform (17) sends it.
JAVA = (
    f"POST {EVENTS} HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nContent-Length: {len(BODY)}\r\n"
    "Host: 127.0.0.1\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\nUpgrade: h2c\r\n"
    "User-Agent: Java-http-client/17.0.15\r\ncontent-type: application/json\r\n\r\n"
).encode()
SOCKET = JAVA.replace(b"Upgrade, HTTP2-Settings", b"upgrade").replace(b"Upgrade: h2c", b"UPGRADE: websocket")


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1), clock=lambda: float(NOON))
        with serving(service) as found:
            yield found
        service.close()


@pytest.mark.parametrize("head", [JAVA, SOCKET], ids=["http/2", "websocket"])
@pytest.mark.parametrize("cut", [0, 1, len(JAVA) - 20], ids=["whole", "begun", "late"])
def test_the_body_is_read_in_spite_of_the_wish(running: Running, head: bytes, cut: int) -> None:
    with socket.create_connection((running.host, running.port), timeout=30) as made:
        for _ in range(2):
            if cut:
                made.sendall(head[:cut])
            made.sendall(head[cut:] + BODY)
            got = b""
            while b"fbtrace_id" not in got:
                piece = made.recv(65_536)
                assert piece, "it was hung up on"
                got += piece
            assert got.startswith(b"HTTP/1.1 200 OK")
            assert b'"events_received":1' in got


def test_only_the_head_is_changed() -> None:
    body = b"a\r\nUpgrade: x\r\n\r\nUpgrade: y"
    found = without_upgrade(JAVA + body)
    assert found == JAVA.replace(b"\r\nUpgrade:", b"\r\nx-upgrade:") + body
    assert without_upgrade(BODY) == BODY
