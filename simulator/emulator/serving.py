"""Serving the emulator: sockets, uvicorn in a thread of its own, and a stop that loses nothing."""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

import uvicorn

from simulator.collecting import spared
from simulator.emulator.app import build_app
from simulator.emulator.protocol import guarded
from simulator.errors import NetworkError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

    from simulator.emulator.service import Service

LOOPBACK = "127.0.0.1"
# An answer waits for its commit; nothing else takes long, so who still waits then waits for nothing.
_LAST_ANSWERS = 10
_BACKLOG = 1024
_START = 30.0


class Running(NamedTuple):
    """An emulator that answers. ``url`` is its base URL, without a slash at its end."""

    host: str
    port: int
    url: str
    service: Service


def is_loopback(host: str) -> bool:
    """Whether an address is reachable from this machine alone. Raises UsageError when it is no address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise UsageError(
            f"host {host!r} is no IP address: give 127.0.0.1, ::1, or an address of this machine"
        ) from None


def bind(host: str, port: int) -> list[socket.socket]:
    """Sockets on an address and a port, 0 for a free one; on loopback both families, where there are both.

    Raises NetworkError when the port is taken or the address is not this machine's.
    """
    hosts = [LOOPBACK, "::1"] if host in (LOOPBACK, "localhost") else [host]
    # A free port of one family may be taken in the other; then another is tried.
    for attempt in range(20 if port == 0 else 1):
        sockets = [_listen(hosts[0], port)]
        chosen = sockets[0].getsockname()[1]
        try:
            sockets += [_listen(other, chosen) for other in hosts[1:]]
        except NetworkError:
            if port == 0 and attempt < 19 and _has_ipv6():
                sockets[0].close()
                continue
            if port != 0 and _has_ipv6():
                sockets[0].close()
                raise
        return sockets
    raise NetworkError("no port is free on both 127.0.0.1 and ::1")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made: socket.socket | None = None
    try:
        # The protocol is named so that asyncio knows that it may turn off waiting for fuller packets.
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((host, port))
    except OSError as error:
        if made is not None:
            made.close()
        raise NetworkError(f"can't listen on {host} port {port}: {(error.strerror or str(error)).lower()}") from None
    return made


def _has_ipv6() -> bool:
    with suppress(OSError), socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
        probe.bind(("::1", 0))
        return True
    return False


class _Server(uvicorn.Server):
    """uvicorn that tells when it answers, and lets nobody wait for news when it ends."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self.answers = threading.Event()
        self._service = service

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._service.tell_change()
        await super().shutdown(sockets)


@contextmanager
def bound(host: str, port: int) -> Iterator[list[socket.socket]]:
    """The sockets of ``bind``, closed at the end, also where nothing is served after all. Raises NetworkError."""
    sockets = bind(host, port)
    try:
        yield sockets
    finally:
        for each in sockets:
            each.close()


@contextmanager
def serving(
    service: Service,
    *,
    host: str = LOOPBACK,
    port: int = 0,
    app: ASGIApp | None = None,
    sockets: list[socket.socket] | None = None,
) -> Iterator[Running]:
    """Answer requests in a thread while the context lasts; ``port`` 0 takes a free one.

    At its end no new request is taken, those at hand are answered, and only then the thread ends. The service
    stays open. ``app`` stands for the emulator's own, to put something around it; ``sockets`` are those of
    ``bind`` where that was called before. Raises NetworkError.
    """
    sockets = sockets or bind(host, port)
    chosen = sockets[0].getsockname()[1]
    config = uvicorn.Config(
        app or build_app(service),
        http=guarded(service.limits),
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=_BACKLOG,
        limit_concurrency=service.limits.connections,
        timeout_keep_alive=max(1, int(service.limits.patience_seconds)),
        timeout_graceful_shutdown=_LAST_ANSWERS,
    )
    # Its words would land on standard error, between ours.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
    server = _Server(config, service)
    thread = threading.Thread(target=server.run, kwargs={"sockets": sockets}, name="emulator", daemon=True)
    service.faults.stopping.clear()
    thread.start()
    try:
        if not server.answers.wait(_START):
            raise NetworkError("the emulator did not start")
        shown = f"[{host}]" if ":" in host else host
        # What the program is made of lives as long as it serves, and requests must not wait while it is walked.
        with spared():
            yield Running(host, chosen, f"http://{shown}:{chosen}", service)
    finally:
        service.faults.stopping.set()
        server.should_exit = True
        thread.join()
        for each in sockets:
            each.close()
