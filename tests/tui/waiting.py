"""Waiting until the screen has handled what it was given: Textual's own wait hangs when a widget goes meanwhile."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.message_pump import MessagePump
from textual.pilot import Pilot, WaitForScreenTimeout

_TURN_SECONDS = 0.05


async def wait_for_screen(pilot: Pilot[Any], timeout: float = 30.0) -> bool:
    """As Textual's, but a widget that is taken away before it has handled everything is not waited for.

    Turns are counted, not the clock: a machine that stood still for a while has not hung.
    """
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
    failed = asyncio.ensure_future(app._exception_event.wait())
    turns = 0
    try:
        while any(pump is app or (pump.is_running and pump.is_attached) for pump in waiting):
            if turns * _TURN_SECONDS > timeout:
                raise WaitForScreenTimeout(f"still waiting for {waiting}, while {_told()}")
            whole = asyncio.ensure_future(handled.wait())
            await asyncio.wait((whole, failed), timeout=_TURN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            whole.cancel()
            if failed.done():
                return False
            turns += 1
    finally:
        failed.cancel()
    return True


def _told() -> list[str]:
    """What every task waits for that doesn't wait for a message, from the outermost call to the innermost."""
    told = []
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        inner: Any = task.get_coro()
        places = []
        while inner is not None:
            frame = getattr(inner, "cr_frame", None) or getattr(inner, "gi_frame", None)
            places.append(f"{frame.f_code.co_qualname}:{frame.f_lineno}" if frame is not None else repr(inner))
            inner = getattr(inner, "cr_await", None) or getattr(inner, "gi_yieldfrom", None)
        if not any(place.startswith(("Queue.get:", "Timer._run:")) for place in places):
            told.append(f"{task.get_name()}: {' > '.join(places)}")
    return told
