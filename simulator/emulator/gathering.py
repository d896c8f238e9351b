"""An answer written in one go: its head and its body are one packet, and the client wakes up once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

GATHERING = "capisim.gathering"
"""Under this key the scope of a request holds the transport that can gather its answer."""


class Gathering:
    """Stands before a transport. What is written between ``hold`` and ``release`` goes out together."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._write = transport.write
        self.is_closing = transport.is_closing
        self._held: list[bytes] | None = None

    def hold(self) -> None:
        """Keep what is written from now on."""
        self._held = []

    def release(self) -> None:
        """Write what was kept."""
        held, self._held = self._held, None
        if held:
            self._write(b"".join(held))

    def write(self, data: bytes) -> None:
        """Write, or keep."""
        if self._held is None:
            self._write(data)
        else:
            self._held.append(data)

    def close(self) -> None:
        """Close once everything is written."""
        self.release()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
