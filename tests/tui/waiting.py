"""Waiting until the screen has handled what it was given: Textual's own wait hangs when a widget goes meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.message_pump import MessagePump
from textual.pilot import Pilot, WaitForScreenTimeout

_GONE_SECONDS = 0.05


async def wait_for_screen(pilot: Pilot[Any], timeout: float = 30.0) -> bool:
    """As Textual's, but a widget that is taken away before it has handled everything is not waited for."""
    app = pilot.app
    waiting: set[MessagePump] = set()
    handled = asyncio.Event()

    def done(pump: MessagePump) -> None:
        waiting.discard(pump)
        if not waiting:
            handled.set()

    for pump in (app, *app.screen.walk_children(with_self=True)):
        if pump.call_later(done, pump):
            waiting.add(pump)
    end = asyncio.get_running_loop().time() + timeout
    failed = asyncio.ensure_future(app._exception_event.wait())
    try:
        while any(pump is app or (pump.is_running and pump.is_attached) for pump in waiting):
            whole = asyncio.ensure_future(handled.wait())
            await asyncio.wait((whole, failed), timeout=_GONE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            whole.cancel()
            if failed.done():
                return False
            if asyncio.get_running_loop().time() > end:
                raise WaitForScreenTimeout(f"still waiting for {waiting}")
    finally:
        failed.cancel()
    return True
