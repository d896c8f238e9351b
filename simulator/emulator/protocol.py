"""HTTP from strangers: no endless headers, and no client that never comes to the end of them."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    from simulator.settings import Emulator


RESET = "capisim.reset"
"""Under this key the scope of a request holds what resets its connection."""


def guarded(limits: Emulator) -> type[HttpToolsProtocol]:
    """uvicorn's protocol with limits on the size and the time of a request's line and headers."""

    class Guarded(HttpToolsProtocol):
        """Counts the headers and watches the clock while they come."""

        _size = 0
        _unseen = 0
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._start_timer()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_timer()
            super().connection_lost(exc)

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self.scope[RESET] = self._reset  # type: ignore[literal-required]
            self._size = self._unseen = 0
            self._stop_timer()
            self._start_timer()

        def on_url(self, url: bytes) -> None:
            if self._fits(len(url)):
                super().on_url(url)

        def on_header(self, name: bytes, value: bytes) -> None:
            if self._fits(len(name) + len(value) + 4):
                super().on_header(name, value)

        def on_headers_complete(self) -> None:
            self._stop_timer()
            super().on_headers_complete()

        def _fits(self, more: int) -> bool:
            self._size += more
            if self._size > limits.header_bytes:
                # The parser turns it into the end of the connection.
                raise ValueError("the headers are too large")
            return True

        def _start_timer(self) -> None:
            self._timer = self.loop.call_later(limits.patience_seconds, self._cut)

        def _stop_timer(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _cut(self) -> None:
            self._timer = None
            if not self.transport.is_closing():
                self.transport.abort()

        def _reset(self) -> None:
            # Without lingering the system sends a reset instead of an orderly end.
            made = self.transport.get_extra_info("socket")
            if made is not None:
                made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.transport.abort()

        def data_received(self, data: bytes) -> None:
            unfinished = self._timer is not None
            super().data_received(data)
            if unfinished and self._timer is not None:
                # A header that never ends reaches no callback before it does.
                self._unseen += len(data)
                if self._unseen > limits.header_bytes:
                    self.transport.abort()

    made: Any = Guarded
    return made  # type: ignore[no-any-return]
