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


def posts(count: int, each: int = 1) -> list[bytes]:
    """Requests of that many server events each, at the present time; they meet no faults."""
    now = time.time()
    made: list[bytes] = []
    source = events(2 * count * each + 100, broken=0.0)
    servers = (envelope["event"] for envelope in source)
    for number in range(count):
        chosen = [
            {**event, "event_time": int(now) - 60, "event_id": f"{number}-{index}"}
            for index, event in enumerate(islice(servers, each))
        ]
        body = orjson.dumps({"data": chosen})
        head = f"POST {EVENTS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        head += "X-Capisim-Fault: none\r\n"
        made.append(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    return made


async def _worker(port: int, work: Iterator[bytes]) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = 0
    for request in work:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        at = head.lower().index(b"content-length:")
        length = int(head[at + 15 : head.index(b"\r", at)])
        await reader.readexactly(length)
        answered += 1
    writer.close()
    await writer.wait_closed()
    return answered


async def _drive(port: int, requests: Iterable[bytes], connections: int) -> int:
    work = iter(requests)
    return sum(await asyncio.gather(*(_worker(port, work) for _ in range(connections))))


def rate(port: int, requests: list[bytes], connections: int) -> float:
    """Requests a second; every one must be answered with 200."""
    started = time.perf_counter()
    assert asyncio.run(_drive(port, requests, connections)) == len(requests)
    return len(requests) / (time.perf_counter() - started)
