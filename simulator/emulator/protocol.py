"""HTTP from strangers: no endless headers, and no client that never comes to the end of them."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from simulator.emulator.exchange import EXCHANGE, Exchange

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.settings import Emulator


_TOO_SLOW = (
    b"HTTP/1.1 408 Request Timeout\r\ncontent-type: text/plain\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)
LAST_BYTES_SECONDS = 1.0
"""How long a stop waits for a request that has come in part."""
# Further behind nobody looks for it.
_HEAD = 4096
_UPGRADE = re.compile(rb"\r\nupgrade:", re.IGNORECASE)
RESET = "capisim.reset"
"""Under this key the scope of a request holds what resets its connection."""


def without_upgrade(data: bytes) -> bytes:
    """What begins with the head of a request, without its wish for another protocol.

    Nobody has to grant it, and the parser would take the body for words of that protocol. The client of the Java
    platform asks for HTTP/2 so with every request.
    """
    if data.find(b"pgrade:", 0, _HEAD) < 0 and data.find(b"PGRADE:", 0, _HEAD) < 0:
        return data
    head, end, rest = data.partition(b"\r\n\r\n")
    return _UPGRADE.sub(b"\r\nx-upgrade:", head) + end + rest


def guarded(limits: Emulator) -> type[HttpToolsProtocol]:
    """uvicorn's protocol with limits on the size of the headers, and on the time they and the body take."""

    class Guarded(HttpToolsProtocol):
        """Counts the headers and watches the clock while a request comes.

        One timer lasts as long as the connection and looks at the deadline when it fires: starting one for each
        request would take a good part of the time of answering it.
        """

        _size = 0
        _unseen = 0
        _in_head = True
        _deadline: float | None = None
        _timer: asyncio.TimerHandle | None = None
        _reading = False
        _begun: Exchange | None = None
        _at_once: Callable[[Exchange, Callable[[Exchange, Any], None]], bool] | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            # Looked for once: every request would pay for it.
            self._at_once = getattr(self.app, "at_once", None)
            self._expect(in_head=True)
            self._timer = self.loop.call_later(limits.patience_seconds, self._look)

        def connection_lost(self, exc: Exception | None) -> None:
            if self._timer is not None:
                self._timer.cancel()
            super().connection_lost(exc)

        def shutdown(self) -> None:
            super().shutdown()
            if self._deadline is not None and not self.transport.is_closing():
                # Nobody who stops capisim waits long for the rest of a body.
                self._deadline = min(self._deadline, self.loop.time() + LAST_BYTES_SECONDS)
                self._look()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self.scope[RESET] = self._reset  # type: ignore[literal-required]
            self._size = self._unseen = 0
            self._expect(in_head=True)

        def on_url(self, url: bytes) -> None:
            if self._fits(len(url)):
                super().on_url(url)

        def on_header(self, name: bytes, value: bytes) -> None:
            if self._fits(len(name) + len(value) + 4):
                super().on_header(name, value)

        def on_headers_complete(self) -> None:
            self._expect(in_head=False)
            super().on_headers_complete()
            self.scope[EXCHANGE] = self.cycle  # type: ignore[literal-required]

        def on_message_complete(self) -> None:
            self._deadline = None
            super().on_message_complete()

        def _fits(self, more: int) -> bool:
            self._size += more
            if self._size > limits.header_bytes:
                # The parser turns it into the end of the connection.
                raise ValueError("the headers are too large")
            return True

        def _expect(self, *, in_head: bool) -> None:
            self._in_head = in_head
            self._deadline = self.loop.time() + limits.patience_seconds

        def _look(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
            left = limits.patience_seconds if self._deadline is None else self._deadline - self.loop.time()
            if left > 0:
                self._timer = self.loop.call_later(left, self._look)
            elif not self.transport.is_closing():
                self._cut()

        def _cut(self) -> None:
            if self._in_head or self.cycle is None or self.cycle.response_started:
                self.transport.abort()
                return
            self.transport.write(_TOO_SLOW)
            self.transport.close()
            # The endpoint waits for the body, and must not do so for ever.
            self.cycle.disconnected = True
            self.cycle.message_event.set()

        def _reset(self) -> None:
            # Without lingering the system sends a reset instead of an orderly end.
            made = self.transport.get_extra_info("socket")
            if made is not None:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()

        def _start_asgi_task(self, cycle: Exchange, app: Any) -> None:
            if self._at_once is None or app is not self.app:
                super()._start_asgi_task(cycle, app)
                return
            # Mostly all of its body comes with its head; then it needs no task to wait for it.
            self._begun = cycle
            if not self._reading:
                self.loop.call_soon(self._begin)

        def _begin(self) -> None:
            cycle, self._begun = self._begun, None
            if cycle is None or self._at_once is None:
                return
            if not self._at_once(cycle, self._otherwise):
                self._otherwise(cycle, self.app)

        def _otherwise(self, cycle: Exchange, app: Any) -> None:
            super()._start_asgi_task(cycle, app)

        def data_received(self, data: bytes) -> None:
            unfinished = self._in_head
            if unfinished or self._deadline is None:
                data = without_upgrade(data)
            self._reading = True
            super().data_received(data)
            self._reading = False
            if self._begun is not None:
                self._begin()
            if unfinished and self._in_head:
                # A header that never ends reaches no callback before it does.
                self._unseen += len(data)
                if self._unseen > limits.header_bytes:
                    self.transport.abort()

    made: Any = Guarded
    return made  # type: ignore[no-any-return]
