"""A server that gives one answer, byte by byte as it is told, and keeps what it was sent."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LINGER_OFF = struct.pack("ii", 1, 0)


class OneAnswer:
    """Listens on loopback; each connection gets the pieces of the answer, then an end or a reset, or is held."""

    def __init__(self, *pieces: bytes, reset: bool = False, hold: bool = False, deaf: bool = False) -> None:
        self._pieces, self._reset, self._hold, self._deaf = pieces, reset, hold, deaf
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.received: list[bytes] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                connection.settimeout(20)
                self.received.append(connection.recv(65_536) if self._deaf else _request(connection))
                for piece in self._pieces:
                    connection.sendall(piece)
                if self._hold:
                    self._over.wait(20)
                if self._reset:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_OFF)

    def close(self) -> None:
        self._over.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(20)


@contextlib.contextmanager
def one_answer(*pieces: bytes, reset: bool = False, hold: bool = False, deaf: bool = False) -> Iterator[OneAnswer]:
    """A server for the length of a context; a ``deaf`` one answers whatever comes, however little of it."""
    server = OneAnswer(*pieces, reset=reset, hold=hold, deaf=deaf)
    try:
        yield server
    finally:
        server.close()


def http(body: bytes, status: int = 200, **headers: str) -> bytes:
    """An answer in HTTP with these headers, underscores written as hyphens."""
    # The server ends each connection behind its answer; a client that is not told so may try to use it once more.
    lines = [f"HTTP/1.1 {status} Any", f"content-length: {len(body)}", "connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join((*lines, "", "")).encode() + body


def _request(connection: socket.socket) -> bytes:
    """The head, and the body that content-length tells of."""
    got = b""
    while b"\r\n\r\n" not in got:
        piece = connection.recv(65_536)
        if not piece:
            return got
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body
