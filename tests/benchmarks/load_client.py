"""A client that costs little: ready-made requests over some connections at once, answers told apart by their length."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import orjson
from benchmark_traffic import events

SERVER = Path(__file__).with_name("load_server.py")
_LENGTH = b"content-length: "
EVENTS = "/v26.0/1234567890/events?access_token=any"


class Server:
    """A server process. ``ask`` gives its memory by the system's name for it, in KiB, or what it ``used``."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdin is not None
        assert process.stdout is not None
        self.port: int = json.loads(process.stdout.readline())["port"]

    def ask(self, what: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def server(kind: str, store: Path | str, *faults: str, window: float = 48.0, speed: float = 1.0) -> Iterator[Server]:
    """A server that ends in order."""
    words = [sys.executable, str(SERVER), kind, str(store), str(window), str(speed), *faults]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Server(process)
            if process.poll() is None:
                process.communicate(timeout=300)
        finally:
            if process.poll() is None:
                process.kill()


def posts(count: int, each: int = 1, first: int = 0) -> list[bytes]:
    """Requests of that many server events each, at the present time; they meet no faults.

    Their event ids count from ``first``.
    """
    now = time.time()
    made: list[bytes] = []
    source = events(2 * count * each + 100, broken=0.0)
    servers = (envelope["event"] for envelope in source)
    for number in range(first, first + count):
        chosen = [
            {**event, "event_time": int(now) - 60, "event_id": f"{number}-{index}"}
            for index, event in enumerate(islice(servers, each))
        ]
        body = orjson.dumps({"data": chosen})
        head = f"POST {EVENTS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        head += "X-Capisim-Fault: none\r\n"
        made.append(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return made


class _Connection(asyncio.Protocol):
    """Sends one request after the other; ``ended`` is how many were answered.

    Streams would take as long for a request as the server does, and what is measured were the client.
    """

    def __init__(self, work: Iterator[bytes]) -> None:
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._work = work
        self._answered = 0
        self._held = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        assert self._transport is not None
        request = next(self._work, None)
        if request is None:
            self._transport.close()
        else:
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._held = answer = self._held + data
        end = answer.find(b"\r\n\r\n")
        if end < 0:
            return
        assert answer.startswith(b"HTTP/1.1 200"), answer
        at = answer.index(_LENGTH) + len(_LENGTH)
        missing = int(answer[at : answer.index(b"\r", at)]) - (len(answer) - end - 4)
        assert missing >= 0, answer
        if not missing:
            self._answered += 1
            self._held = b""
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is None:
            self.ended.set_result(self._answered)
        else:
            self.ended.set_exception(exc)


async def _drive(port: int, requests: Iterable[bytes], connections: int) -> int:
    work, loop = iter(requests), asyncio.get_running_loop()
    made = [await loop.create_connection(lambda: _Connection(work), "127.0.0.1", port) for _ in range(connections)]
    return sum(await asyncio.gather(*(each.ended for _, each in made)))


def rate(port: int, requests: list[bytes], connections: int) -> float:
    """Requests a second; every one must be answered with 200."""
    started = time.perf_counter()
    assert asyncio.run(_drive(port, requests, connections)) == len(requests)
    return len(requests) / (time.perf_counter() - started)
