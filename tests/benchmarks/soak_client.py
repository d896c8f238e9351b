"""Clients that send every event again until it is acknowledged, as shops should."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from load_client import EVENTS


class Soaked(NamedTuple):
    """``acknowledged`` are the event IDs answered with 200; ``attempts`` how many requests were sent."""

    acknowledged: set[str]
    attempts: int


def _request(event_id: str, now: int) -> bytes:
    body = (
        f'{{"data":[{{"event_name":"Lead","event_time":{now},"event_id":"{event_id}","action_source":"website",'
        f'"event_source_url":"https://shop.example/","user_data":{{"em":"{"a" * 64}","client_user_agent":"Mozilla/5.0",'
        f'"client_ip_address":"203.0.113.7"}}}}]}}'
    )
    head = f"POST {EVENTS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


class _Client:
    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, request: bytes) -> int:
        """The status; 0 for a connection that broke off."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            low = head.lower()
            if b"content-length:" in low:
                at = low.index(b"content-length:") + 15
                await reader.readexactly(int(low[at : low.index(b"\r", at)]))
            return int(head.split(b" ", 2)[1])
        except (OSError, asyncio.IncompleteReadError):
            await self.close()
            return 0

    async def close(self) -> None:
        if self._streams is not None:
            writer = self._streams[1]
            self._streams = None
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()


async def _soak(port: int, ids: Iterator[str], now: int, clients: int, watch: Callable[[int], bool]) -> Soaked:
    acknowledged: set[str] = set()
    attempts = 0
    ended = False

    async def run() -> None:
        nonlocal attempts, ended
        client = _Client(port)
        for event_id in ids:
            status = -1
            while status != 200 and not ended:
                attempts += 1
                status = await client.send(_request(event_id, now))
                assert status in (0, 200, 403, 500, 502), status
            if status == 200:
                acknowledged.add(event_id)
            ended = ended or watch(len(acknowledged))
            if ended:
                break
        await client.close()

    await asyncio.gather(*(run() for _ in range(clients)))
    return Soaked(acknowledged, attempts)


def soak(port: int, ids: Iterator[str], now: int, *, clients: int, watch: Callable[[int], bool]) -> Soaked:
    """Send until the ids are used up, or until ``watch``, told of the acknowledged so far, says that it is over."""
    return asyncio.run(_soak(port, ids, now, clients, watch))
