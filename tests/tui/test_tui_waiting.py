"""The tests' own wait for a screen: what hangs is told with its place, what merely goes is not waited for."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.events import Key
from textual.pilot import WaitForScreenTimeout
from textual.widgets import Static
from waiting import wait_for_screen


class Hanging(App[None]):
    """An application that handles the key x for as long as it is told to, and takes its widget away with y."""

    def __init__(self) -> None:
        super().__init__()
        self.hanging, self.free = asyncio.Event(), asyncio.Event()

    def compose(self) -> ComposeResult:
        yield Static("here")

    async def key_x(self) -> None:
        self.hanging.set()
        await self.free.wait()

    def key_y(self) -> None:
        self.query_one(Static).remove()


def send(app: App[Any], key: str) -> None:
    event = Key(key, key)
    event.set_sender(app)
    assert app._driver is not None
    app._driver.send_message(event)


async def test_what_hangs_is_told_with_its_place() -> None:
    app = Hanging()
    async with app.run_test() as pilot:
        send(app, "x")
        await app.hanging.wait()
        try:
            with pytest.raises(WaitForScreenTimeout, match=r"still waiting for .*key_x"):
                await wait_for_screen(pilot, timeout=0.2)
        finally:
            app.free.set()
        assert await wait_for_screen(pilot)


async def test_a_widget_that_goes_is_not_waited_for() -> None:
    app = Hanging()
    async with app.run_test() as pilot:
        send(app, "y")
        while app.query(Static):
            assert await wait_for_screen(pilot)
