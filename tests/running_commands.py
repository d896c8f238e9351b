"""Commands run in this process, with standard streams of their own and no way out but to this machine, if at all."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import urllib3
from every_command import PIXEL, Case
from one_answer import http, one_answer

from simulator.cli import run

CLIENT = "the client of a test"
DEADLINE = 60.0


_BODIES = {
    "taken": b'{"events_received": 1, "messages": [], "fbtrace_id": "Atrace"}',
    "well": b'{"web": [{"event_name": "Lead", "event_match_quality": {"composite_score": 5}}], "data": []}',
    "dataset": json.dumps({"id": PIXEL, "name": "Shop"}).encode(),
    "page": b"<p>",
}


class Ran(NamedTuple):
    """What a command line came to: exit code, both streams, and where it tried to connect."""

    case: Case
    code: int
    out: str
    err: str
    tried: tuple[str, ...]


class Streams:
    """Standard streams that keep what is written, text and bytes."""

    def __init__(self, given: bytes) -> None:
        self.kept = io.BytesIO(), io.BytesIO()
        self.texts = [io.TextIOWrapper(each, "utf-8", write_through=True) for each in self.kept]
        self.input = io.TextIOWrapper(io.BytesIO(given), "utf-8")

    @property
    def out(self) -> str:
        return self.kept[0].getvalue().decode("utf-8", "replace")

    @property
    def err(self) -> str:
        return self.kept[1].getvalue().decode("utf-8", "replace")


@contextmanager
def watched_sockets(patch: pytest.MonkeyPatch, *, loopback: bool) -> Iterator[list[str]]:
    """No connection and no look-up of a name, but to this machine where ``loopback``; every attempt is kept."""
    tried: list[str] = []

    def guard(real: Any) -> Any:
        def guarded(*args: Any, **more: Any) -> Any:
            if threading.current_thread().name == CLIENT:
                return real(*args, **more)
            # A connection within the machine's own kernel is none to another one.
            place = args[-1] if isinstance(args[0], socket.socket) else args[0]
            if isinstance(args[0], socket.socket) and args[0].family == socket.AF_UNIX:
                return real(*args, **more)
            host = str(place[0] if isinstance(place, tuple) else place)
            tried.append(host)
            if loopback and host in ("127.0.0.1", "::1"):
                return real(*args, **more)
            raise OSError("no connection is allowed here")

        return guarded

    with patch.context() as inner:
        for name in ("connect", "connect_ex", "sendto", "sendmsg"):
            inner.setattr(socket.socket, name, guard(getattr(socket.socket, name)))
        for name in ("create_connection", "getaddrinfo", "gethostbyname"):
            inner.setattr(socket, name, guard(getattr(socket, name)))
        yield tried


def answers(kind: str, stack: ExitStack) -> str:
    """The URL of a server that answers so."""
    if kind == "closed":
        with socket.create_server(("127.0.0.1", 0)) as free:
            return f"http://127.0.0.1:{free.getsockname()[1]}"
    if kind == "echo":
        return stack.enter_context(echoing())
    if kind == "reset":
        return stack.enter_context(one_answer(reset=True)).url
    return stack.enter_context(one_answer(http(_BODIES[kind], 502 if kind == "page" else 200))).url


@contextmanager
def echoing() -> Iterator[str]:
    """A server that refuses, and repeats in its refusal all that it was sent."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                head = connection.recv(65_536).decode()
                secrets = re.findall(r"(?i)bearer (\S+)|appsecret_proof[=\":]+([0-9a-f]+)", head)
                said = f"Malformed: {' '.join(word for pair in secrets for word in pair)}"
                error = {"message": said, "code": 190, "error_user_title": said, "error_data": {"sent": head}}
                connection.sendall(http(json.dumps({"error": error}).encode(), 400))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(20)


def run_case(case: Case, place: Path, patch: pytest.MonkeyPatch) -> Ran:
    """Run one command line in a folder."""
    settings = place / "capisim.toml"
    settings.unlink(missing_ok=True)
    if case.settings:
        settings.write_text(case.settings)
    streams = Streams((place / case.given).read_bytes() if case.given else b"")
    with ExitStack() as stack:
        inner = stack.enter_context(patch.context())
        url = answers(case.answer, stack) if case.answer else "203.0.113.1"
        for name, value in case.environment.items():
            inner.setenv(name, value.replace("{meta}", url))
        inner.setattr(sys, "stdin", streams.input)
        inner.setattr(sys, "stdout", streams.texts[0])
        inner.setattr(sys, "stderr", streams.texts[1])
        tried = stack.enter_context(watched_sockets(inner, loopback=bool(case.answer)))
        if case.command == "listen" and case.code == 0:
            stack.enter_context(interrupted(lambda over: send_secrets(streams, place, over)))
        code = run([word.replace("{meta}", url) for word in case.words])
    return Ran(case, code, streams.out, streams.err, tuple(tried))


@contextmanager
def interrupted(first: Callable[[threading.Event], object]) -> Iterator[None]:
    """Ctrl-C to what runs inside, once ``first`` is done; never to what runs after it.

    ``first`` gets an event that tells that there is nothing to interrupt any more.
    """
    main = threading.main_thread().ident
    assert main is not None
    over = threading.Event()

    def interrupt() -> None:
        try:
            first(over)
        finally:
            if not over.is_set():
                signal.pthread_kill(main, signal.SIGINT)

    thread = threading.Thread(target=interrupt, name=CLIENT, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def send_secrets(streams: Streams, place: Path, over: threading.Event) -> None:
    """What a client sends to a listener that has told its address: secrets in every place."""
    until = time.monotonic() + DEADLINE
    while "\n" not in streams.out:
        if over.wait(0.01) or time.monotonic() > until:
            return
    url = json.loads(streams.out)["url"]
    request = json.loads((place / "shop.jsonl").read_text().splitlines()[2])["request"]
    with urllib3.PoolManager(retries=False) as pool:
        path = request["url"].removeprefix("https://graph.facebook.com")
        pool.request("POST", url + path, body=request["body"].encode(), headers=request["headers"])
        query = f"id={PIXEL}&ev=Lead&dl=https%3A%2F%2Fshop.example%2F%3Faccess_token%3D{path.partition('=')[2]}"
        pool.request("GET", f"{url}/tr?{query}", headers=request["headers"])
        pool.request("GET", f"{url}/nowhere?access_token={path.partition('=')[2]}", headers=request["headers"])


def files_below(*folders: Path, but: set[Path]) -> Iterator[tuple[Path, bytes]]:
    """Every file below some folders with its content, without those that were there before."""
    for folder in folders:
        for root, _, names in os.walk(folder):
            for name in names:
                file = Path(root) / name
                if file not in but:
                    yield file, file.read_bytes()
