"""Around the emulator in a test: how many requests are at hand, and waiting for them from another thread."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

_OWN = "/capisim"


class Traffic:
    """Counts the requests for Meta's endpoints; our own routes are not counted, some of them wait by themselves."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._turn = threading.Condition()
        self._at_hand = 0
        self._latest = time.monotonic()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.stirred = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._loop = asyncio.get_running_loop()
        path = scope.get("path", "")
        if path == _OWN or path.startswith(f"{_OWN}/"):
            await self._app(scope, receive, send)
            return
        self._count(1)
        try:
            await self._app(scope, receive, send)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._turn:
            self._at_hand += more
            self._latest = time.monotonic()
            self._turn.notify_all()

    def stir(self) -> None:
        """Something was stored."""
        with self._turn:
            self.stirred += 1
            self._turn.notify_all()

    def wait_for_another(self, seen: int, seconds: float) -> bool:
        """Wait until ``stirred`` is no more what it was; False when the seconds are over."""
        with self._turn:
            return self._turn.wait_for(lambda: self.stirred != seen, max(0.0, seconds))

    def wait_idle(self, quiet: float, seconds: float) -> bool:
        """Wait until nothing is at hand and nothing came for ``quiet`` seconds; False when the seconds are over."""
        end = time.monotonic() + seconds
        with self._turn:
            while True:
                now = time.monotonic()
                still = self._latest + quiet - now
                if not self._at_hand and still <= 0:
                    return True
                if now >= end:
                    return False
                self._turn.wait(min(end - now, still) if still > 0 else end - now)

    def on_loop(self, work: Callable[[], None]) -> None:
        """Do something in the thread that serves; before the first request nobody waits there for it."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(work)
